/**
 * Takes the pods of a lost node out of their Services by marking them not ready. Follows kubernetes v1.36
 * pkg/controller/util/node/controller_utils.go (MarkPodsNotReady).
 */
import type { Pod } from '../../../api/generated/types.ts'
import type { ControllerContext } from '../../client-go/process.ts'

export function markPodsNotReady(c: ControllerContext<unknown>, node: string): void {
  for (const pod of c.lister('pods').by('node', node)) {
    const conditions = pod.status?.conditions ?? []
    if (!conditions.some(({ type, status }) => type === 'Ready' && status !== 'False')) continue
    const lastTransitionTime = c.client.timestamp(c.ctx)
    const marked = conditions.map((condition) => (condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition))
    const updated = c.client.updateStatus(c.ctx, 'pods', withConditions(pod, marked))
    if (updated.ok) c.event(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' })
  }
}

const withConditions = (pod: Pod, conditions: NonNullable<Pod['status']>['conditions']): Pod => ({
  ...pod,
  status: { ...pod.status, ...(conditions && { conditions }) },
})

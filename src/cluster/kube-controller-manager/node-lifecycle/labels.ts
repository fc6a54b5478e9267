/** The deprecated labels that follow the present ones. Follows kubernetes v1.36 pkg/controller/nodelifecycle (reconcileNodeLabels). */
import type { Node } from '../../../api/generated/types.ts'
import { done, retry, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'

const followers = [
  { from: 'kubernetes.io/os', to: 'beta.kubernetes.io/os' },
  { from: 'kubernetes.io/arch', to: 'beta.kubernetes.io/arch' },
]

export function reconcileLabels(c: ControllerContext<unknown>, { metadata }: Node): SyncOutcome {
  const labels: { [key: string]: string } = {}
  for (const { from, to } of followers) {
    const value = metadata.labels?.[from]
    if (value !== undefined && metadata.labels?.[to] !== value) labels[to] = value
  }
  if (Object.keys(labels).length === 0) return done
  const patched = c.client.patch(c.ctx, 'nodes', { namespace: '', name: metadata.name }, { type: 'strategic', body: { metadata: { labels } } })
  return patched.ok || patched.status.reason === 'NotFound' ? done : retry(patched.status.message ?? '')
}

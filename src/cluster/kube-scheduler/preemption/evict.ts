/**
 * Makes room for a more important pod: the victims are told why and deleted, each with its own grace period, and the pod
 * is nominated for their place. It is scheduled like any other when they have gone. Follows kubernetes v1.36
 * pkg/scheduler/framework/preemption (executor.go); what upstream does in a goroutine is charged to the cycle here.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { markDisrupted } from '../../client-go/disrupted.ts'
import { tell } from '../../client-go/tell.ts'
import { keyOf } from '../../client-go/watch.ts'
import type { Scheduling } from '../cycle.ts'
import { recordEvent } from '../events.ts'
import { priorityOf } from '../priority.ts'
import { lister, type SchedulerState } from '../state.ts'
import { preempted } from './plan.ts'
import type { Victims } from './victims.ts'

/** Undefined, or what the API server said against it: then the pod is to be tried again. */
export function evict(scheduling: Scheduling, pod: Pod, { node, pods }: Victims): string | undefined {
  for (const victim of pods) {
    const refused = remove(scheduling, victim, { node, by: pod })
    if (refused !== undefined) return refused
  }
  for (const lesser of nominatedOn(scheduling.state, node)) if (priorityOf(lesser) < priorityOf(pod)) dropNomination(scheduling, lesser)
  scheduling.state.nominated.set(keyOf(pod), node)
  return undefined
}

function remove({ ctx, client, state }: Scheduling, victim: Pod, { node, by }: { node: string; by: Pod }): string | undefined {
  const { name, namespace = '', uid } = victim.metadata
  const marked = markDisrupted({ ctx, client }, victim, { reason: preempted, message: 'default-scheduler: preempting to accommodate a higher priority pod' })
  const deleted = marked.ok ? client.delete(ctx, 'pods', { namespace, name }, { ...(uid !== undefined && { preconditions: { uid } }) }) : marked
  if (!deleted.ok) return deleted.status.reason === 'NotFound' ? undefined : (deleted.status.message ?? '')
  tell(ctx, 'scheduler.preempted', { actor: 'kube-scheduler', object: `pods/${namespace}/${name}`, level: 'warning' }, { pod: name, by: `pods/${keyOf(by)}`, node })
  const note = `Preempted by pod ${by.metadata.uid ?? ''} on node ${node}`
  recordEvent(ctx, { client, recorded: state.recorded }, victim, { type: 'Normal', reason: 'Preempted', action: 'Preempting', note, related: by })
  return undefined
}

const nominatedOn = (state: SchedulerState, node: string): Pod[] =>
  [...state.nominated].flatMap(([key, where]) => (where === node ? (lister(state, 'pods')?.byKey(key) ?? []) : []))

function dropNomination({ ctx, client, state }: Scheduling, pod: Pod): void {
  const { name, namespace = '' } = pod.metadata
  state.nominated.delete(keyOf(pod))
  client.patch(ctx, 'pods', { namespace, name }, { type: 'merge', subresource: 'status', body: { status: { nominatedNodeName: null } } })
}

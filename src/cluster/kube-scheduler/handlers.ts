/**
 * What a watch event does to caches and queues, and which waiting pods it wakes. Follows kubernetes v1.36
 * pkg/scheduler/eventhandlers.go. Pods that have ended no longer count, as if they were gone.
 */
import type { Node, Pod } from '../../api/generated/types.ts'
import type { Change } from '../client-go/change.ts'
import type { StepContext } from '../../sim/part.ts'
import { deleteNode, deletePod, setNode, setPod } from './cache/cluster-cache.ts'
import { schedulerName } from './events.ts'
import type { ClusterEvent } from './framework/plugin.ts'
import { plugins } from './plugins.ts'
import { addActive, find, newlyQueued, remove } from './queue/scheduling-queue.ts'
import { wakeWaiting } from './queue/wake.ts'
import { lister, type SchedulerState } from './state.ts'

export function onPod(ctx: StepContext, state: SchedulerState, change: Change<Pod>): void {
  const [previous, current] = [living(change.previous), living(change.current)]
  keepNomination(state, change.key, { previous, current })
  if (current?.spec.nodeName) onAssigned(ctx, state, { key: change.key, previous, current })
  else if (previous?.spec.nodeName) {
    deletePod(state.cache, change.key)
    wake(ctx, state, { type: 'pod-deleted', pod: previous })
  }
  if (current && !current.spec.nodeName) onWaiting(ctx, state, { key: change.key, previous, current })
  else remove(state.queue, change.key)
}

/** What the pod says of itself; a nomination of which its watch has not told yet stays. */
function keepNomination({ nominated }: SchedulerState, key: string, { previous, current }: { previous: Pod | undefined; current: Pod | undefined }): void {
  const [before, node] = [previous?.status?.nominatedNodeName, current?.status?.nominatedNodeName]
  if (!current || current.spec.nodeName || (before && !node)) nominated.delete(key)
  else if (node) nominated.set(key, node)
}

const living = (pod: Pod | undefined): Pod | undefined =>
  pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed' ? undefined : pod

type Known = { readonly key: string; readonly previous: Pod | undefined; readonly current: Pod }

function onAssigned(ctx: StepContext, state: SchedulerState, { previous, current }: Known): void {
  setPod(state.cache, current)
  if (!previous?.spec.nodeName) wake(ctx, state, { type: 'pod-added', pod: current })
  else if (previous.metadata.labels !== current.metadata.labels || previous.spec !== current.spec) {
    wake(ctx, state, { type: 'pod-updated', pod: current, before: previous })
  }
}

/** A pod without a node: it is queued, unless a gate holds it or another scheduler is asked for. */
function onWaiting(ctx: StepContext, state: SchedulerState, { key, previous, current }: Known): void {
  const isMine = (current.spec.schedulerName ?? schedulerName) === schedulerName
  const isGated = (current.spec.schedulingGates ?? []).length > 0
  if (!isMine || isGated) return remove(state.queue, key)
  if (state.cache.assumed.has(key)) return
  const queued = find(state.queue, key)
  const isChanged = previous?.spec !== current.spec || previous.metadata.labels !== current.metadata.labels
  const isAnother = queued !== undefined && queued.uid !== current.metadata.uid
  if (queued && !isAnother && !isChanged) return
  const stamp = { now: ctx.now, cause: ctx.cause }
  const attempts = queued && !isAnother ? { attempts: queued.attempts, failures: queued.failures } : {}
  addActive(state.queue, Object.freeze({ ...newlyQueued(state.queue, current, stamp), ...attempts }))
}

export function onNode(ctx: StepContext, state: SchedulerState, { key, previous, current }: Change<Node>): void {
  if (!current) {
    deleteNode(state.cache, key)
    if (previous) wake(ctx, state, { type: 'node-deleted', node: previous })
    return
  }
  if (previous && !matters(previous, current)) return
  setNode(state.cache, current)
  wake(ctx, state, previous ? { type: 'node-updated', node: current, before: previous } : { type: 'node-added', node: current })
}

/** Heartbeats do not: only what filters and scores read. */
function matters(before: Node, node: Node): boolean {
  const facts = ({ metadata, spec, status }: Node) => JSON.stringify([metadata.labels, spec, status?.allocatable, status?.images])
  return facts(before) !== facts(node)
}

function wake(ctx: StepContext, state: SchedulerState, event: ClusterEvent): void {
  const podOf = (key: string) => lister(state, 'pods')?.byKey(key)
  wakeWaiting(state.queue, event, { plugins, podOf, now: ctx.now, cause: ctx.cause })
}

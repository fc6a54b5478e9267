/**
 * The replicaset controller: keeps as many pods as a ReplicaSet wants, adopting what matches and replacing what ends.
 * Follows kubernetes v1.36 pkg/controller/replicaset/replica_set.go. Its memory is the expectations: what it has asked
 * for and not yet seen in its cache.
 */
import type { Pod, ReplicaSet, ReplicaSetStatus } from '../../../api/generated/types.ts'
import { controllerOf, type OwnerReference } from '../../../api/meta/object.ts'
import { matchesSelector } from '../../../api/meta/selector.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import { Table } from '../../../sim/table.ts'
import { seconds } from '../../../sim/time.ts'
import { changeOf, type Change } from '../../client-go/change.ts'
import { creationObserved, deletionObserved, forgetExpectations, satisfied, type Expectations } from '../../client-go/expectations.ts'
import { orphansOf } from '../../client-go/informer.ts'
import { after, done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { joinKey, keyOf } from '../../client-go/watch.ts'
import { candidates, claim } from '../controller-ref.ts'
import { isEqual } from '../equal.ts'
import { countsAlike, isActive, isEnded, isReady, isTerminating, readySince } from '../pod-state.ts'
import { manageReplicas } from './replicas.ts'
import { countsFrom, statusOf, updateStatus } from './status.ts'
import { isCurrent, tallyOf, withPod, type Tally } from './tally.ts'

export interface ReplicaSetMemory {
  readonly expectations: Expectations
  /** By set key; counted at a full sync, kept by pod events. */
  readonly tallies: Table<string, Tally>
}
export type ReplicaSetContext = ControllerContext<ReplicaSetMemory>

export const replicaset: Controller<ReplicaSetMemory> = {
  name: 'replicaset',
  component: 'replicaset-controller',
  resources: ['replicasets.apps', 'pods'],
  createMemory: () => ({ expectations: new Map(), tallies: new Table() }),
  onChange: (c, event, before) => {
    const set = changeOf('replicasets.apps', event, before)
    if (set) {
      if (!set.current || (set.previous && set.previous.metadata.uid !== set.current.metadata.uid)) forget(c, set.key)
      c.enqueue(set.key)
    }
    const pod = changeOf('pods', event, before)
    if (pod) {
      keepTallies(c, pod)
      onPod(c, pod)
    }
  },
  sync: (c, key) => {
    const set = c.lister('replicasets.apps').byKey(key)
    if (set) return syncReplicaSet(c, set)
    forget(c, key)
    return done
  },
}

function forget({ memory }: ReplicaSetContext, key: string): void {
  forgetExpectations(memory.expectations, key)
  memory.tallies.delete(key)
}

function keepTallies(c: ReplicaSetContext, { cached, current }: Change<Pod>): void {
  if (cached && current && countsAlike(cached, current) && isEqual(cached.metadata.ownerReferences, current.metadata.ownerReferences)) return
  if (cached) count(c, cached, -1)
  if (current) count(c, current, 1)
}

function count(c: ReplicaSetContext, pod: Pod, sign: 1 | -1): void {
  const { tallies } = c.memory
  const owner = controllerOf(pod)
  const key = owner?.kind === 'ReplicaSet' ? joinKey(pod.metadata.namespace ?? '', owner.name) : ''
  const tally = tallies.get(key)
  if (!tally || tally.uid !== owner?.uid) return
  const set = c.lister('replicasets.apps').byKey(key)
  if (set && isCurrent(tally, set)) tallies.set(key, withPod(tally, set, { pod, sign }))
  else tallies.delete(key)
}

function onPod(c: ReplicaSetContext, { key, previous, current }: Change<Pod>): void {
  if (!current) return previous && observeDeletion(c, key, previous)
  if (isTerminating(current)) {
    observeDeletion(c, key, current)
    if (previous && !isEqual(previous.metadata.labels, current.metadata.labels)) observeDeletion(c, key, previous)
    return
  }
  const [before, now] = [previous && controllerOf(previous), controllerOf(current)]
  if (before && before.uid !== now?.uid) enqueueOwner(c, current, before)
  if (now) {
    const set = enqueueOwner(c, current, now)
    if (set && !previous) creationObserved(c.memory.expectations, keyOf(set))
    if (set && previous && !isReady(previous) && isReady(current) && (set.spec?.minReadySeconds ?? 0) > 0) {
      c.enqueueAfter(keyOf(set), seconds((set.spec?.minReadySeconds ?? 0) + 1))
    }
    return
  }
  const isNews = !previous || before !== undefined || !isEqual(previous.metadata.labels, current.metadata.labels)
  if (isNews) for (const set of matching(c, current)) c.enqueue(keyOf(set))
}

function observeDeletion(c: ReplicaSetContext, key: string, pod: Pod): void {
  const owner = controllerOf(pod)
  const set = owner && enqueueOwner(c, pod, owner)
  if (set) deletionObserved(c.memory.expectations, keyOf(set), key)
}

function enqueueOwner(c: ReplicaSetContext, pod: Pod, owner: OwnerReference): ReplicaSet | undefined {
  if (owner.kind !== 'ReplicaSet') return undefined
  const set = c.lister('replicasets.apps').get(pod.metadata.namespace ?? '', owner.name)
  if (set?.metadata.uid !== owner.uid || !set) return undefined
  c.enqueue(keyOf(set))
  return set
}

/** Sets that could adopt an orphan. */
const matching = (c: ReplicaSetContext, { metadata }: Pod): ReplicaSet[] =>
  c.lister('replicasets.apps').list(metadata.namespace).filter((set) => matchesSelector(set.spec?.selector, metadata.labels ?? {}))

function syncReplicaSet(c: ReplicaSetContext, set: ReplicaSet): SyncOutcome {
  const mayAct = satisfied(c.memory.expectations, keyOf(set), c.ctx.now) && set.metadata.deletionTimestamp === undefined
  const tally = restingTally(c, set, mayAct)
  if (tally) return writeStatus(c, set, statusOf(c, set, { counts: tally, failure: undefined }))
  const pods = candidates(c, 'pods', set)
  c.memory.tallies.set(keyOf(set), tallyOf(set, c.lister('pods').by('controller', set.metadata.uid ?? '')))
  const matches = (pod: Pod) => matchesSelector(set.spec?.selector, pod.metadata.labels ?? {})
  const claimed = claim({ c, ownerResource: 'replicasets.apps', owner: set, resource: 'pods', matches, objects: pods.filter(isActive) })
  if (!claimed.ok) return retry(claimed.status.message ?? '')
  const active = claimed.object
  const terminating = pods.filter((pod) => isTerminating(pod) && !isEnded(pod) && controllerOf(pod)?.uid === set.metadata.uid && matches(pod))
  const failure = mayAct ? manageReplicas(c, set, active) : undefined
  const status = statusOf(c, set, { counts: countsFrom(c, set, { active, terminating }), failure })
  const updated = updateStatus(c, set, status)
  if (!updated.ok) return updated.status.reason === 'NotFound' ? done : retry(updated.status.message ?? '')
  if (failure !== undefined) return retry(failure)
  return whenNextAvailable(c, set, { active, status: updated.object.status })
}

/**
 * The tally, if nothing is to be done but to write the status: the numbers fit, or the last orders have not been seen
 * yet, and no pod is to be adopted or released. A set of a thousand pods is told of thousands of changes; listing its
 * pods for each of them would take the square of their number.
 */
function restingTally(c: ReplicaSetContext, set: ReplicaSet, mayAct: boolean): Tally | undefined {
  const tally = c.memory.tallies.get(keyOf(set))
  if (!tally || !isCurrent(tally, set) || tally.strangers > 0 || (set.spec?.minReadySeconds ?? 0) > 0) return undefined
  if (mayAct && tally.replicas !== (set.spec?.replicas ?? 1)) return undefined
  const orphans = c.lister('pods').by('controller', orphansOf(set.metadata.namespace ?? ''))
  return orphans.some((pod) => isActive(pod) && matchesSelector(set.spec?.selector, pod.metadata.labels ?? {})) ? undefined : tally
}

function writeStatus(c: ReplicaSetContext, set: ReplicaSet, status: ReplicaSetStatus): SyncOutcome {
  const updated = updateStatus(c, set, status)
  return updated.ok || updated.status.reason === 'NotFound' ? done : retry(updated.status.message ?? '')
}

/** With minReadySeconds a pod becomes available by waiting, which no event tells. */
function whenNextAvailable(c: ReplicaSetContext, set: ReplicaSet, { active, status }: { active: readonly Pod[]; status: ReplicaSet['status'] }): SyncOutcome {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const replicas = set.spec?.replicas ?? 1
  if (minReadySeconds === 0 || status?.readyReplicas !== replicas || status.availableReplicas === replicas) return done
  const now = secondsOf(c.client.timestamp(c.ctx))
  const waits = active.map((pod) => (readySince(pod) ?? now) + minReadySeconds - now).filter((wait) => wait > 0)
  return after(seconds(waits.length > 0 ? Math.min(...waits) : minReadySeconds))
}

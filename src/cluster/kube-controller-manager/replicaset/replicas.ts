/**
 * Brings the number of pods to what the set wants: creates in batches of 1, 2, 4, … so that a quota or a broken template
 * is met by one failure and not by hundreds, deletes the cheapest victims. Follows kubernetes v1.36
 * pkg/controller/replicaset/replica_set.go (manageReplicas, slowStartBatch).
 */
import type { Pod, ReplicaSet } from '../../../api/generated/types.ts'
import { controllerOf } from '../../../api/meta/object.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import { creationObserved, deletionObserved, expectCreations, expectDeletion } from '../../client-go/expectations.ts'
import { tell } from '../../client-go/tell.ts'
import { keyOf } from '../../client-go/watch.ts'
import { isNamespaceTerminating } from '../namespace-terminating.ts'
import { isActive } from '../pod-state.ts'
import { createPod, deletePod } from './pod-control.ts'
import type { ReplicaSetContext } from './replicaset.ts'
import { victims } from './victims.ts'

/** Pods made or deleted at most in one sync. */
const burstReplicas = 500

/** What went wrong, if anything. */
export function manageReplicas(c: ReplicaSetContext, set: ReplicaSet, pods: readonly Pod[]): string | undefined {
  const missing = (set.spec?.replicas ?? 1) - pods.length
  if (missing > 0) return createMissing(c, set, { existing: pods.length, missing: Math.min(missing, burstReplicas) })
  if (missing < 0) return deleteSurplus(c, set, { pods, surplus: Math.min(-missing, burstReplicas) })
  return undefined
}

const about = ({ metadata }: ReplicaSet) => ({ actor: 'controller/replicaset', object: `replicasets.apps/${metadata.namespace}/${metadata.name}` })

function createMissing(c: ReplicaSetContext, set: ReplicaSet, { existing, missing }: { existing: number; missing: number }): string | undefined {
  const key = keyOf(set)
  expectCreations(c.memory.expectations, key, { count: missing, now: c.ctx.now })
  const params = { replicaset: set.metadata.name, replicas: set.spec?.replicas ?? 1, existing, created: missing }
  const { created, failure } = slowStart(c, set, { count: missing, onFirst: () => tell(c.ctx, 'replicaset.created-pods', about(set), params) })
  for (let skipped = created; skipped < missing; skipped++) creationObserved(c.memory.expectations, key)
  return failure
}

/**
 * A batch is carried through even if one of its pods fails; the next one is not begun. What is planned is told with the
 * first pod, because others see and schedule it while the rest are still being made.
 */
function slowStart(c: ReplicaSetContext, set: ReplicaSet, { count, onFirst }: { count: number; onFirst: () => void }): { created: number; failure: string | undefined } {
  let created = 0
  for (let batch = 1, left = count; left > 0; batch = Math.min(2 * batch, left)) {
    let failure: string | undefined
    for (let i = 0; i < batch; i++) {
      const result = createPod(c, set, { template: set.spec?.template ?? {}, onCreated: created === 0 ? onFirst : undefined })
      if (result.ok || isNamespaceTerminating(result.status)) created++
      else failure ??= result.status.message ?? ''
    }
    if (failure !== undefined) return { created, failure }
    left -= batch
  }
  return { created, failure: undefined }
}

function deleteSurplus(c: ReplicaSetContext, set: ReplicaSet, { pods, surplus }: { pods: readonly Pod[]; surplus: number }): string | undefined {
  const key = keyOf(set)
  const now = secondsOf(c.client.timestamp(c.ctx))
  const chosen = victims(pods, { count: surplus, related: related(c, set), now })
  for (const pod of chosen) expectDeletion(c.memory.expectations, key, { object: keyOf(pod), now: c.ctx.now })
  let failure: string | undefined
  let deleted = 0
  for (const pod of chosen) {
    const result = deletePod(c, set, pod)
    if (result.ok) deleted++
    else {
      deletionObserved(c.memory.expectations, key, keyOf(pod))
      if (result.status.reason !== 'NotFound') failure ??= result.status.message ?? ''
    }
  }
  if (deleted > 0) {
    const params = { replicaset: set.metadata.name, replicas: set.spec?.replicas ?? 1, existing: pods.length, deleted }
    tell(c.ctx, 'replicaset.deleted-pods', about(set), params)
  }
  return failure
}

/** Active pods of all sets under the same Deployment. */
function related(c: ReplicaSetContext, set: ReplicaSet): Pod[] {
  const owner = controllerOf(set)
  const sets = owner ? c.lister('replicasets.apps').by('controller', owner.uid) : [set]
  return sets.flatMap((sibling) => c.lister('pods').by('controller', sibling.metadata.uid ?? '')).filter(isActive)
}

/**
 * The rolling update: the new set grows within the surge, the old ones shrink within what may be unavailable, unhealthy
 * pods first; one step per sync. Follows kubernetes v1.36 pkg/controller/deployment/rolling.go.
 */
import type { ReplicaSet } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { cleanUpHistory } from './history.ts'
import { maxUnavailable, newSetReplicas } from './fenceposts.ts'
import { findOrCreateSets } from './replica-sets.ts'
import { active, allSets, byCreation, sumOf, sumWanted, wanted, type Rollout, type Sets } from './rollout.ts'
import { scaleIfNeeded } from './scale.ts'
import { isComplete } from './status.ts'
import { syncRolloutStatus } from './progress.ts'

export function rollOut(rollout: Rollout): ApiResult<unknown> {
  const found = findOrCreateSets(rollout)
  if (!found.ok) return found
  const { newSet, oldSets } = found.object
  const grown = growNew(rollout, newSet, oldSets)
  if (!grown.ok) return grown
  if (grown.object.changed) return syncRolloutStatus(rollout, found.object)
  const shrunk = shrinkOld(rollout, { newSet, oldSets })
  if (!shrunk.ok) return shrunk
  if (shrunk.object > 0) return syncRolloutStatus(rollout, found.object)
  if (isComplete(rollout.deployment, rollout.deployment.status ?? {})) {
    const cleaned = cleanUpHistory(rollout, oldSets)
    if (!cleaned.ok) return cleaned
  }
  return syncRolloutStatus(rollout, found.object)
}

function growNew(rollout: Rollout, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]) {
  const size = wanted(rollout.deployment)
  const replicas = wanted(newSet) > size ? size : newSetReplicas(rollout.deployment, [...oldSets, newSet], wanted(newSet))
  return scaleIfNeeded(rollout, newSet, replicas)
}

/** Returns by how many pods the old sets have shrunk. */
function shrinkOld(rollout: Rollout, sets: Sets & { readonly newSet: ReplicaSet }): ApiResult<number> {
  const { deployment } = rollout
  const [old, { newSet }] = [active(sets.oldSets), sets]
  if (sumWanted(old) === 0) return { ok: true, object: 0 }
  const minAvailable = wanted(deployment) - maxUnavailable(deployment)
  const newUnavailable = wanted(newSet) - (newSet.status?.availableReplicas ?? 0)
  const limit = sumWanted(allSets(sets)) - minAvailable - newUnavailable
  if (limit <= 0) return { ok: true, object: 0 }
  const unhealthy = shrinkUnhealthy(rollout, old, limit)
  if (!unhealthy.ok) return unhealthy
  const healthy = shrinkHealthy(rollout, unhealthy.object.sets, newSet)
  return healthy.ok ? { ok: true, object: unhealthy.object.total + healthy.object } : healthy
}

/** Pods of old sets that are not available anyway go first: they cost nothing. */
function shrinkUnhealthy(rollout: Rollout, old: readonly ReplicaSet[], limit: number): ApiResult<{ total: number; sets: ReplicaSet[] }> {
  const sets: ReplicaSet[] = []
  let total = 0
  for (const set of [...old].sort(byCreation)) {
    const count = Math.min(limit - total, wanted(set) - (set.status?.availableReplicas ?? 0))
    const scaled = count > 0 ? scaleIfNeeded(rollout, set, wanted(set) - count) : undefined
    if (scaled && !scaled.ok) return scaled
    sets.push(scaled?.object.set ?? set)
    total += Math.max(count, 0)
  }
  return { ok: true, object: { total, sets } }
}

function shrinkHealthy(rollout: Rollout, old: readonly ReplicaSet[], newSet: ReplicaSet): ApiResult<number> {
  const { deployment } = rollout
  const spare = sumOf([...old, newSet], 'availableReplicas') - (wanted(deployment) - maxUnavailable(deployment))
  let total = 0
  for (const set of old) {
    if (total >= spare) break
    const count = Math.min(wanted(set), spare - total)
    if (count === 0) continue
    const scaled = scaleIfNeeded(rollout, set, wanted(set) - count)
    if (!scaled.ok) return scaled
    total += count
  }
  return { ok: true, object: total }
}

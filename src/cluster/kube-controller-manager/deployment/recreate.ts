/**
 * The Recreate strategy: old sets to zero, wait until their pods are gone, then the new set at full size. Follows
 * kubernetes v1.36 pkg/controller/deployment/recreate.go.
 */
import type { Pod } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { cleanUpHistory } from './history.ts'
import { syncRolloutStatus } from './progress.ts'
import { findOrCreateSets, findSets } from './replica-sets.ts'
import { active, sumOf, wanted, type Rollout, type Sets } from './rollout.ts'
import { each, scaleIfNeeded } from './scale.ts'
import { isComplete } from './status.ts'

export function recreate(rollout: Rollout): ApiResult<unknown> {
  const found = findSets(rollout)
  if (!found.ok) return found
  const old = active(found.object.oldSets)
  const scaled = each(old, (set) => scaleIfNeeded(rollout, set, 0))
  if (!scaled.ok) return scaled
  if (old.length > 0 || hasOldPods(rollout, found.object)) return syncRolloutStatus(rollout, found.object)
  const sets = findOrCreateSets(rollout)
  if (!sets.ok) return sets
  const grown = scaleIfNeeded(rollout, sets.object.newSet, wanted(rollout.deployment))
  if (!grown.ok) return grown
  if (isComplete(rollout.deployment, rollout.deployment.status ?? {})) {
    const cleaned = cleanUpHistory(rollout, sets.object.oldSets)
    if (!cleaned.ok) return cleaned
  }
  return syncRolloutStatus(rollout, sets.object)
}

function hasOldPods({ c, replicaSets }: Rollout, { newSet, oldSets }: Sets): boolean {
  if (sumOf(oldSets, 'replicas') > 0) return true
  const old = replicaSets.filter((set) => set.metadata.uid !== newSet?.metadata.uid)
  return old.some((set) => c.lister('pods').by('controller', set.metadata.uid ?? '').some(mayRun))
}

const mayRun = (pod: Pod): boolean => pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded'

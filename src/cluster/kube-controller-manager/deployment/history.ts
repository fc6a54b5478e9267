/** Deletes old, empty ReplicaSets beyond revisionHistoryLimit. Follows kubernetes v1.36 pkg/controller/deployment/sync.go. */
import type { ReplicaSet } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { placeOf } from '../controller-ref.ts'
import { byRevision } from './revision.ts'
import { specOf, wanted, type Rollout } from './rollout.ts'
import { each } from './scale.ts'

export function cleanUpHistory(rollout: Rollout, oldSets: readonly ReplicaSet[]): ApiResult<unknown> {
  const limit = specOf(rollout).revisionHistoryLimit
  if (limit === undefined) return { ok: true, object: undefined }
  const alive = oldSets.filter((set) => set.metadata.deletionTimestamp === undefined).sort(byRevision)
  const surplus = alive.slice(0, Math.max(0, alive.length - limit)).filter(isAtRest)
  return each(surplus, (set) => {
    const deleted = rollout.c.client.delete(rollout.c.ctx, 'replicasets.apps', placeOf(set))
    return deleted.ok || deleted.status.reason === 'NotFound' ? { ok: true, object: undefined } : deleted
  })
}

const isAtRest = (set: ReplicaSet): boolean =>
  wanted(set) === 0 && (set.status?.replicas ?? 0) === 0 && (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0)

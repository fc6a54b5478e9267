/**
 * How far a rolling update may go up and down: surge rounds up, unavailable rounds down, and both zero would stand
 * still, so unavailable becomes one. Follows kubernetes v1.36 pkg/controller/deployment/util (ResolveFenceposts,
 * MaxSurge, MaxUnavailable, NewRSNewReplicas). Example: 10 replicas at 25 %/25 % → surge 3, unavailable 2.
 */
import type { Deployment, ReplicaSet } from '../../../api/generated/types.ts'
import { scaledValue } from '../../../api/meta/int-or-string.ts'
import { sumWanted, wanted } from './rollout.ts'

export const isRollingUpdate = (deployment: Deployment): boolean => deployment.spec.strategy?.type === 'RollingUpdate'

function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const limits = deployment.spec.strategy?.rollingUpdate
  const replicas = wanted(deployment)
  const surge = scaledValue(limits?.maxSurge ?? 0, replicas, 'up')
  const unavailable = scaledValue(limits?.maxUnavailable ?? 0, replicas, 'down')
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

export const maxSurge = (deployment: Deployment): number => (isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0)

export function maxUnavailable(deployment: Deployment): number {
  if (!isRollingUpdate(deployment) || wanted(deployment) === 0) return 0
  return Math.min(fenceposts(deployment).unavailable, wanted(deployment))
}

/** What the new set may grow to now: all sets together stay within replicas + surge. */
export function newSetReplicas(deployment: Deployment, sets: readonly ReplicaSet[], current: number): number {
  if (!isRollingUpdate(deployment)) return wanted(deployment)
  const room = wanted(deployment) + maxSurge(deployment) - sumWanted(sets)
  if (room <= 0) return current
  return current + Math.min(room, wanted(deployment) - current)
}

/**
 * A Deployment's status: the sums over its ReplicaSets and whether enough pods are available. Follows kubernetes v1.36
 * pkg/controller/deployment/sync.go (calculateStatus) and util/deployment_util.go.
 */
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { isEqual } from '../equal.ts'
import { newCondition, reasons, withCondition } from './conditions.ts'
import { maxUnavailable } from './fenceposts.ts'
import { allSets, setStatus, sumOf, sumWanted, wanted, writeStatus, type Rollout, type Sets } from './rollout.ts'

export function calculateStatus({ c, deployment }: Rollout, sets: Sets): DeploymentStatus {
  const all = allSets(sets)
  const available = sumOf(all, 'availableReplicas')
  const status = counts(deployment, sets)
  const isAvailable = available >= wanted(deployment) - maxUnavailable(deployment)
  const now = c.client.timestamp(c.ctx)
  if (isAvailable) {
    const message = 'Deployment has minimum availability.'
    return withCondition(status, newCondition({ type: 'Available', status: 'True', reason: reasons.minimumAvailable, message }, now))
  }
  const message = 'Deployment does not have minimum availability.'
  return withCondition(status, newCondition({ type: 'Available', status: 'False', reason: reasons.minimumUnavailable, message }, now))
}

/** Counts of zero are left out, as Go's `omitempty` does, but for terminatingReplicas, which is a pointer there. */
function counts({ metadata, status }: Deployment, sets: Sets): DeploymentStatus {
  const all = allSets(sets)
  const replicas = sumOf(all, 'replicas')
  const updatedReplicas = sets.newSet ? sumOf([sets.newSet], 'replicas') : 0
  const readyReplicas = sumOf(all, 'readyReplicas')
  const availableReplicas = sumOf(all, 'availableReplicas')
  const unavailableReplicas = Math.max(0, sumWanted(all) - availableReplicas)
  const terminatingReplicas = terminating(all)
  return {
    observedGeneration: metadata.generation ?? 0,
    ...(replicas > 0 && { replicas }),
    ...(updatedReplicas > 0 && { updatedReplicas }),
    ...(readyReplicas > 0 && { readyReplicas }),
    ...(availableReplicas > 0 && { availableReplicas }),
    ...(unavailableReplicas > 0 && { unavailableReplicas }),
    ...(terminatingReplicas !== undefined && { terminatingReplicas }),
    ...(status?.collisionCount !== undefined && { collisionCount: status.collisionCount }),
    ...(status?.conditions && { conditions: status.conditions }),
  }
}

/** Unknown as long as one set has not said. */
function terminating(sets: readonly ReplicaSet[]): number | undefined {
  let total = 0
  for (const { status } of sets) {
    if (status?.terminatingReplicas === undefined) return undefined
    total += status.terminatingReplicas
  }
  return total
}

/** True if every pod is of the current template and available, and the status speaks of the current spec. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const size = wanted(deployment)
  const counted = [status.updatedReplicas, status.replicas, status.availableReplicas]
  return counted.every((count) => (count ?? 0) === size) && (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
}

/** The status without a word on progress, while paused or being scaled or deleted. */
export function syncStatus(rollout: Rollout, sets: Sets): ApiResult<unknown> {
  const status = calculateStatus(rollout, sets)
  if (isEqual(status, rollout.deployment.status ?? {})) return { ok: true, object: undefined }
  setStatus(rollout, status)
  return writeStatus(rollout)
}

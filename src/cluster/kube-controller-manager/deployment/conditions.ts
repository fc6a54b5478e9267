/**
 * Conditions of a Deployment: their reasons, and how one replaces another. Follows kubernetes v1.36
 * pkg/controller/deployment/util/deployment_util.go (SetDeploymentCondition).
 */
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../../api/generated/types.ts'

export const reasons = {
  newSetCreated: 'NewReplicaSetCreated',
  foundNewSet: 'FoundNewReplicaSet',
  setUpdated: 'ReplicaSetUpdated',
  newSetAvailable: 'NewReplicaSetAvailable',
  createFailed: 'ReplicaSetCreateError',
  timedOut: 'ProgressDeadlineExceeded',
  paused: 'DeploymentPaused',
  resumed: 'DeploymentResumed',
  minimumAvailable: 'MinimumReplicasAvailable',
  minimumUnavailable: 'MinimumReplicasUnavailable',
} as const

/** Upstream's stand-in for "never" (MaxInt32). */
const noDeadline = 2_147_483_647

export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== noDeadline
}

export type ConditionType = 'Available' | 'Progressing' | 'ReplicaFailure'

export interface ConditionText {
  readonly type: ConditionType
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

export const newCondition = (text: ConditionText, now: string): DeploymentCondition => ({
  type: text.type,
  status: text.status,
  lastUpdateTime: now,
  lastTransitionTime: now,
  reason: text.reason,
  message: text.message,
})

export const conditionOf = (status: DeploymentStatus | undefined, type: ConditionType): DeploymentCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type)

/** One with the same status and reason stays as it is, message included; one with the same status keeps its transition. */
export function withCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const current = status.conditions?.find(({ type }) => type === condition.type)
  if (current?.status === condition.status && current.reason === condition.reason) return status
  const kept = current?.status === condition.status ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition
  return { ...status, conditions: [...others(status, condition.type), kept] }
}

export function withoutCondition(status: DeploymentStatus, type: ConditionType): DeploymentStatus {
  if (!conditionOf(status, type)) return status
  return { ...status, conditions: others(status, type) }
}

const others = (status: DeploymentStatus, type: string): DeploymentCondition[] =>
  (status.conditions ?? []).filter((condition) => condition.type !== type)

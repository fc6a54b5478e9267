/**
 * Whether a rollout progresses, is complete, or has timed out, and when to look again. Follows kubernetes v1.36
 * pkg/controller/deployment/progress.go. A deadline that has passed is only told; nothing is rolled back.
 */
import type { DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../api/generated/types.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import { seconds } from '../../../sim/time.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { keyOf } from '../../client-go/watch.ts'
import { isEqual } from '../equal.ts'
import { conditionOf, hasDeadline, newCondition, reasons, withCondition, withoutCondition, type ConditionText } from './conditions.ts'
import { allSets, setStatus, writeStatus, type Rollout, type Sets } from './rollout.ts'
import { calculateStatus, isComplete } from './status.ts'

export function syncRolloutStatus(rollout: Rollout, sets: Sets): ApiResult<unknown> {
  const { deployment } = rollout
  const status = withFailure(withProgress(rollout, sets, calculateStatus(rollout, sets)), sets)
  if (isEqual(status, deployment.status ?? {})) {
    lookAgain(rollout, status)
    return { ok: true, object: undefined }
  }
  setStatus(rollout, status)
  return writeStatus(rollout)
}

function withProgress(rollout: Rollout, { newSet }: Sets, status: DeploymentStatus): DeploymentStatus {
  const { c, deployment } = rollout
  if (!hasDeadline(deployment)) return withoutCondition(status, 'Progressing')
  const current = conditionOf(deployment.status, 'Progressing')
  const isAtRest = status.replicas === status.updatedReplicas && current?.reason === reasons.newSetAvailable
  if (isAtRest) return status
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  const condition = (text: Omit<ConditionText, 'type'>) => newCondition({ type: 'Progressing', ...text }, c.client.timestamp(c.ctx))
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`
    return withCondition(status, condition({ status: 'True', reason: reasons.newSetAvailable, message }))
  }
  if (isProgressing(deployment.status ?? {}, status)) {
    const fresh = condition({ status: 'True', reason: reasons.setUpdated, message: `${subject} is progressing.` })
    return withCondition(withoutCondition(status, 'Progressing'), keepTransition(fresh, current))
  }
  if (isTimedOut(rollout, status)) {
    return withCondition(status, condition({ status: 'False', reason: reasons.timedOut, message: `${subject} has timed out progressing.` }))
  }
  return status
}

const keepTransition = (fresh: DeploymentCondition, current: DeploymentCondition | undefined): DeploymentCondition =>
  current?.status === 'True' ? { ...fresh, lastTransitionTime: current.lastTransitionTime } : fresh

function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas
  const grew = (field: 'updatedReplicas' | 'readyReplicas' | 'availableReplicas') => (after[field] ?? 0) > (before[field] ?? 0)
  return grew('updatedReplicas') || old(after) < old(before) || grew('readyReplicas') || grew('availableReplicas')
}

function isTimedOut(rollout: Rollout, status: DeploymentStatus): boolean {
  const condition = conditionOf(status, 'Progressing')
  if (!condition || condition.reason === reasons.newSetAvailable) return false
  return condition.reason === reasons.timedOut || secondsLeft(rollout, condition) < 0
}

function secondsLeft({ c, deployment }: Rollout, condition: DeploymentCondition): number {
  const from = condition.lastUpdateTime ?? condition.lastTransitionTime ?? ''
  return secondsOf(from) + (deployment.spec.progressDeadlineSeconds ?? 0) - secondsOf(c.client.timestamp(c.ctx))
}

/** Nothing changes by itself when a rollout is stuck, so the deadline needs a sync of its own. */
function lookAgain(rollout: Rollout, status: DeploymentStatus): void {
  const { c, deployment } = rollout
  const condition = conditionOf(deployment.status, 'Progressing')
  if (!hasDeadline(deployment) || !condition || isComplete(deployment, status) || condition.reason === reasons.timedOut) return
  const left = secondsLeft(rollout, condition)
  c.enqueueAfter(keyOf(deployment), seconds(Math.max(0, left) + 1))
}

/** A set that cannot make pods says so; the Deployment repeats it, the current set's word first. */
function withFailure(status: DeploymentStatus, sets: Sets): DeploymentStatus {
  const failure = failureOf(sets.newSet) ?? allSets(sets).map(failureOf).find((condition) => condition !== undefined)
  return failure ? withCondition(status, failure) : withoutCondition(status, 'ReplicaFailure')
}

function failureOf(set: ReplicaSet | undefined): DeploymentCondition | undefined {
  const failure = set?.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure')
  if (!failure) return undefined
  return { ...failure, ...(failure.lastTransitionTime !== undefined && { lastUpdateTime: failure.lastTransitionTime }) }
}

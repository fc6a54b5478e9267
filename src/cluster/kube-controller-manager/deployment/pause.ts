/**
 * Notes in the Progressing condition that a rollout was paused or resumed, so that the time it stood still does not
 * count against its deadline. Follows kubernetes v1.36 pkg/controller/deployment/sync.go (checkPausedConditions).
 */
import type { ApiResult } from '../../client-go/client.ts'
import { conditionOf, hasDeadline, newCondition, reasons, withCondition } from './conditions.ts'
import { setStatus, specOf, writeStatus, type Rollout } from './rollout.ts'

export function checkPaused(rollout: Rollout): ApiResult<unknown> {
  const { c, deployment } = rollout
  const reason = conditionOf(deployment.status, 'Progressing')?.reason
  const isPaused = specOf(rollout).paused === true
  const isNoted = reason === reasons.paused
  if (!hasDeadline(deployment) || reason === reasons.timedOut || isPaused === isNoted) return { ok: true, object: undefined }
  const text = isPaused
    ? ({ reason: reasons.paused, message: 'Deployment is paused' } as const)
    : ({ reason: reasons.resumed, message: 'Deployment is resumed' } as const)
  const condition = newCondition({ type: 'Progressing', status: 'Unknown', ...text }, c.client.timestamp(c.ctx))
  setStatus(rollout, withCondition(deployment.status ?? {}, condition))
  return writeStatus(rollout)
}

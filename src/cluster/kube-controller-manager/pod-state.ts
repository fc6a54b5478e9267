/**
 * What controllers ask of a pod: is it still wanted, ready, available. Follows kubernetes v1.36 pkg/api/v1/pod/util.go
 * and pkg/controller/controller_utils.go.
 */
import type { Pod, PodCondition } from '../../api/generated/types.ts'
import { secondsOf } from '../../api/meta/time.ts'
import { isEqual } from './equal.ts'

export const isEnded = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined
export const isActive = (pod: Pod): boolean => !isEnded(pod) && !isTerminating(pod)

export const podCondition = (pod: Pod, type: string): PodCondition | undefined =>
  pod.status?.conditions?.find((condition) => condition.type === type)

export const isReady = (pod: Pod): boolean => podCondition(pod, 'Ready')?.status === 'True'

/** Whether two states of one pod are alike in what controllers count and select by; most updates of a pod change nothing of it. */
export const countsAlike = (before: Pod, now: Pod): boolean =>
  isReady(before) === isReady(now) && isEnded(before) === isEnded(now) && isTerminating(before) === isTerminating(now) && isEqual(before.metadata.labels, now.metadata.labels)

/** When it became ready, in seconds since 1970; undefined if it is not. */
export function readySince(pod: Pod): number | undefined {
  const ready = podCondition(pod, 'Ready')
  return ready?.status === 'True' && ready.lastTransitionTime ? secondsOf(ready.lastTransitionTime) : undefined
}

/** Ready for at least `minReadySeconds`; `now` in seconds since 1970. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  if (!isReady(pod)) return false
  const since = readySince(pod)
  return minReadySeconds === 0 || (since !== undefined && since + minReadySeconds <= now)
}

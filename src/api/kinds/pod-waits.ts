/**
 * What a pod waits for, and until when, as its card shows it: a node that passes every filter, the end of a crash
 * loop's back-off; and which NoExecute taints it stays under, and for how long. Dates are seconds since 1970.
 */
import type { ContainerStatus, Pod } from '../generated/types.ts'
import { secondsOf } from '../meta/time.ts'

export interface PodWaits {
  /** No node passed; since when the condition PodScheduled says so. */
  readonly unschedulable?: { readonly since: number }
  /** A crashed container waits; the kubelet counts from its end. */
  readonly backOff?: { readonly container: string; readonly since: number; readonly seconds: number }
  /** Tolerations of NoExecute taints, if they are not the two that admission adds to every pod. */
  readonly noExecute?: readonly NoExecuteToleration[]
}

export interface NoExecuteToleration {
  /** '' is every key. */
  readonly key: string
  /** Absent: whatever its value. */
  readonly value?: string
  /** Absent: for ever. */
  readonly seconds?: number
}

export function podWaits(pod: Pod): PodWaits {
  const [unschedulable, backOff, noExecute] = [unschedulableOf(pod), backOffOf(pod), tolerationsOf(pod)]
  return { ...(unschedulable && { unschedulable }), ...(backOff && { backOff }), ...(noExecute && { noExecute }) }
}

function unschedulableOf(pod: Pod): PodWaits['unschedulable'] {
  const refused = pod.status?.conditions?.find(({ type, status, reason }) => type === 'PodScheduled' && status === 'False' && reason === 'Unschedulable')
  return refused && { since: secondsOf(refused.lastTransitionTime ?? '') }
}

function backOffOf(pod: Pod): PodWaits['backOff'] {
  const crashed = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].find(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff')
  const seconds = crashed && delayIn(crashed)
  const finishedAt = crashed?.lastState?.terminated?.finishedAt
  return crashed && seconds && finishedAt ? { container: crashed.name, since: secondsOf(finishedAt), seconds } : undefined
}

/** 80 of `back-off 1m20s restarting failed container=…`. */
function delayIn({ state }: ContainerStatus): number | undefined {
  const found = /^back-off (?:(\d+)m)?(\d+)s /.exec(state?.waiting?.message ?? '')
  return found ? Number(found[1] ?? 0) * 60 + Number(found[2]) : undefined
}

/** What admission adds (DefaultTolerationSeconds). */
const usual = JSON.stringify(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({ key, seconds: 300 })))

function tolerationsOf(pod: Pod): PodWaits['noExecute'] {
  const found = (pod.spec.tolerations ?? []).flatMap(({ key = '', operator, value, effect, tolerationSeconds }): NoExecuteToleration[] => {
    if (effect && effect !== 'NoExecute') return []
    return [{ key, ...(operator !== 'Exists' && { value: value ?? '' }), ...(tolerationSeconds !== undefined && { seconds: tolerationSeconds }) }]
  })
  return JSON.stringify(found) === usual ? undefined : found
}

/**
 * Doubling back-off per key: 10 s up to 300 s, forgotten after ten quiet minutes. Follows client-go v1.36
 * util/flowcontrol/backoff.go as the kubelet sets it up (pkg/kubelet/kubelet.go: MaxContainerBackOff 300 s, base 10 s).
 */
import { seconds, type Micros } from '../../sim/time.ts'

export type BackOffs = Map<string, BackOff>

export interface BackOff {
  readonly delay: Micros
  /** When it was last raised. */
  readonly updated: Micros
}

const initial = seconds(10)
const longest = seconds(300)

/** Raises the back-off at `now`; one that was quiet for twice the longest before the failure at `since` starts over. */
export function raise(backOffs: BackOffs, key: string, { since, now }: { since: Micros; now: Micros }): void {
  const known = backOffs.get(key)
  const fresh = known === undefined || since - known.updated > 2 * longest
  const delay = fresh ? initial : seconds(Math.min((known.delay * 2) / 1_000_000, longest / 1_000_000))
  backOffs.set(key, Object.freeze({ delay, updated: now }))
}

/** When the back-off that began at `since` ends; undefined if there is none, or it is over. */
export function heldUntil(backOffs: BackOffs, key: string, { since, now }: { since: Micros; now: Micros }): Micros | undefined {
  const known = backOffs.get(key)
  if (!known || since - known.updated > 2 * longest) return undefined
  const until = seconds((since + known.delay) / 1_000_000)
  return now < until ? until : undefined
}

export const delayOf = (backOffs: BackOffs, key: string): Micros => backOffs.get(key)?.delay ?? initial

/** A pod that is gone takes its back-offs with it. Keys begin with its uid. */
export function forgetPod(backOffs: BackOffs, uid: string): void {
  for (const key of backOffs.keys()) if (key.startsWith(`${uid}_`)) backOffs.delete(key)
}

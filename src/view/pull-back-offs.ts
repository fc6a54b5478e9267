/** Which pods wait to pull an image again, and until when. The API tells that they wait, only the kubelet knows how long. */
import type { Fact, ObjectKey } from '../worker/protocol.ts'

export interface PullBackOff {
  readonly container: string
  readonly seconds: number
  /** Micros. */
  readonly until: number
}

export type PullBackOffs = ReadonlyMap<ObjectKey, PullBackOff>

/** Pods whose back-offs are remembered. */
const limit = 500

/** The same object if no fact told of one. */
export function nextPulls(known: PullBackOffs, facts: readonly Fact[]): PullBackOffs {
  const told = facts.filter(({ code, params }) => code === 'kubelet.held-back' && params['reason'] === 'ImagePullBackOff')
  if (told.length === 0) return known
  const next = new Map(known)
  for (const { object, params } of told) {
    next.delete(object)
    next.set(object, { container: String(params['container']), seconds: Number(params['seconds']), until: Number(params['until']) })
  }
  for (const oldest of next.keys()) {
    if (next.size <= limit) break
    next.delete(oldest)
  }
  return next
}

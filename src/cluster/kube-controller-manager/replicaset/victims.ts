/**
 * Which pods go first when a set shrinks: those that cost least to lose. Follows kubernetes v1.36
 * pkg/controller/controller_utils.go (ActivePodsWithRanks): unassigned, pending, not ready, cheaper by annotation, more
 * siblings on the node, ready for a shorter time, more restarts, younger. Times count in powers of two, so that pods of
 * about the same age are chosen among by uid, which spreads the loss.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import { isReady, readySince } from '../pod-state.ts'

const costAnnotation = 'controller.kubernetes.io/pod-deletion-cost'
const phaseRank: { readonly [phase: string]: number } = { Pending: 0, Unknown: 1, Running: 2 }

export interface VictimOptions {
  readonly count: number
  /** Pods of this set and its siblings under the same owner: two on one node are a double. */
  readonly related: readonly Pod[]
  /** Seconds since 1970. */
  readonly now: number
}

export function victims(pods: readonly Pod[], { count, related, now }: VictimOptions): Pod[] {
  if (count >= pods.length) return [...pods]
  const perNode = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? ''
    if (node !== '') perNode.set(node, (perNode.get(node) ?? 0) + 1)
  }
  const rows = pods.map((pod) => rankOf(pod, { siblings: perNode.get(pod.spec?.nodeName ?? '') ?? 0, now }))
  return rows
    .sort(compare)
    .slice(0, count)
    .map((row) => row.pod)
}

interface Rank {
  readonly pod: Pod
  /** Compared one after the other; smaller goes first. */
  readonly keys: readonly number[]
  /** Power of two of the nanoseconds since it became ready and since it was created; -1 for none. */
  readonly readyAge: number
  readonly readySince: number
  readonly restarts: number
  readonly age: number
  readonly created: string
}

function rankOf(pod: Pod, { siblings, now }: { siblings: number; now: number }): Rank {
  const since = readySince(pod) ?? 0
  const created = pod.metadata.creationTimestamp ?? ''
  return {
    pod,
    keys: [
      pod.spec?.nodeName ? 1 : 0,
      phaseRank[pod.status?.phase ?? ''] ?? 0,
      isReady(pod) ? 1 : 0,
      costOf(pod),
      -siblings,
    ],
    readyAge: logarithmicAge(now - since),
    readySince: isReady(pod) ? since : 0,
    restarts: Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount)),
    age: logarithmicAge(now - secondsOf(created)),
    created,
  }
}

function compare(a: Rank, b: Rank): number {
  for (const [index, key] of a.keys.entries()) {
    const other = b.keys[index] ?? 0
    if (key !== other) return key - other
  }
  if (a.readySince !== b.readySince) return a.readyAge - b.readyAge || byUid(a.pod, b.pod)
  if (a.restarts !== b.restarts) return b.restarts - a.restarts
  if (a.created !== b.created) return a.age - b.age || byUid(a.pod, b.pod)
  return 0
}

const byUid = (a: Pod, b: Pod): number => ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)

function costOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[costAnnotation] ?? ''
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0
}

/** floor(log2) of the nanoseconds, as upstream's int64(math.Log2(…)); -1 for no time at all. */
export function logarithmicAge(seconds: number): number {
  if (seconds <= 0) return -1
  let power = 0
  for (let left = seconds * 1_000_000_000; left >= 2; left /= 2) power++
  return power
}

/**
 * The sums over a ReplicaSet's pods, kept pod by pod. It holds for one generation of the set, because what counts
 * depends on the selector and the template's labels; `strangers` are pods that no longer match and are to be released.
 */
import type { Pod, ReplicaSet } from '../../../api/generated/types.ts'
import { matchesLabels, matchesSelector } from '../../../api/meta/selector.ts'
import { isActive, isEnded, isReady, isTerminating } from '../pod-state.ts'
import type { Counts } from './status.ts'

export interface Tally extends Counts {
  /** The set's. */
  readonly uid: string
  readonly generation: number
  readonly strangers: number
}

export const isCurrent = (tally: Tally, { metadata }: ReplicaSet): boolean => tally.uid === metadata.uid && tally.generation === metadata.generation

/** The sums over the pods that the set manages. */
export function tallyOf(set: ReplicaSet, pods: readonly Pod[]): Tally {
  const { uid = '', generation = 0 } = set.metadata
  const none = { replicas: 0, fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0, terminatingReplicas: 0, strangers: 0 }
  return pods.reduce<Tally>((tally, pod) => withPod(tally, set, { pod, sign: 1 }), Object.freeze({ uid, generation, ...none }))
}

/** With one of the set's pods more or less. */
export function withPod(tally: Tally, { spec }: ReplicaSet, { pod, sign }: { pod: Pod; sign: 1 | -1 }): Tally {
  const labels = pod.metadata.labels ?? {}
  const matches = matchesSelector(spec?.selector, labels)
  const active = matches && isActive(pod)
  const ready = active && isReady(pod)
  const of = (isCounted: boolean): number => (isCounted ? sign : 0)
  return Object.freeze({
    ...tally,
    replicas: tally.replicas + of(active),
    fullyLabeledReplicas: tally.fullyLabeledReplicas + of(active && matchesLabels(spec?.template?.metadata?.labels ?? {}, labels)),
    readyReplicas: tally.readyReplicas + of(ready),
    availableReplicas: tally.availableReplicas + of(ready),
    terminatingReplicas: tally.terminatingReplicas + of(matches && isTerminating(pod) && !isEnded(pod)),
    strangers: tally.strangers + of(!matches && isActive(pod)),
  })
}

/**
 * How a node stands, from its row: whether it is heard of, whether it takes pods, its taints, and when the first of its
 * pods will be evicted. Follows kubernetes v1.36 pkg/controller/tainteviction (getMinTolerationTime). Dates are seconds
 * since 1970; what rows carry is written by api/kinds/node.ts and api/kinds/pod-waits.ts.
 */
import { secondsOf } from '../api/meta/time.ts'
import type { Row } from './world.ts'

/** `unknown`: its kubelet is not heard of, or was never; what is shown of its pods is the last that is known. */
export type NodeState = 'ready' | 'not-ready' | 'unknown'

export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
  /** RFC 3339. */
  readonly timeAdded?: string
}

interface Condition {
  readonly type: string
  readonly status: string
}

export function nodeState(node: Row): NodeState {
  if (node.phase.startsWith('Ready')) return 'ready'
  const conditions = (node.detail['conditions'] ?? []) as readonly Condition[]
  return conditions.find(({ type }) => type === 'Ready')?.status === 'False' ? 'not-ready' : 'unknown'
}

export const isCordoned = (node: Row): boolean => node.detail['unschedulable'] === true

/** A Node that was made by hand has none: no kubelet has ever reported for it. */
export const hasMachine = (node: Row): boolean => Boolean(node.detail['kubeletVersion'])

export const taintsOf = (node: Row): readonly Taint[] => (node.detail['taints'] ?? []) as readonly Taint[]

/** What `kubectl cordon` leads to; the frame says it in its own words. */
export const cordonTaint = 'node.kubernetes.io/unschedulable'

/** When the node was cordoned; NaN if that was not written down. */
export const cordonedAt = (node: Row): number => secondsOf(taintsOf(node).find(({ key }) => key === cordonTaint)?.timeAdded ?? '')

interface Toleration {
  readonly key: string
  readonly value?: string
  readonly seconds?: number
}

/** What admission gives every pod; rows leave it out. */
const usual: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({ key, seconds: 300 }))

/** The date at which the first of these pods has to go because of a taint; Infinity if none has to. */
export function evictionAt(taint: Taint, pods: readonly Row[]): number {
  if (taint.effect !== 'NoExecute' || taint.timeAdded === undefined) return Infinity
  const stays = pods.filter(({ deleting }) => !deleting).map((pod) => toleratedFor(taint, pod))
  return secondsOf(taint.timeAdded) + Math.min(Infinity, ...stays)
}

/** Seconds: the shortest of the tolerations that match, 0 if none does. */
function toleratedFor({ key, value = '' }: Taint, pod: Row): number {
  const tolerations = (pod.detail['noExecute'] ?? usual) as readonly Toleration[]
  const matching = tolerations.filter((toleration) => (toleration.key === '' || toleration.key === key) && (toleration.value === undefined || toleration.value === value))
  return matching.length === 0 ? 0 : Math.min(...matching.map(({ seconds = Infinity }) => Math.max(0, seconds)))
}

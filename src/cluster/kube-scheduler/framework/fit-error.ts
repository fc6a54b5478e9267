/**
 * The sentence that says why a pod has no node. Follows kubernetes v1.36 staging/src/k8s.io/kube-scheduler/framework
 * (FitError) and pkg/scheduler/framework/preemption: reasons are counted over the nodes, sorted as text, and followed by
 * what preemption would have needed.
 */
import type { Preemption } from '../preemption/plan.ts'
import type { Selection } from './select-node.ts'

export const noNodes = 'no nodes available to schedule pods'

export interface FitFailure {
  readonly message: string
  /** Plugins whose rejection an event may lift. */
  readonly rejectedBy: readonly string[]
}

export function explainFailure({ results, excluded, forbidden }: Selection, { nodes, preemption }: { nodes: number; preemption: Preemption }): FitFailure {
  if (nodes === 0) return { message: noNodes, rejectedBy: [] }
  // Preemption finds no verdict of any node, and says so in these words.
  if (forbidden) return { message: `0/${nodes} nodes are available: ${forbidden.reason}. not found`, rejectedBy: [forbidden.plugin] }
  const reasons = results.flatMap(({ rejection }) => rejection?.reasons ?? [])
  const excludedReason = excluded ? excluded.names.map(() => `node(s) didn't satisfy plugin(s) [${excluded.plugin}]`) : []
  const rejecting = results.flatMap(({ rejection }) => (rejection ? [rejection.plugin] : []))
  const rejectedBy = [...new Set([...(excluded ? [excluded.plugin] : []), ...rejecting])]
  return { message: `${unavailable(nodes, [...reasons, ...excludedReason])}${outcomeOf(preemption, nodes)}`, rejectedBy }
}

/** Nothing is said of a preemption that goes on. */
function outcomeOf(preemption: Preemption, nodes: number): string {
  if (preemption.type === 'victims') return ''
  return ` no new claims to deallocate, preemption: ${preemption.type === 'none' ? unavailable(nodes, preemption.reasons) : preemption.reason}`
}

const unavailable = (nodes: number, reasons: readonly string[]): string => `0/${nodes} nodes are available: ${histogram(reasons)}.`

/** `1 Insufficient memory, 2 Insufficient cpu`: sorted as text, the count included. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}

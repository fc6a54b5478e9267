/**
 * The sentence that says why a pod has no node. Follows kubernetes v1.36 staging/src/k8s.io/kube-scheduler/framework
 * (FitError) and pkg/scheduler/framework/preemption: reasons are counted over the nodes, sorted as text, and followed by
 * what preemption would have needed.
 */
import type { Selection } from './select-node.ts'

export const noNodes = 'no nodes available to schedule pods'
const nobodyToEvict = 'No preemption victims found for incoming pod'
const notHelpful = 'Preemption is not helpful for scheduling'

export interface FitFailure {
  readonly message: string
  /** Plugins whose rejection an event may lift. */
  readonly rejectedBy: readonly string[]
}

export function explainFailure(selection: Selection, { nodes, mayPreempt }: { nodes: number; mayPreempt: boolean }): FitFailure {
  if (nodes === 0) return { message: noNodes, rejectedBy: [] }
  const { results, excluded } = selection
  const reasons = results.flatMap(({ rejection }) => rejection?.reasons ?? [])
  const excludedReason = excluded ? excluded.names.map(() => `node(s) didn't satisfy plugin(s) [${excluded.plugin}]`) : []
  const rejecting = results.flatMap(({ rejection }) => (rejection ? [rejection.plugin] : []))
  const rejectedBy = [...new Set([...(excluded ? [excluded.plugin] : []), ...rejecting])]
  const message = `0/${nodes} nodes are available: ${histogram([...reasons, ...excludedReason])}. no new claims to deallocate, preemption: `
  return { message: message + (mayPreempt ? preemption(selection, nodes) : 'not eligible due to preemptionPolicy=Never.'), rejectedBy }
}

function preemption({ results, excluded }: Selection, nodes: number): string {
  const outcomes = results.map(({ rejection }) => (rejection?.resolvable ? nobodyToEvict : notHelpful))
  const excludedOutcomes = (excluded?.names ?? []).map(() => notHelpful)
  return `0/${nodes} nodes are available: ${histogram([...outcomes, ...excludedOutcomes])}.`
}

/** `1 Insufficient memory, 2 Insufficient cpu`: sorted as text, the count included. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}

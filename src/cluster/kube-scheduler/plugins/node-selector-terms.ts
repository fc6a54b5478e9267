/**
 * Node selectors: terms are alternatives, the requirements of one term must all hold, an empty term matches nothing.
 * Follows kubernetes v1.36 staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity.
 */
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../../../api/generated/types.ts'
import { matchesLabels, satisfies, type Labels } from '../../../api/meta/selector.ts'

export const isEmptyTerm = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean =>
  matchExpressions.length === 0 && matchFields.length === 0

export function matchesTerm({ metadata }: Node, term: NodeSelectorTerm): boolean {
  if (isEmptyTerm(term)) return false
  return all(term.matchExpressions, metadata.labels ?? {}) && all(term.matchFields, { 'metadata.name': metadata.name })
}

const all = (requirements: readonly NodeSelectorRequirement[] = [], values: Labels): boolean =>
  requirements.every(({ key, operator, values: wanted = [] }) => satisfies({ key, operator, values: wanted }, values))

/** The pod's nodeSelector and its required node affinity. */
export function matchesRequired({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  if (!matchesLabels(spec.nodeSelector ?? {}, labels)) return false
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(node, term))
}

/**
 * Keeps a pod to nodes that its nodeSelector and required node affinity match, and prefers those that its preferred
 * terms match. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/nodeaffinity.
 */
import type { Node, NodeSelectorTerm, Pod } from '../../../api/generated/types.ts'
import { normalizeToMax, type Plugin, type Rejection } from '../framework/plugin.ts'
import { isEmptyTerm, matchesRequired, matchesTerm } from './node-selector-terms.ts'

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  only: namedNodes,
  filter: (pod) => {
    if (!pod.spec.nodeSelector && !pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) return undefined
    return (info) => (matchesRequired(pod, info.node) ? undefined : rejectionOf(pod, info.node))
  },
  score: (pod) => {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    if (preferred.length === 0) return undefined
    const terms = preferred.filter(({ preference, weight }) => weight !== 0 && !isEmptyTerm(preference))
    return {
      score: ({ node }) => terms.reduce((sum, { weight, preference }) => sum + (matchesTerm(node, preference) ? weight : 0), 0),
      normalize: normalizeToMax,
    }
  },
  wakes: {
    'node-added': (pod, { node }) => matchesRequired(pod, node),
    'node-updated': (pod, { node, before }) => !matchesRequired(pod, before) && matchesRequired(pod, node),
  },
}

function rejectionOf({ spec }: Pod, { metadata }: Node): Rejection {
  const missing = Object.entries(spec.nodeSelector ?? {}).find(([key, value]) => metadata.labels?.[key] !== value)
  const reasons = ["node(s) didn't match Pod's node affinity/selector"]
  return { reasons, resolvable: false, ...(missing && { details: { selector: missing.join('=') } }) }
}

/** If every required term names nodes by their name, only those need to be looked at. */
function namedNodes(pod: Pod): readonly string[] | undefined {
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  if (!terms) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    const named = namesOf(term)
    if (!named) return undefined
    for (const name of named) names.add(name)
  }
  return [...names]
}

/** A term with several `metadata.name` fields means what they have in common. */
function namesOf({ matchFields = [] }: NodeSelectorTerm): readonly string[] | undefined {
  const lists = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In').map(({ values = [] }) => values)
  const [first, ...others] = lists
  return first?.filter((name) => others.every((list) => list.includes(name)))
}

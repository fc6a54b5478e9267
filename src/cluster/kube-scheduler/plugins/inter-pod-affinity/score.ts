/**
 * Preferred pod affinity and anti-affinity, in both directions; a required affinity of a pod already there counts as a
 * wish of weight 1. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/interpodaffinity/scoring.go.
 */
import type { Pod } from '../../../../api/generated/types.ts'
import { maxNodeScore, type ClusterView, type ExistingNode, type NodeScorer } from '../../framework/plugin.ts'
import { preferredAffinity, preferredAntiAffinity, requiredAffinity, type Term } from './terms.ts'

export function scoreByAffinity(pod: Pod, cluster: ClusterView, nodes: readonly ExistingNode[]): NodeScorer | undefined {
  const wishes = [...preferredAffinity(pod, cluster), ...negated(preferredAntiAffinity(pod, cluster))]
  if (nodes.length === 0 || (wishes.length === 0 && cluster.affinityNodes.length === 0)) return undefined
  const points = new Map<string, number>()
  for (const info of wishes.length > 0 ? cluster.nodes : cluster.affinityNodes) {
    for (const existing of cluster.podsOf(wishes.length > 0 ? info.pods : info.podsWithAffinity)) {
      for (const term of wishes) if (term.matches(existing)) give(points, info, term)
      for (const term of wishesOf(existing, cluster)) if (term.matches(pod)) give(points, info, term)
    }
  }
  if (points.size === 0) return undefined
  return {
    score: ({ node }) => Object.entries(node.metadata.labels ?? {}).reduce((sum, [key, value]) => sum + (points.get(`${key}\0${value}`) ?? 0), 0),
    normalize,
  }
}

const negated = (terms: readonly Term[]): Term[] => terms.map((term) => ({ ...term, weight: -term.weight }))

const wishesOf = (existing: Pod, cluster: ClusterView): Term[] => [
  ...requiredAffinity(existing, cluster),
  ...preferredAffinity(existing, cluster),
  ...negated(preferredAntiAffinity(existing, cluster)),
]

function give(points: Map<string, number>, { node }: ExistingNode, { topologyKey, weight }: Term): void {
  const value = node.metadata.labels?.[topologyKey]
  if (value === undefined) return
  const pair = `${topologyKey}\0${value}`
  points.set(pair, (points.get(pair) ?? 0) + weight)
}

function normalize(scores: readonly number[]): number[] {
  const [min, max] = [Math.min(...scores), Math.max(...scores)]
  return scores.map((score) => (max === min ? 0 : Math.trunc((maxNodeScore * (score - min)) / (max - min))))
}

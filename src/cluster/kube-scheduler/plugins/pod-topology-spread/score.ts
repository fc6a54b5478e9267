/**
 * Soft spread constraints: the fewer matching pods in a node's domains, the better; counts are weighted by the logarithm
 * of the number of domains, so that hosts do not drown zones. Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/podtopologyspread/scoring.go.
 */
import type { Pod } from '../../../../api/generated/types.ts'
import { maxNodeScore, type ClusterView, type ExistingNode, type NodeScorer } from '../../framework/plugin.ts'
import { naturalLogarithm } from '../natural-logarithm.ts'
import { constraintsOf, countMatching, hasAllKeys, hostnameLabel, includes, type Constraint, type Constraints } from './constraints.ts'

/** A node that lacks a label scores nothing. */
const ignored = -1

export function scoreBySpread(pod: Pod, cluster: ClusterView, nodes: readonly ExistingNode[]): NodeScorer | undefined {
  const constraints = constraintsOf(pod, cluster, 'ScheduleAnyway')
  if (constraints.list.length === 0 || cluster.nodes.length === 0) return undefined
  const eligible = nodes.filter(({ node }) => !constraints.requireAll || hasAllKeys(node, constraints.list))
  const domains = constraints.list.map((constraint) => countDomains(constraint, { pod, cluster, eligible, constraints }))
  const weights = constraints.list.map(({ topologyKey }, index) =>
    naturalLogarithm((topologyKey === hostnameLabel ? eligible.length : (domains[index]?.size ?? 0)) + 2),
  )
  const namespace = pod.metadata.namespace ?? ''
  return {
    score: (info) => {
      if (constraints.requireAll && !hasAllKeys(info.node, constraints.list)) return ignored
      let score = 0
      for (const [index, constraint] of constraints.list.entries()) {
        const value = info.node.metadata.labels?.[constraint.topologyKey]
        if (value === undefined) continue
        const isHost = constraint.topologyKey === hostnameLabel
        const count = isHost ? countMatching(info, constraint, { namespace, cluster }) : (domains[index]?.get(value) ?? 0)
        score += count * (weights[index] ?? 0) + (constraint.maxSkew - 1)
      }
      return Math.round(score)
    },
    normalize,
  }
}

interface DomainOptions {
  readonly pod: Pod
  readonly cluster: ClusterView
  readonly eligible: readonly ExistingNode[]
  readonly constraints: Constraints
}

/** Matching pods by domain, over all nodes of the domains that eligible nodes are in; hosts are counted when scored. */
function countDomains(constraint: Constraint, { pod, cluster, eligible, constraints }: DomainOptions): Map<string, number> {
  const { topologyKey } = constraint
  const counts = new Map<string, number>()
  if (topologyKey === hostnameLabel) return counts
  const valueOf = ({ node }: ExistingNode) => node.metadata.labels?.[topologyKey] ?? ''
  for (const info of eligible) counts.set(valueOf(info), 0)
  if (counts.size === 1 && counts.has('')) return counts
  const namespace = pod.metadata.namespace ?? ''
  for (const info of cluster.nodes) {
    const count = counts.get(valueOf(info))
    if (count === undefined || (constraints.requireAll && !hasAllKeys(info.node, constraints.list))) continue
    if (includes(constraint, pod, info.node)) counts.set(valueOf(info), count + countMatching(info, constraint, { namespace, cluster }))
  }
  return counts
}

function normalize(scores: readonly number[]): number[] {
  const counted = scores.filter((score) => score !== ignored)
  const [min, max] = [Math.min(...counted), Math.max(0, ...counted)]
  return scores.map((score) => {
    if (score === ignored) return 0
    return max === 0 ? maxNodeScore : Math.floor((maxNodeScore * (max + min - score)) / max)
  })
}

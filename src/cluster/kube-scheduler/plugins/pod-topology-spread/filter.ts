/**
 * Hard spread constraints: a node is rejected if its domain would then have more than maxSkew pods above the emptiest
 * domain. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/podtopologyspread/filtering.go. Example: zones A 2,
 * B 1, maxSkew 1: in A it would be 3 − 1 = 2, so only B.
 */
import type { Pod } from '../../../../api/generated/types.ts'
import type { ClusterView, NodeFilter } from '../../framework/plugin.ts'
import { constraintsOf, countMatching, hasAllKeys, includes, type Constraint } from './constraints.ts'

const reason = "node(s) didn't match pod topology spread constraints"

export function filterBySpread(pod: Pod, cluster: ClusterView): NodeFilter | undefined {
  const { list } = constraintsOf(pod, cluster, 'DoNotSchedule')
  if (list.length === 0) return undefined
  const domains = list.map((constraint) => countDomains(constraint, { pod, cluster, all: list }))
  return ({ node }) => {
    for (const [index, constraint] of list.entries()) {
      const value = node.metadata.labels?.[constraint.topologyKey]
      if (value === undefined) return { reasons: [`${reason} (missing required label)`], resolvable: false }
      const counts = domains[index] ?? new Map<string, number>()
      const self = constraint.matches(pod) ? 1 : 0
      if ((counts.get(value) ?? 0) + self - minimum(counts, constraint) > constraint.maxSkew) return { reasons: [reason], resolvable: true }
    }
    return undefined
  }
}

function countDomains(constraint: Constraint, { pod, cluster, all }: { pod: Pod; cluster: ClusterView; all: readonly Constraint[] }): Map<string, number> {
  const counts = new Map<string, number>()
  const namespace = pod.metadata.namespace ?? ''
  for (const info of cluster.nodes) {
    if (!hasAllKeys(info.node, all) || !includes(constraint, pod, info.node)) continue
    const value = info.node.metadata.labels?.[constraint.topologyKey] ?? ''
    counts.set(value, (counts.get(value) ?? 0) + countMatching(info, constraint, { namespace, cluster }))
  }
  return counts
}

/** The emptiest domain; 0 as long as there are fewer domains than wanted. */
function minimum(counts: Map<string, number>, { minDomains }: Constraint): number {
  return counts.size < minDomains ? 0 : Math.min(...counts.values())
}

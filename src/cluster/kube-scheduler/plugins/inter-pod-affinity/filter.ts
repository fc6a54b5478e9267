/**
 * Required pod affinity and anti-affinity, the pod's own and that of pods already there. Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/interpodaffinity/filtering.go. The first pod of a group that wants to be near itself
 * may go anywhere.
 */
import type { Pod } from '../../../../api/generated/types.ts'
import type { ClusterView, ExistingNode, NodeFilter } from '../../framework/plugin.ts'
import { requiredAffinity, requiredAntiAffinity, type Term } from './terms.ts'

const affinityRejected = { reasons: ["node(s) didn't match pod affinity rules"], resolvable: false }
const antiAffinityRejected = { reasons: ["node(s) didn't match pod anti-affinity rules"], resolvable: true }
const existingRejected = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], resolvable: true }

/** Topology pairs `KEY\0VALUE`. */
type Pairs = Set<string>

export function filterByAffinity(pod: Pod, cluster: ClusterView): NodeFilter | undefined {
  const [near, apart] = [requiredAffinity(pod, cluster), requiredAntiAffinity(pod, cluster)]
  const keptAway = pairsOfExisting(pod, cluster)
  if (near.length === 0 && apart.length === 0 && keptAway.size === 0) return undefined
  const nearPairs = pairsWhere(near, cluster, (other) => near.every((term) => term.matches(other)))
  const apartPairs = pairsOfEach(apart, cluster)
  const isFirst = nearPairs.size === 0 && near.every((term) => term.matches(pod))
  return (info) => {
    if (!isNear(info, near, nearPairs, isFirst)) return affinityRejected
    if (apart.some((term) => apartPairs.has(pairOf(info, term.topologyKey)))) return antiAffinityRejected
    return isKeptAway(info, keptAway) ? existingRejected : undefined
  }
}

function pairOf({ node }: ExistingNode, key: string): string {
  const value = node.metadata.labels?.[key]
  return value === undefined ? '' : `${key}\0${value}`
}

function isNear(info: ExistingNode, ...[terms, pairs, isFirst]: [readonly Term[], Pairs, boolean]): boolean {
  const ownPairs = terms.map(({ topologyKey }) => pairOf(info, topologyKey))
  if (ownPairs.includes('')) return false
  return isFirst || ownPairs.every((pair) => pairs.has(pair))
}

const isKeptAway = ({ node }: ExistingNode, pairs: Pairs): boolean =>
  pairs.size > 0 && Object.entries(node.metadata.labels ?? {}).some(([key, value]) => pairs.has(`${key}\0${value}`))

/** The domains, under every term's key, of pods that fulfil the condition. */
function pairsWhere(terms: readonly Term[], cluster: ClusterView, condition: (pod: Pod) => boolean): Pairs {
  const pairs: Pairs = new Set()
  if (terms.length === 0) return pairs
  for (const info of cluster.nodes) {
    if (!cluster.podsOf(info.pods).some(condition)) continue
    for (const { topologyKey } of terms) addPair(pairs, pairOf(info, topologyKey))
  }
  return pairs
}

function pairsOfEach(terms: readonly Term[], cluster: ClusterView): Pairs {
  const pairs: Pairs = new Set()
  for (const term of terms) for (const pair of pairsWhere([term], cluster, term.matches)) pairs.add(pair)
  return pairs
}

/** The domains that pods already there keep this pod out of. */
function pairsOfExisting(pod: Pod, cluster: ClusterView): Pairs {
  const pairs: Pairs = new Set()
  for (const info of cluster.affinityNodes) {
    for (const existing of cluster.podsOf(info.podsWithRequiredAntiAffinity)) {
      for (const term of requiredAntiAffinity(existing, cluster)) if (term.matches(pod)) addPair(pairs, pairOf(info, term.topologyKey))
    }
  }
  return pairs
}

function addPair(pairs: Pairs, pair: string): void {
  if (pair !== '') pairs.add(pair)
}

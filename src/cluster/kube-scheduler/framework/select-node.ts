/**
 * Finds the node for one pod: filters, scores, picks. Follows kubernetes v1.36 pkg/scheduler/schedule_one.go
 * (findNodesThatFitPod, prioritizeNodes, selectHost). In clusters of a hundred nodes and more only so many feasible
 * nodes are looked for, starting where the last pod stopped. Nothing is scored if only one node is left.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { below } from '../../../sim/random.ts'
import { filtersFor, judge, judgeCrowded, passesOf, type NodeResult } from './judge.ts'
import type { ClusterView, ExistingNode, Plugin } from './plugin.ts'

export interface Selection {
  /** In the order in which the nodes were looked at. */
  readonly results: readonly NodeResult[]
  /** What keeps the pod from every node, whatever the filters would say. */
  readonly forbidden: { readonly plugin: string; readonly reason: string } | undefined
  /** Nodes that a plugin ruled out before any filter, with its name. */
  readonly excluded: { readonly plugin: string; readonly names: readonly string[] } | undefined
  readonly feasible: number
  readonly chosen: NodeResult | undefined
  readonly isTie: boolean
  /** Where the next pod's search begins. */
  readonly nextStart: number
}

export interface SelectOptions {
  readonly plugins: readonly Plugin[]
  readonly cluster: ClusterView
  readonly start: number
  readonly random: () => number
  /** Pods that are to come to a node and count as if they were there. */
  readonly nominated?: (node: string) => readonly Pod[]
  /** The node that was cleared for this pod: if it will do, no other is looked at. */
  readonly first?: string | undefined
}

export function selectNode(pod: Pod, { plugins, cluster, start, random, nominated = nobody, first }: SelectOptions): Selection {
  const forbidden = prohibition(pod, plugins)
  if (forbidden) return nowhere(cluster, forbidden, start)
  const only = restriction(pod, plugins)
  const nodes = only ? cluster.nodes.filter(({ name }) => only.names.has(name)) : cluster.nodes
  const excluded = only && nodes.length < cluster.nodes.length ? excludedBy(only, cluster) : undefined
  const search = (among: readonly ExistingNode[], from: number) => filterNodes(pod, among, { plugins, cluster, start: from, nominated })
  const cleared = first === undefined ? undefined : search(nodes.filter(({ name }) => name === first), 0)
  const isCleared = cleared !== undefined && cleared.feasible.length > 0
  const { results, feasible } = isCleared ? cleared : search(nodes, start)
  const scored = feasible.length > 1 ? scoreNodes(pod, feasible, { plugins, cluster }) : feasible
  const { chosen, isTie } = pick(scored, random)
  const byName = new Map(scored.map((result) => [result.info.name, result]))
  return {
    results: results.map((result) => byName.get(result.info.name) ?? result),
    forbidden: undefined,
    excluded,
    feasible: feasible.length,
    chosen,
    isTie,
    nextStart: nodes.length === 0 ? 0 : (start + (isCleared ? 0 : results.length)) % nodes.length,
  }
}

const nobody = (): readonly Pod[] => []

function prohibition(pod: Pod, plugins: readonly Plugin[]): Selection['forbidden'] {
  for (const { name, forbids } of plugins) {
    const reason = forbids?.(pod)
    if (reason !== undefined) return { plugin: name, reason }
  }
  return undefined
}

/** Every node is refused for the same reason, and none was looked at. */
function nowhere({ nodes }: ClusterView, forbidden: NonNullable<Selection['forbidden']>, start: number): Selection {
  const { plugin, reason } = forbidden
  const rejection = { plugin, reasons: [reason], resolvable: false }
  const results = nodes.map((info) => ({ info, verdicts: [{ plugin, pass: false, reason }], rejection, scores: [], total: 0 }))
  return { results, forbidden, excluded: undefined, feasible: 0, chosen: undefined, isTie: false, nextStart: start }
}

function restriction(pod: Pod, plugins: readonly Plugin[]): { plugin: string; names: ReadonlySet<string> } | undefined {
  for (const { name, only } of plugins) {
    const names = only?.(pod)
    if (names) return { plugin: name, names: new Set(names) }
  }
  return undefined
}

const excludedBy = ({ plugin, names }: { plugin: string; names: ReadonlySet<string> }, cluster: ClusterView) => ({
  plugin,
  names: cluster.nodes.filter(({ name }) => !names.has(name)).map(({ name }) => name),
})

/** Upstream: all below 100; then 50 % less 1 % per 125 nodes, at least 5 %, and never fewer than 100. */
export function feasibleToFind(nodes: number): number {
  if (nodes < 100) return nodes
  const percentage = Math.max(5, 50 - Math.floor(nodes / 125))
  return Math.max(100, Math.floor((nodes * percentage) / 100))
}

function filterNodes(pod: Pod, nodes: readonly ExistingNode[], { plugins, cluster, start, nominated }: Required<Omit<SelectOptions, 'random' | 'first'>>) {
  const filters = filtersFor(pod, plugins, cluster)
  const passes = passesOf(filters)
  const enough = feasibleToFind(nodes.length)
  const results: NodeResult[] = []
  const feasible: NodeResult[] = []
  for (let i = 0; i < nodes.length && feasible.length < enough; i++) {
    const info = nodes[(start + i) % nodes.length]
    if (!info) continue
    const result = judgeCrowded(pod, info, { plugins, cluster, expected: nominated(info.name) }) ?? judge(info, filters, passes)
    results.push(result)
    if (!result.rejection) feasible.push(result)
  }
  return { results, feasible }
}

function scoreNodes(pod: Pod, feasible: readonly NodeResult[], { plugins, cluster }: Pick<SelectOptions, 'plugins' | 'cluster'>): NodeResult[] {
  const nodes = feasible.map(({ info }) => info)
  const columns = plugins.flatMap(({ name, weight = 1, score }) => {
    const scorer = score?.(pod, cluster, nodes)
    if (!scorer) return []
    const raw = nodes.map(scorer.score)
    return [{ plugin: name, weight, scores: scorer.normalize?.(raw) ?? raw }]
  })
  return feasible.map((result, index) => {
    const scores = columns.map(({ plugin, weight, scores }) => ({ plugin, weight, score: scores[index] ?? 0 }))
    return { ...result, scores, total: scores.reduce((sum, { score, weight }) => sum + score * weight, 0) }
  })
}

/** The best total; among equals each has the same chance (reservoir sampling, as upstream). */
function pick(feasible: readonly NodeResult[], random: () => number): { chosen: NodeResult | undefined; isTie: boolean } {
  const best = feasible.reduce((max, { total }) => Math.max(max, total), 0)
  let chosen: NodeResult | undefined
  let equals = 0
  for (const result of feasible) {
    if (result.total !== best) continue
    equals++
    if (equals === 1 || below(random, equals) === 0) chosen = result
  }
  return { chosen, isTie: equals > 1 }
}

/**
 * The scheduler's picture of the cluster: one NodeInfo per node, with the pods that it has assumed to be bound before
 * its watch says so. Follows kubernetes v1.36 pkg/scheduler/backend/cache (cache.go, node_tree.go): nodes are taken in
 * an order that alternates zones.
 */
import type { Node, Pod } from '../../../api/generated/types.ts'
import { semanticEqual } from '../../../api/validation/field.ts'
import { freeze } from '../../../sim/freeze.ts'
import { Table } from '../../../sim/table.ts'
import { keyOf } from '../../client-go/watch.ts'
import { emptyNodeInfo, withNode, withoutNode, withoutPod, withPod, type NodeInfo } from './node-info.ts'

export interface ClusterCache {
  /** By name; also names that pods give and no Node bears. */
  readonly nodes: Table<string, NodeInfo>
  /** Pods that count on a node, by key; with their nodeName, as the watch or an assumption has it. */
  readonly pods: Table<string, Pod>
  /** Keys of pods whose binding has not been seen. */
  readonly assumed: Table<string, true>
  /** On how many nodes an image is, by name. */
  readonly imageNodes: Table<string, number>
  /** Nodes that hold pods with affinity. */
  readonly affinityNodes: Table<string, true>
  /** Names of existing nodes, zones alternating; remade when nodes or zones change. */
  order: readonly string[]
}

export const createClusterCache = (): ClusterCache => ({
  nodes: new Table(),
  pods: new Table(),
  assumed: new Table(),
  imageNodes: new Table(),
  affinityNodes: new Table(),
  order: Object.freeze([]),
})

export function setNode(cache: ClusterCache, node: Node): { before: NodeInfo | undefined; info: NodeInfo } {
  const before = cache.nodes.get(node.metadata.name)
  const info = withNode(before ?? emptyNodeInfo(node.metadata.name), node)
  cache.nodes.set(info.name, info)
  countImages(cache, before, info)
  if (!before?.node || zoneOf(before.node) !== zoneOf(node)) cache.order = orderOf(cache)
  return { before: before?.node ? before : undefined, info }
}

export function deleteNode(cache: ClusterCache, name: string): NodeInfo | undefined {
  const before = cache.nodes.get(name)
  if (!before) return undefined
  const info = withoutNode(before)
  countImages(cache, before, info)
  if (info.pods.length === 0) cache.nodes.delete(name)
  else cache.nodes.set(name, info)
  cache.order = orderOf(cache)
  return before
}

/** Takes a pod that runs on a node into account, or takes a newer version of it. */
export function setPod(cache: ClusterCache, pod: Pod): void {
  const key = keyOf(pod)
  const before = cache.pods.get(key)
  if (before && countsAlike(before, pod)) {
    cache.assumed.delete(key)
    cache.pods.set(key, pod)
    return
  }
  if (before) deletePod(cache, key)
  const name = pod.spec.nodeName ?? ''
  cache.pods.set(key, pod)
  replace(cache, withPod(cache.nodes.get(name) ?? emptyNodeInfo(name), pod))
}

/**
 * Whether nothing changed that the sums of a node or what plugins remember of its pods depend on; most updates are of the
 * status. By value, because what is shared now is not after a save and load.
 */
function countsAlike(a: Pod, b: Pod): boolean {
  if (a.metadata.uid !== b.metadata.uid || a.metadata.deletionTimestamp !== b.metadata.deletionTimestamp) return false
  if (!semanticEqual(a.metadata.labels, b.metadata.labels)) return false
  const [before, now] = [a.spec, b.spec]
  if (before === now) return true
  const isAlike = before.nodeName === now.nodeName && semanticEqual(before.containers, now.containers) && semanticEqual(before.initContainers, now.initContainers)
  return isAlike && semanticEqual(before.affinity, now.affinity) && semanticEqual(before.overhead, now.overhead) && semanticEqual(before.resources, now.resources)
}

export function deletePod(cache: ClusterCache, key: string): void {
  const pod = cache.pods.get(key)
  cache.assumed.delete(key)
  if (!pod) return
  cache.pods.delete(key)
  const info = cache.nodes.get(pod.spec.nodeName ?? '')
  if (info) replace(cache, withoutPod(info, pod))
}

function replace(cache: ClusterCache, info: NodeInfo): void {
  if (!info.node && info.pods.length === 0) cache.nodes.delete(info.name)
  else cache.nodes.set(info.name, info)
  if (info.podsWithAffinity.length > 0) cache.affinityNodes.set(info.name, true)
  else cache.affinityNodes.delete(info.name)
}

/** Counts a pod on a node before its binding is seen. */
export function assume(cache: ClusterCache, pod: Pod, node: string): Pod {
  const assumed = freeze({ ...pod, spec: { ...pod.spec, nodeName: node } })
  setPod(cache, assumed)
  cache.assumed.set(keyOf(pod), true)
  return assumed
}

function countImages(cache: ClusterCache, before: NodeInfo | undefined, info: NodeInfo): void {
  if (before?.images === info.images) return
  for (const name in before?.images ?? {}) count(cache, name, -1)
  for (const name in info.images) count(cache, name, 1)
}

function count(cache: ClusterCache, image: string, change: number): void {
  const nodes = (cache.imageNodes.get(image) ?? 0) + change
  if (nodes > 0) cache.imageNodes.set(image, nodes)
  else cache.imageNodes.delete(image)
}

const zoneOf = ({ metadata }: Node): string => {
  const labels = metadata.labels ?? {}
  return `${labels['topology.kubernetes.io/region'] ?? ''}\0${labels['topology.kubernetes.io/zone'] ?? ''}`
}

/** One of each zone in turn: zones a {1, 2}, b {3} → 1, 3, 2. */
function orderOf(cache: ClusterCache): readonly string[] {
  const zones = new Map<string, string[]>()
  for (const { name, node } of cache.nodes.values()) {
    if (!node) continue
    const zone = zones.get(zoneOf(node)) ?? []
    zone.push(name)
    zones.set(zoneOf(node), zone)
  }
  const order: string[] = []
  const lists = [...zones.values()]
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let i = 0; i < longest; i++) for (const list of lists) if (list[i] !== undefined) order.push(list[i] ?? '')
  return Object.freeze(order)
}

/** The state of the scheduler process: caches, queues, and what it has recorded. Plain data. */
import type { Pod } from '../../api/generated/types.ts'
import type { Resource } from '../client-go/client.ts'
import { listerOf, type InformerState, type Lister } from '../client-go/informer.ts'
import type { Reflectors } from '../client-go/reflector.ts'
import type { ApiTypes } from '../../api/generated/types.ts'
import { createClusterCache, type ClusterCache } from './cache/cluster-cache.ts'
import type { ClusterView, ExistingNode } from './framework/plugin.ts'
import type { NodeInfo } from './cache/node-info.ts'
import { createSchedulingQueue, type SchedulingQueue } from './queue/scheduling-queue.ts'
import { keyOf } from '../client-go/watch.ts'
import type { Recorded } from './events.ts'
import { priorityOf } from './priority.ts'

export const watched = ['namespaces', 'nodes', 'poddisruptionbudgets.policy', 'pods', 'replicasets.apps', 'services'] as const satisfies readonly Resource[]
export type Watched = (typeof watched)[number]

export interface SchedulerState {
  readonly informers: Map<Resource, InformerState>
  readonly reflectors: Reflectors
  readonly cache: ClusterCache
  readonly queue: SchedulingQueue
  /** Events written, by what makes two of them the same. */
  readonly recorded: Map<string, Recorded>
  /** By pod key the node that was cleared for it, until it is bound. */
  readonly nominated: Map<string, string>
  /** Where in the node order the next search begins. */
  start: number
  /** True while a `cycle` event is under way. */
  busy: boolean
  /** True while a `flush` event is under way. */
  isFlushing: boolean
}

export const createState = (): SchedulerState => ({
  informers: new Map(),
  reflectors: new Map(),
  cache: createClusterCache(),
  queue: createSchedulingQueue(),
  recorded: new Map(),
  nominated: new Map(),
  start: 0,
  busy: false,
  isFlushing: false,
})

export function lister<R extends Watched>({ informers }: SchedulerState, resource: R): Lister<ApiTypes[R]> | undefined {
  const informer = informers.get(resource)
  return informer && listerOf(informer, resource)
}

/** Per node the pods that wait for a place on it and are no less important than `pod`, which is not one of them. */
export function nominatedBeside(state: SchedulerState, pod: Pod): (node: string) => readonly Pod[] {
  const waiting = new Map<string, Pod[]>()
  for (const [key, node] of state.nominated) {
    const other = key === keyOf(pod) ? undefined : lister(state, 'pods')?.byKey(key)
    if (other && !other.spec.nodeName && priorityOf(other) >= priorityOf(pod)) waiting.set(node, [...(waiting.get(node) ?? []), other])
  }
  return (node) => waiting.get(node) ?? []
}

/** Waiting pods, for the trace and the picture. */
export const queueDepth = ({ queue }: SchedulerState): { readonly active: number; readonly backoff: number; readonly unschedulable: number } => ({
  active: queue.active.size,
  backoff: queue.backoff.size + queue.errorBackoff.size,
  unschedulable: queue.unschedulable.size,
})

export function viewOf(state: SchedulerState): ClusterView {
  const { cache } = state
  const existing = (names: Iterable<string>): ExistingNode[] => {
    const infos: ExistingNode[] = []
    for (const name of names) {
      const info = cache.nodes.get(name)
      if (isExisting(info)) infos.push(info)
    }
    return infos
  }
  const podsOf = (keys: readonly string[]): Pod[] => {
    const pods: Pod[] = []
    for (const key of keys) {
      const pod = cache.pods.get(key)
      if (pod) pods.push(pod)
    }
    return pods
  }
  return {
    nodes: existing(cache.order),
    affinityNodes: existing(cache.affinityNodes.keys()),
    podsOf,
    imageNodes: (image) => cache.imageNodes.get(image) ?? 0,
    services: (namespace) => lister(state, 'services')?.list(namespace) ?? [],
    replicaSet: (namespace, name) => lister(state, 'replicasets.apps')?.get(namespace, name),
    namespaceLabels: (namespace) => lister(state, 'namespaces')?.byKey(namespace)?.metadata.labels ?? {},
  }
}

const isExisting = (info: NodeInfo | undefined): info is ExistingNode => info?.node !== undefined

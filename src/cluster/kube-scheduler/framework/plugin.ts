/**
 * What a scheduler plugin is: a filter that rejects nodes, a score that compares them, and a word on which events may
 * make a rejected pod schedulable. Follows kubernetes v1.36 staging/src/k8s.io/kube-scheduler/framework. A plugin is
 * asked once per pod and answers with a function per node (upstream's PreFilter and PreScore), or with nothing if it
 * has nothing to say about this pod (upstream's Skip).
 */
import type { Node, Pod, ReplicaSet, Service } from '../../../api/generated/types.ts'
import type { NodeInfo } from '../cache/node-info.ts'

export interface Rejection {
  /** As they stand in FailedScheduling: `Insufficient cpu`. */
  readonly reasons: readonly string[]
  /** False if no pod's going could help: upstream's UnschedulableAndUnresolvable. */
  readonly resolvable: boolean
  /** What the reason leaves out, for observers: amounts in the units of `resources.ts`, a taint as kubectl writes it. */
  readonly details?: { readonly [name: string]: string | number }
}

export type NodeFilter = (info: NodeInfo & { readonly node: Node }) => Rejection | undefined

export interface NodeScorer {
  readonly score: (info: NodeInfo & { readonly node: Node }) => number
  /** Brings the scores of all nodes, in their order, into 0…100. */
  readonly normalize?: (scores: readonly number[]) => readonly number[]
}

export type ExistingNode = NodeInfo & { readonly node: Node }

/** What plugins may look at. */
export interface ClusterView {
  /** All nodes that exist, in scheduling order. */
  readonly nodes: readonly ExistingNode[]
  /** Nodes with pods that have affinity or anti-affinity. */
  readonly affinityNodes: readonly ExistingNode[]
  podsOf(keys: readonly string[]): readonly Pod[]
  /** On how many nodes an image is. */
  imageNodes(image: string): number
  services(namespace: string): readonly Service[]
  replicaSet(namespace: string, name: string): ReplicaSet | undefined
  namespaceLabels(namespace: string): { readonly [key: string]: string }
}

export type ClusterEvent =
  | { readonly type: 'node-added'; readonly node: Node }
  | { readonly type: 'node-updated'; readonly node: Node; readonly before: Node }
  | { readonly type: 'node-deleted'; readonly node: Node }
  | { readonly type: 'pod-added'; readonly pod: Pod }
  | { readonly type: 'pod-updated'; readonly pod: Pod; readonly before: Pod }
  | { readonly type: 'pod-deleted'; readonly pod: Pod }

export interface Plugin {
  readonly name: string
  /** What its score counts in the sum; a plugin that scores has one. */
  readonly weight?: number
  /** Why no node of any kind will do (upstream's PreFilter that fails). */
  readonly forbids?: (pod: Pod) => string | undefined
  /** The only nodes that can be meant, if the pod names them. */
  readonly only?: (pod: Pod) => readonly string[] | undefined
  readonly filter?: (pod: Pod, cluster: ClusterView) => NodeFilter | undefined
  readonly score?: (pod: Pod, cluster: ClusterView, nodes: readonly ExistingNode[]) => NodeScorer | undefined
  /** Events after which a pod that this plugin rejected is worth another try, and for which of them (queueing hint). */
  readonly wakes?: { readonly [event in ClusterEvent['type']]?: (pod: Pod, event: Extract<ClusterEvent, { type: event }>) => boolean }
}

export const maxNodeScore = 100

/** Upstream's DefaultNormalizeScore: the best becomes 100; reversed, the least becomes 100. */
export const normalizeToMax = (scores: readonly number[]): number[] => {
  const max = Math.max(0, ...scores)
  return max === 0 ? [...scores] : scores.map((score) => Math.floor((maxNodeScore * score) / max))
}
export const normalizeReversed = (scores: readonly number[]): number[] => {
  const max = Math.max(0, ...scores)
  return scores.map((score) => (max === 0 ? maxNodeScore : maxNodeScore - Math.floor((maxNodeScore * score) / max)))
}

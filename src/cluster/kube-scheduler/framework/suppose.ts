/**
 * The cluster as it would be with another set of pods on one node: what preemption tries, and how pods count that are
 * nominated for a node and not yet bound to it. Plugins are to be asked afresh, because what they prepare may depend on
 * every pod.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { keyOf } from '../../client-go/watch.ts'
import { withPod } from '../cache/node-info.ts'
import type { ClusterView, ExistingNode } from './plugin.ts'

/** `info` instead of the node of that name; `added` are pods on it that the cluster does not have. */
export function suppose(cluster: ClusterView, info: ExistingNode, added: readonly Pod[] = []): ClusterView {
  const extra = new Map(added.map((pod) => [keyOf(pod), pod]))
  const others = cluster.affinityNodes.filter(({ name }) => name !== info.name)
  return {
    ...cluster,
    nodes: cluster.nodes.map((node) => (node.name === info.name ? info : node)),
    affinityNodes: info.podsWithAffinity.length > 0 ? [...others, info] : others,
    podsOf: (keys) => keys.flatMap((key) => extra.get(key) ?? cluster.podsOf([key])),
  }
}

/** The node with pods that are nominated for it, as if they ran there. */
export const withNominated = (info: ExistingNode, pods: readonly Pod[]): ExistingNode => pods.reduce((sum, pod) => ({ ...withPod(sum, pod), node: info.node }), info)

/**
 * Spreads pods over zones, hosts or whatever a label tells apart. Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/podtopologyspread/plugin.go.
 */
import type { Node, Pod } from '../../../../api/generated/types.ts'
import { matchesSelector } from '../../../../api/meta/selector.ts'
import type { Plugin } from '../../framework/plugin.ts'
import { filterBySpread } from './filter.ts'
import { scoreBySpread } from './score.ts'

const hard = ({ spec }: Pod) => (spec.topologySpreadConstraints ?? []).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')

const hasKeys = (pod: Pod, { metadata }: Node): boolean => hard(pod).every(({ topologyKey }) => metadata.labels?.[topologyKey] !== undefined)

const counts = (pod: Pod, other: Pod): boolean =>
  pod.metadata.namespace === other.metadata.namespace &&
  hard(pod).some(({ labelSelector }) => labelSelector && matchesSelector(labelSelector, other.metadata.labels ?? {}))

const domainsDiffer = (pod: Pod, a: Node, b: Node): boolean =>
  hard(pod).some(({ topologyKey }) => a.metadata.labels?.[topologyKey] !== b.metadata.labels?.[topologyKey])

export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  filter: filterBySpread,
  score: scoreBySpread,
  wakes: {
    'node-added': (pod, { node }) => hasKeys(pod, node),
    'node-deleted': (pod, { node }) => hasKeys(pod, node),
    'node-updated': (pod, { node, before }) => (hasKeys(pod, node) || hasKeys(pod, before)) && domainsDiffer(pod, before, node),
    'pod-added': (pod, event) => counts(pod, event.pod),
    'pod-deleted': (pod, event) => counts(pod, event.pod),
    'pod-updated': (pod, event) => counts(pod, event.pod) !== counts(pod, event.before),
  },
}

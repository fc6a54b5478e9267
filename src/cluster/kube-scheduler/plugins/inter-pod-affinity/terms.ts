/**
 * Terms of pod affinity: which pods they mean, in which namespaces. Follows kubernetes v1.36
 * staging/src/k8s.io/kube-scheduler/framework/types.go (AffinityTerm) and plugins/interpodaffinity/plugin.go.
 */
import type { LabelSelector, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../../../../api/generated/types.ts'
import { matchesSelector } from '../../../../api/meta/selector.ts'
import type { ClusterView } from '../../framework/plugin.ts'

export interface Term {
  readonly topologyKey: string
  readonly matches: (pod: Pod) => boolean
  /** 1 for required terms. */
  readonly weight: number
}

const affinity = ({ spec }: Pod) => spec.affinity?.podAffinity
const antiAffinity = ({ spec }: Pod) => spec.affinity?.podAntiAffinity

export const requiredAffinity = (pod: Pod, cluster: ClusterView): Term[] =>
  (affinity(pod)?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => read(pod, term, cluster))
export const requiredAntiAffinity = (pod: Pod, cluster: ClusterView): Term[] =>
  (antiAffinity(pod)?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => read(pod, term, cluster))
export const preferredAffinity = (pod: Pod, cluster: ClusterView): Term[] =>
  (affinity(pod)?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => readWeighted(pod, term, cluster))
export const preferredAntiAffinity = (pod: Pod, cluster: ClusterView): Term[] =>
  (antiAffinity(pod)?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => readWeighted(pod, term, cluster))

const readWeighted = (pod: Pod, { podAffinityTerm, weight }: WeightedPodAffinityTerm, cluster: ClusterView): Term => ({
  ...read(pod, podAffinityTerm, cluster),
  weight,
})

function read(pod: Pod, term: PodAffinityTerm, cluster: ClusterView): Term {
  const selectors = selectorsOf(pod, term)
  const own = pod.metadata.namespace ?? ''
  const isOwnOnly = !term.namespaceSelector && (term.namespaces ?? []).length === 0
  const inNamespace = (namespace: string): boolean => {
    if (isOwnOnly) return namespace === own
    if (term.namespaces?.includes(namespace)) return true
    return term.namespaceSelector !== undefined && matchesSelector(term.namespaceSelector, cluster.namespaceLabels(namespace))
  }
  const matches = (other: Pod) =>
    selectors.length > 0 &&
    inNamespace(other.metadata.namespace ?? '') &&
    selectors.every((selector) => matchesSelector(selector, other.metadata.labels ?? {}))
  return { topologyKey: term.topologyKey, matches, weight: 1 }
}

/** A term without selector means no pods. The API server writes matchLabelKeys into the selector; this does so again. */
function selectorsOf(pod: Pod, { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm): LabelSelector[] {
  if (!labelSelector) return []
  const labels = pod.metadata.labels ?? {}
  const requirement = (operator: string) => (key: string) => {
    const value = labels[key]
    return value === undefined ? [] : [{ key, operator, values: [value] }]
  }
  const matchExpressions = [...matchLabelKeys.flatMap(requirement('In')), ...mismatchLabelKeys.flatMap(requirement('NotIn'))]
  return matchExpressions.length > 0 ? [labelSelector, { matchExpressions }] : [labelSelector]
}

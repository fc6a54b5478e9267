/**
 * The spread constraints of a pod: its own, or the cluster's default ones over the pods of its Services and its
 * ReplicaSet (hostname with skew 3, zone with skew 5, both soft). Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/podtopologyspread (common.go) and plugins/helper/spread.go.
 */
import type { LabelSelector, Node, Pod, TopologySpreadConstraint } from '../../../../api/generated/types.ts'
import { controllerOf } from '../../../../api/meta/object.ts'
import { matchesLabels, matchesSelector } from '../../../../api/meta/selector.ts'
import type { ClusterView, ExistingNode } from '../../framework/plugin.ts'
import { beforeLast } from '../../cache/node-info.ts'
import { matchesRequired } from '../node-selector-terms.ts'
import { untolerated } from '../tolerations.ts'

export interface Constraint {
  readonly maxSkew: number
  readonly minDomains: number
  readonly topologyKey: string
  /** True of the pods it counts, whatever their namespace. */
  readonly matches: (pod: Pod) => boolean
  /** The same for constraints that count the same pods, for what is remembered per node. */
  readonly id: string
  readonly honorsAffinity: boolean
  readonly honorsTaints: boolean
}

export const hostnameLabel = 'kubernetes.io/hostname'
const zoneLabel = 'topology.kubernetes.io/zone'

export interface Constraints {
  readonly list: readonly Constraint[]
  /** The cluster's defaults do not require nodes to have the labels. */
  readonly requireAll: boolean
}

export function constraintsOf(pod: Pod, cluster: ClusterView, whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable']): Constraints {
  const own = pod.spec.topologySpreadConstraints ?? []
  if (own.length > 0) return { list: own.filter((one) => one.whenUnsatisfiable === whenUnsatisfiable).map((one) => read(pod, one)), requireAll: true }
  const selectors = whenUnsatisfiable === 'ScheduleAnyway' ? defaultSelectors(pod, cluster) : []
  return { list: selectors.length > 0 ? defaults(selectors) : [], requireAll: false }
}

function read(pod: Pod, one: TopologySpreadConstraint): Constraint {
  const labels = pod.metadata.labels ?? {}
  const keys = (one.matchLabelKeys ?? []).filter((key) => labels[key] !== undefined)
  const byKeys = { matchLabels: Object.fromEntries(keys.map((key) => [key, labels[key] ?? ''])) }
  const selectors = one.labelSelector ? [one.labelSelector, ...(keys.length > 0 ? [byKeys] : [])] : []
  return {
    ...counting(selectors),
    maxSkew: one.maxSkew,
    minDomains: one.minDomains ?? 1,
    topologyKey: one.topologyKey,
    honorsAffinity: one.nodeAffinityPolicy !== 'Ignore',
    honorsTaints: one.nodeTaintsPolicy === 'Honor',
  }
}

/** All selectors must match; without any, no pod is counted. */
const counting = (selectors: readonly LabelSelector[]): Pick<Constraint, 'matches' | 'id'> => ({
  matches: ({ metadata }) => selectors.length > 0 && selectors.every((selector) => matchesSelector(selector, metadata.labels ?? {})),
  id: JSON.stringify(selectors),
})

const defaults = (selectors: readonly LabelSelector[]): Constraint[] => {
  const shared = { minDomains: 1, honorsAffinity: true, honorsTaints: false, ...counting(selectors) }
  return [
    { maxSkew: 3, topologyKey: hostnameLabel, ...shared },
    { maxSkew: 5, topologyKey: zoneLabel, ...shared },
  ]
}

/** What selects this pod: the Services of its namespace and the set that owns it. */
function defaultSelectors(pod: Pod, cluster: ClusterView): LabelSelector[] {
  const { namespace = '', labels = {} } = pod.metadata
  const services = cluster.services(namespace).filter(({ spec }) => spec?.selector && matchesLabels(spec.selector, labels))
  const owner = controllerOf(pod)
  const set = owner?.kind === 'ReplicaSet' ? cluster.replicaSet(namespace, owner.name) : undefined
  const matchLabels = Object.assign({}, ...services.map(({ spec }) => spec?.selector ?? {}))
  return [...(services.length > 0 ? [{ matchLabels }] : []), ...(set?.spec ? [set.spec.selector] : [])]
}

export function includes({ honorsAffinity, honorsTaints }: Constraint, pod: Pod, node: Node): boolean {
  if (honorsAffinity && !matchesRequired(pod, node)) return false
  return !honorsTaints || untolerated(node, pod.spec.tolerations ?? []) === undefined
}

export const hasAllKeys = ({ metadata }: Node, constraints: readonly Constraint[]): boolean =>
  constraints.every(({ topologyKey }) => metadata.labels?.[topologyKey] !== undefined)

/**
 * By a node's list of pods and by namespace and selector: a NodeInfo never changes, so its pods are counted once. A pod
 * whose labels change leaves the list and comes again, so that the count of a list that grew still holds.
 */
const countsOf = new WeakMap<object, Map<string, number>>()

/** Pods of the namespace on the node that the constraint counts; those that are going do not count. */
export function countMatching(info: ExistingNode, constraint: Constraint, { namespace, cluster }: { namespace: string; cluster: ClusterView }): number {
  if (info.pods.length === 0) return 0
  const counts = countsOf.get(info.pods) ?? new Map<string, number>()
  countsOf.set(info.pods, counts)
  const key = `${namespace}\0${constraint.id}`
  const known = counts.get(key)
  if (known !== undefined) return known
  const isCounted = (pod: Pod) => pod.metadata.namespace === namespace && pod.metadata.deletionTimestamp === undefined && constraint.matches(pod)
  const earlier = beforeLast(info.pods)
  const counted = earlier && countsOf.get(earlier)?.get(key)
  const uncounted = counted === undefined ? info.pods : info.pods.slice(-1)
  const count = (counted ?? 0) + cluster.podsOf(uncounted).filter(isCounted).length
  counts.set(key, count)
  return count
}

/** Why a node is ready, silent, cordoned or tainted, and what that does to its pods. */
import type { Node, Taint } from '../../api/generated/types.ts'
import { zoneStates } from '../../cluster/kube-controller-manager/node-lifecycle/disruption.ts'
import { gracePeriod, readyOf } from '../../cluster/kube-controller-manager/node-lifecycle/health.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { held, origin } from './origin.ts'
import { plannedEviction } from './pod.ts'
import { answer, detail } from './sentence.ts'
import { silenceOf } from './silence.ts'

export function whyNode(e: Evidence, node: Node): readonly WhySentence[] {
  return [...health(e, node), ...cordon(e, node), ...evictions(e, node), ...held(node), ...taints(node), ...cutOff(e), ...origin(e, keyOf('nodes', node))]
}

function health(e: Evidence, node: Node): readonly WhySentence[] {
  const { name } = node.metadata
  const key = keyOf('nodes', node)
  const ready = readyOf(node)
  const silent = silenceOf(e, name)
  if (!e.hasPart(`node/${name}`)) return [answer('node.no-machine', { node: key })]
  const age = e.now - lastSign(e, node)
  if (ready?.status === 'False') return [answer('node.not-ready', { reason: ready.reason ?? '', message: ready.message ?? '' })]
  if (ready?.status === 'Unknown' || !ready) {
    if (!silent) return [answer('node.silent.unknown', { age })]
    return [silent.what === 'partition' ? answer('node.silent.partition', { node: key, age }) : answer(`node.silent.${silent.what}`, { node: key, part: silent.part, age })]
  }
  if (!silent) return [answer('node.ready', { age })]
  const params = { node: key, age, left: Math.max(0, gracePeriod - age) }
  return [silent.what === 'partition' ? answer('node.going-silent.partition', params) : answer(`node.going-silent.${silent.what}`, { ...params, part: silent.part })]
}

/** Its lease is the pulse; before the first one, its status. */
function lastSign(e: Evidence, node: Node): number {
  const lease = e.get('leases.coordination.k8s.io', 'kube-node-lease', node.metadata.name)?.spec?.renewTime
  return e.moment(lease ?? readyOf(node)?.lastHeartbeatTime ?? node.metadata.creationTimestamp)
}

function cordon(e: Evidence, node: Node): readonly WhySentence[] {
  if (node.spec?.unschedulable !== true) return []
  const key = keyOf('nodes', node)
  const isCordoned = (object: unknown) => (object as Node | undefined)?.spec?.unschedulable === true
  const write = e.writes(key).find(({ current, previous }) => isCordoned(current?.value) && !isCordoned(previous?.value))
  const by = write && e.writer(write.revision)
  if (!write || by === undefined) return [answer('node.cordoned', { node: key })]
  return [by === 'kubectl' ? answer('node.cordoned.input', { node: key, at: write.at }) : answer('node.cordoned.part', { node: key, part: by, at: write.at })]
}

const textOf = ({ key, value, effect }: Taint): string => `${key}${value ? `=${value}` : ''}:${effect}`

const system = 'node.kubernetes.io/'

function taints({ spec }: Node): readonly WhySentence[] {
  return (spec?.taints ?? []).map((taint) => {
    const name = taint.key.startsWith(system) ? taint.key.slice(system.length) : ''
    if (name === 'unschedulable' || name === 'not-ready' || name === 'unreachable') return detail(`node.taint.${name}`, { taint: textOf(taint) })
    return detail(name === '' ? 'node.taint.own' : 'node.taint.pressure', { taint: textOf(taint) })
  })
}

/** Pods that must go if nothing changes; the first of them in so long. */
function evictions(e: Evidence, node: Node): readonly WhySentence[] {
  const ends = e.list('pods').flatMap((pod) => (pod.spec.nodeName === node.metadata.name && pod.metadata.deletionTimestamp === undefined ? (plannedEviction(e, pod)?.params.at ?? []) : []))
  return ends.length === 0 ? [] : [answer('node.evicting', { count: ends.length, left: Math.min(...ends) - e.now })]
}

/** With no node left that is ready the control plane suspects itself, and evicts nobody. */
function cutOff(e: Evidence): readonly WhySentence[] {
  const states = [...zoneStates(e.list('nodes')).values()]
  return states.length > 0 && states.every(({ state }) => state === 'FullDisruption') ? [detail('node.cut-off', {})] : []
}

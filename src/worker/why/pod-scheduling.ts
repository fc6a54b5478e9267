/** Why a pod has no node yet, node by node with the first filter that refused; or why it has the one it has. */
import type { Pod } from '../../api/generated/types.ts'
import { backoffEnd, find, longestUnschedulable } from '../../cluster/kube-scheduler/queue/scheduling-queue.ts'
import { volumeBinding } from '../../cluster/kube-scheduler/plugins/volume-binding.ts'
import type { SchedulerState } from '../../cluster/kube-scheduler/state.ts'
import type { PluginVerdict, SchedulingNode, SchedulingTrace, WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { answer, asDetails, detail, fewDetails } from './sentence.ts'

/** Nodes that the answer itself names; the others follow as details. */
const nodesNamed = 3
const defaultScheduler = 'default-scheduler'
const scheduler = 'kube-scheduler'

export function unscheduled(e: Evidence, pod: Pod): readonly WhySentence[] {
  const { schedulerName = defaultScheduler, schedulingGates = [] } = pod.spec
  if (pod.metadata.deletionTimestamp !== undefined) return [answer('pod.unscheduled.deleted', {})]
  if (schedulingGates.length > 0) return [answer('pod.unscheduled.gated', { gates: schedulingGates.map(({ name }) => name).join(', ') })]
  if (schedulerName !== defaultScheduler) return [answer('pod.unscheduled.other-scheduler', { scheduler: schedulerName })]
  const trace = e.scheduling(keyOf('pods', pod))
  const tried = trace && trace.chosen === '' ? lastAttempt(trace) : undefined
  if (e.isStopped(scheduler)) return [answer('pod.unscheduled.scheduler-stopped', { part: scheduler }), ...asDetails(tried ?? [])]
  const cleared = pod.status?.nominatedNodeName
  if (cleared) return [answer('pod.unscheduled.nominated', { node: `nodes/${cleared}` }), ...asDetails(tried ?? []), ...place(e, pod)]
  return [...(tried ?? [answer('pod.unscheduled.not-yet', {})]), ...place(e, pod)]
}

function lastAttempt({ nodes }: SchedulingTrace): readonly WhySentence[] {
  if (nodes.length === 0) return [answer('pod.unscheduled.no-nodes', {})]
  const claim = nodes[0]?.filters.find(({ plugin, pass }) => plugin === volumeBinding.name && !pass)
  if (claim) return [answer('pod.unscheduled.claim', { reason: claim.reason })]
  const refusals = refusalsOf(nodes)
  return [answer('pod.unscheduled.no-fit', { count: nodes.length }), ...refusals.slice(0, nodesNamed), ...fewDetails(refusals.slice(nodesNamed))]
}

const refusalsOf = (nodes: readonly SchedulingNode[]): readonly WhySentence[] =>
  nodes.flatMap(({ node, filters }) => {
    const verdict = filters.find(({ pass }) => !pass)
    return verdict ? [refused(`nodes/${node}`, verdict)] : []
  })

function refused(node: string, { plugin, reason, details = {} }: PluginVerdict): WhySentence {
  const { resource, wanted = 0, free = 0, total = 0, taint, selector } = details
  if (plugin === 'NodeResourcesFit') return resource === undefined ? answer('filter.too-many-pods', { node }) : answer('filter.insufficient', { node, resource, wanted, free, total })
  if (plugin === 'NodeUnschedulable') return answer('filter.cordoned', { node })
  if (plugin === 'TaintToleration') return answer('filter.tainted', { node, taint: taint ?? reason })
  if (plugin === 'NodeAffinity') return selector === undefined ? answer('filter.affinity', { node }) : answer('filter.selector', { node, selector })
  if (plugin === 'NodePorts') return answer('filter.ports', { node })
  return plugin === 'NodeName' ? answer('filter.node-name', { node }) : answer('filter.other', { node, plugin, reason })
}

/** Where it stands in the scheduler's queue, and so when it is tried again. */
function place(e: Evidence, { metadata }: Pod): readonly WhySentence[] {
  // Sound: the part holds nothing else.
  const state = e.peek(scheduler) as SchedulerState | undefined
  const key = `${metadata.namespace}/${metadata.name}`
  const queued = state && find(state.queue, key)
  if (!state || !queued) return []
  const { attempts } = queued
  if (state.queue.places.get(key) === '') return [detail('pod.queue.waiting', { left: Math.max(0, queued.since + longestUnschedulable - e.now), attempts })]
  const left = backoffEnd(queued) - e.now
  return left > 0 && attempts > 0 ? [detail('pod.queue.backoff', { left, attempts })] : [detail('pod.queue.active', {})]
}

/** Why this node. */
export function placed(e: Evidence, pod: Pod): readonly WhySentence[] {
  const node = `nodes/${pod.spec.nodeName ?? ''}`
  const key = keyOf('pods', pod)
  const trace = e.scheduling(key)
  if (trace && `nodes/${trace.chosen}` === node) return choice(e, trace)
  const bound = e.told('scheduler.bound', key)
  const isScheduled = bound !== undefined || e.events(pod).some(({ reason }) => reason === 'Scheduled')
  return [isScheduled ? detail('pod.placed.scheduler', { node }) : detail('pod.placed.named', { node })]
}

function choice(e: Evidence, { chosen, nodes, tie }: SchedulingTrace): readonly WhySentence[] {
  const node = `nodes/${chosen}`
  const feasible = nodes.filter(({ filters }) => filters.every(({ pass }) => pass))
  const others = fewDetails(refusalsOf(nodes))
  if (nodes.length === 1) return [detail('pod.placed.only', { node })]
  if (feasible.length <= 1) return [detail('pod.placed.only-of', { node, count: nodes.length }), ...others]
  const score = nodes.find((one) => one.node === chosen)?.total ?? 0
  if (tie) return [detail('pod.placed.tie', { node, score, count: feasible.filter(({ total }) => total === score).length, seed: e.seed }), ...others]
  const [second] = feasible.filter((one) => one.node !== chosen).sort((a, b) => b.total - a.total)
  return [detail('pod.placed.best', { node, score, other: `nodes/${second?.node ?? ''}`, otherScore: second?.total ?? 0 }), ...others]
}

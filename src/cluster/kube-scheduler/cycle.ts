/**
 * One scheduling cycle: takes the next pod, finds it a node and binds it there, or says why not and lets it wait.
 * Follows kubernetes v1.36 pkg/scheduler/schedule_one.go. The pod counts on its node from the decision on, before the
 * binding is seen; upstream binds in a goroutine, here the next cycle begins when the binding has been charged.
 */
import type { Pod } from '../../api/generated/types.ts'
import type { StepContext } from '../../sim/part.ts'
import { ms } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'
import { tell } from '../client-go/tell.ts'
import { keyOf } from '../client-go/watch.ts'
import { assume, deletePod } from './cache/cluster-cache.ts'
import { recordEvent } from './events.ts'
import { explainFailure } from './framework/fit-error.ts'
import type { ClusterView } from './framework/plugin.ts'
import { selectNode, type Selection } from './framework/select-node.ts'
import { plugins } from './plugins.ts'
import { evict } from './preemption/evict.ts'
import { planPreemption } from './preemption/plan.ts'
import { addError, addUnschedulable, pop, type QueuedPod } from './queue/scheduling-queue.ts'
import { lister, nominatedBeside, viewOf, type SchedulerState } from './state.ts'
import { observe } from './trace.ts'

/** What finding a node costs, per node looked at and in all. */
const costPerNode = ms(0.005)
const costPerCycle = ms(0.3)

export interface Scheduling {
  readonly ctx: StepContext
  readonly client: Client
  readonly state: SchedulerState
}

export function runCycle({ ctx, client, state }: Scheduling): void {
  const queued = pop(state.queue)
  if (!queued) return
  ctx.cause = queued.cause
  const pod = lister(state, 'pods')?.byKey(queued.key)
  if (!pod || pod.spec.nodeName || state.cache.assumed.has(queued.key)) return
  const cluster = viewOf(state)
  const selection = selectNode(pod, { plugins, cluster, start: state.start, random: () => ctx.random(), nominated: nominatedBeside(state, pod), first: state.nominated.get(queued.key) })
  state.start = selection.nextStart
  for (let nodes = selection.results.length; nodes > 0; nodes--) ctx.charge(costPerNode)
  ctx.charge(costPerCycle)
  if (selection.chosen) bind({ ctx, client, state }, { queued, pod, selection })
  else giveUp({ ctx, client, state }, { queued, pod, selection, cluster })
}

interface Decision {
  readonly queued: QueuedPod
  readonly pod: Pod
  readonly selection: Selection
}

function bind({ ctx, client, state }: Scheduling, { queued, pod, selection }: Decision): void {
  const node = selection.chosen?.info.name ?? ''
  const { name, namespace = '', uid = '' } = pod.metadata
  observe(ctx, { pod, attempt: queued.attempts, selection, message: '' })
  assume(state.cache, pod, node)
  const bound = client.bind(ctx, { namespace, name, uid }, node)
  if (!bound.ok) {
    deletePod(state.cache, queued.key)
    if (bound.status.reason === 'NotFound') return
    return afterError({ ctx, client, state }, { queued, pod, message: bound.status.message ?? '' })
  }
  const params = {
    pod: name,
    node,
    feasible: selection.feasible,
    nodes: selection.results.length,
    score: selection.chosen?.total ?? 0,
    tie: selection.isTie ? 'yes' : '',
  }
  tell(ctx, 'scheduler.bound', { actor: 'kube-scheduler', object: `pods/${namespace}/${name}` }, params)
  const note = `Successfully assigned ${namespace}/${name} to ${node}`
  recordEvent(ctx, { client, recorded: state.recorded }, pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', note })
}

/** Less important pods may have to make room; the pod waits in any case. */
function giveUp({ ctx, client, state }: Scheduling, { queued, pod, selection, cluster }: Decision & { readonly cluster: ClusterView }): void {
  const preemption = planPreemption(state, pod, { selection, cluster })
  if (preemption.type === 'none') state.nominated.delete(queued.key)
  const refused = preemption.type === 'victims' ? evict({ ctx, client, state }, pod, preemption.victims) : undefined
  if (refused !== undefined) return afterError({ ctx, client, state }, { queued, pod, message: refused })
  const { message, rejectedBy } = explainFailure(selection, { nodes: cluster.nodes.length, preemption })
  observe(ctx, { pod, attempt: queued.attempts, selection, message })
  addUnschedulable(state.queue, Object.freeze({ ...queued, since: ctx.now, failures: queued.failures + 1, rejectedBy: Object.freeze(rejectedBy) }))
  report({ ctx, client, state }, { pod, reason: 'Unschedulable', message })
  const { name, namespace = '' } = pod.metadata
  tell(ctx, 'scheduler.unschedulable', { actor: 'kube-scheduler', object: `pods/${namespace}/${name}`, level: 'warning' }, { pod: name, message })
}

/** The API server refused: the pod is tried again after a back-off. */
function afterError({ ctx, client, state }: Scheduling, { queued, pod, message }: { queued: QueuedPod; pod: Pod; message: string }): void {
  const failed = Object.freeze({ ...queued, since: ctx.now, failures: queued.failures + 1 })
  const until = addError(state.queue, failed)
  ctx.send(ctx.self, { type: 'backoff' }, ms((until - ctx.now) / 1000))
  report({ ctx, client, state }, { pod, reason: 'SchedulerError', message })
}

/** The Event, and the pod's PodScheduled condition and nomination if they say something new. */
function report({ ctx, client, state }: Scheduling, { pod, reason, message }: { pod: Pod; reason: string; message: string }): void {
  const node = state.nominated.get(keyOf(pod))
  recordEvent(ctx, { client, recorded: state.recorded }, pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', note: message })
  const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  const isNominationKnown = node === pod.status?.nominatedNodeName
  if (known?.status === 'False' && known.reason === reason && known.message === message && isNominationKnown) return
  const lastTransitionTime = known?.status === 'False' ? known.lastTransitionTime : client.timestamp(ctx)
  const observedGeneration = pod.metadata.generation
  const condition = { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime, observedGeneration }
  const { name, namespace = '' } = pod.metadata
  client.patch(ctx, 'pods', { namespace, name }, { type: 'strategic', subresource: 'status', body: { status: { conditions: [condition], ...(!isNominationKnown && { nominatedNodeName: node ?? null }) } } })
}

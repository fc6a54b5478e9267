/**
 * kube-scheduler as a part: watches nodes and pods, keeps a queue of pods without a node, and runs one scheduling cycle
 * per event. Follows kubernetes v1.36 pkg/scheduler; leaves out volumes, extenders and several profiles.
 */
import { changeOf } from '../client-go/change.ts'
import type { Client, Resource } from '../client-go/client.ts'
import { createInformer, deliver } from '../client-go/informer.ts'
import { isRenew, renewLeadership } from '../client-go/leader-election.ts'
import { isWatchEnded, onWatchEnded } from '../client-go/reflector.ts'
import { isWatchEvent, keyOf, type WatchEvent } from '../client-go/watch.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { ms, seconds } from '../../sim/time.ts'
import { runCycle } from './cycle.ts'
import { onNode, onPod } from './handlers.ts'
import { flushBackoff, flushUnschedulable, isReadyToPop, longestUnschedulable } from './queue/scheduling-queue.ts'
import { createState, watched, type SchedulerState } from './state.ts'
import type { ApiObject } from '../../api/meta/object.ts'

export { pluginNames } from './plugins.ts'
export { queueDepth, type SchedulerState } from './state.ts'
export type { SchedulingNode, SchedulingObservation } from './trace.ts'

/** From the cache to the scheduling loop. */
const wakeUp = ms(1)
const relistAfter = seconds(1)

export const defineScheduler = (client: Client): PartDefinition<SchedulerState> => ({
  type: 'kube-scheduler',
  init: createState,
  step: (ctx, state, event) => {
    if (isWatchEvent(event)) receive(ctx, state, event)
    else if (isWatchEnded(event)) {
      const cached = (resource: Resource) => state.informers.get(resource)?.objects.values() ?? []
      onWatchEnded(ctx, { client, resources: watched, reflectors: state.reflectors, cached, take: (change) => receive(ctx, state, change) }, event)
    }
    else if (isRenew(event)) renewLeadership(ctx, client, event)
    else if (event.type === 'cycle') {
      state.busy = false
      runCycle({ ctx, client, state })
    } else if (event.type === 'backoff') flushBackoff(state.queue, ctx.now)
    else if (event.type === 'flush') {
      state.isFlushing = false
      flushUnschedulable(state.queue, ctx.now)
    } else if (event.type === 'start') start(ctx, client, state)
    goOn(ctx, state)
  },
})

function start(ctx: StepContext, client: Client, state: SchedulerState): void {
  for (const resource of watched) {
    if (state.informers.has(resource)) continue
    const listed = client.listAndWatch(ctx, resource)
    if (!listed.ok) return ctx.send(ctx.self, { type: 'start' }, relistAfter)
    state.informers.set(resource, createInformer(listed.object.objects, listed.object.revision))
  }
  for (const resource of ['nodes', 'pods'] as const) {
    for (const object of [...(state.informers.get(resource)?.objects.values() ?? [])]) {
      const revision = Number(object.metadata.resourceVersion)
      handle(ctx, state, { type: 'watch', resource, verb: 'ADDED', key: keyOf(object), object, revision }, undefined)
    }
  }
}

function receive(ctx: StepContext, state: SchedulerState, event: WatchEvent): void {
  const informer = state.informers.get(event.resource)
  if (informer) handle(ctx, state, event, deliver(informer, event))
}

function handle(ctx: StepContext, state: SchedulerState, event: WatchEvent, before: ApiObject | undefined): void {
  const node = changeOf('nodes', event, before)
  if (node) onNode(ctx, state, node)
  const pod = changeOf('pods', event, before)
  if (pod) onPod(ctx, state, pod)
}

/** Sends what the queues need next: a cycle if a pod is due, a flush while pods wait for the cluster to change. */
function goOn(ctx: StepContext, state: SchedulerState): void {
  if (!state.busy && isReadyToPop(state.queue)) {
    state.busy = true
    ctx.send(ctx.self, { type: 'cycle' }, wakeUp)
  }
  if (!state.isFlushing && state.queue.unschedulable.size > 0) {
    state.isFlushing = true
    ctx.send(ctx.self, { type: 'flush' }, longestUnschedulable)
  }
}

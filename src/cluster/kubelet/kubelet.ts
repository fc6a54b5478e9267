/**
 * The part `kubelet/NAME`: registers its node and makes the pods bound to it run on the machine beside it. Follows
 * kubernetes v1.36 pkg/kubelet/kubelet.go (syncLoop): one loop, fed by the watch, by timers, by the runtime.
 */
import type { Pod } from '../../api/generated/types.ts'
import { assert } from '../../sim/assert.ts'
import type { PartDefinition } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { seconds } from '../../sim/time.ts'
import { changeOf } from '../client-go/change.ts'
import type { Client } from '../client-go/client.ts'
import { record } from '../client-go/recorder.ts'
import { isWatchEnded, onWatchEnded, type Reflected } from '../client-go/reflector.ts'
import { tell } from '../client-go/tell.ts'
import { isWatchEvent, type WatchEvent } from '../client-go/watch.ts'
import { findContainer, machineAt } from '../network/machine.ts'
import type { Registry } from '../network/program.ts'
import { isDeadline, meetsDeadline, type DeadlineEvent } from './active-deadline.ts'
import { isProbeAnswer } from './connections.ts'
import { isPulled } from './image-manager.ts'
import { hookResult, isHookEvent, runHook, type HookEvent } from './lifecycle.ts'
import { isRefresh, onRefresh } from './mounting.ts'
import { isContainerExited, isExecDone, type ContainerExitedEvent, type ExecDoneEvent } from '../network/machine-events.ts'
import { onEnd, onHook, onPod, onPulled, onStage, sync } from './pod-worker.ts'
import { isOrder, reportStatus } from './pod-status.ts'
import { isProbe, onProbe, onProbeAnswer, onProbeExec } from './prober.ts'
import { isHeartbeat, register, renewLease, reportChange, reportNode } from './registration.ts'
import { isRelist, relist } from './relist.ts'
import { endContainer, removeSandbox } from './runtime.ts'
import { about, createKubeletState, sandboxOf, isWorkerEvent, specOf, uidOf, type Kubelet, type KubeletState, type PodWorker, type WorkerEvent } from './state.ts'
import { isStopOver, onPreStop, onStopOver } from './stop.ts'
import { cleanUp, onContainerStopped, shortenGrace } from './termination.ts'

export { defineHollowKubelet } from './hollow.ts'

/** The API server did not answer: again after this. */
const startRetry = seconds(1)

export const defineKubelet = (client: Client, registry: Registry): PartDefinition<KubeletState> => ({
  type: 'kubelet',
  init: createKubeletState,
  step: (ctx, state, event) => {
    const machine = machineAt(ctx, ctx.instance)
    if (!machine) return
    const source = { component: 'kubelet', host: ctx.instance }
    const nodeEvent: Kubelet['nodeEvent'] = (node, text) => record(ctx, { client, source, state: state.recorded }, node, { type: 'Normal', ...text })
    take({ ctx, client, registry, state, machine, nodeEvent }, event)
  },
})

function take(k: Kubelet, event: SimEvent): void {
  if (isWatchEvent(event)) return onWatch(k, event)
  if (isWatchEnded(event)) return onWatchEnded(k.ctx, reflectedBy(k), event)
  if (isHeartbeat(event)) return heartbeats[event.type](k)
  if (event.type === 'start') return start(k)
  if (isRelist(event)) return onRelist(k)
  if (isPulled(event)) return onPulled(k, event)
  const worker = 'uid' in event ? k.state.workers.get(String(event.uid)) : undefined
  if (!worker) return
  if (isWorkerEvent(event)) onTimer(k, worker, event)
  else if (isProbe(event)) onProbe(k, worker, event)
  else if (isProbeAnswer(event)) onProbeAnswer(k, worker, event)
  else if (isExecDone(event)) onExecDone(k, worker, event)
  else if (isHookEvent(event)) onHookEvent(k, worker, event)
  else if (isStopOver(event)) onStopOver(k, worker, event)
  else if (isRefresh(event)) onRefresh(k, worker)
  else if (isDeadline(event)) onDeadline(k, worker, event)
  else if (isContainerExited(event)) onExited(k, worker, event)
}

const heartbeats = { 'node-lease': renewLease, 'node-status': reportNode, 'node-changed': reportChange }

function start(k: Kubelet): void {
  const { ctx, client, state } = k
  if (!state.registered) state.registered = register(k)
  const pods = state.registered ? client.listAndWatch(ctx, 'pods', { node: ctx.instance }) : undefined
  if (!pods?.ok) return ctx.send(ctx.self, { type: 'start' }, startRetry)
  for (const pod of pods.object.objects) onPod(k, pod)
  removeOrphans(k)
}

const reflectedBy = (k: Kubelet): Reflected => ({
  client: k.client,
  resources: ['pods'],
  reflectors: k.state.reflectors,
  cached: () => [...k.state.workers.values()].filter(({ deleted }) => !deleted).map(({ pod }) => pod),
  take: (change) => onWatch(k, change),
  options: { node: k.ctx.instance },
})

/** A command that the kubelet ran in a container has ended: a hook's, or a probe's. */
function onExecDone(k: Kubelet, worker: PodWorker, event: ExecDoneEvent): void {
  const container = sandboxOf(k, worker)?.containers.find(({ id }) => id === event.container)
  if (!container) return
  const { tag } = event
  if (tag !== 'postStart' && tag !== 'preStop') return onProbeExec(k, worker, event)
  const command = specOf(worker, container.name).lifecycle?.[tag]?.exec?.command ?? []
  const outcome = hookResult(worker, { name: container.name, command, ...event })
  if (tag === 'postStart') onHook(k, worker, container, outcome)
  else onPreStop(k, worker, container, outcome)
}

function onDeadline(k: Kubelet, worker: PodWorker, event: DeadlineEvent): void {
  if (meetsDeadline(k, worker, event)) sync(k, worker)
}

/** A postStart hook begins; a hook that only sleeps has slept. */
function onHookEvent(k: Kubelet, worker: PodWorker, { type, hook, container: id }: HookEvent): void {
  const container = sandboxOf(k, worker)?.containers.find((known) => known.id === id)
  if (!container) return
  const outcome = type === 'hook-done' ? ({ type: 'ok' } as const) : runHook(k, worker, { spec: specOf(worker, container.name), container, hook })
  if (hook === 'postStart') onHook(k, worker, container, outcome)
  else onPreStop(k, worker, container, outcome)
}

function onExited(k: Kubelet, worker: PodWorker, { uid, container }: ContainerExitedEvent): void {
  const ended = findContainer(sandboxOf(k, worker), container)
  const exitCode = ended?.exitCode ?? 0
  const params = { pod: worker.pod.metadata.name, node: k.ctx.instance, container, exitCode }
  const limitBytes = ended?.process.order.memoryLimitBytes ?? 0
  if (ended?.reason === 'OOMKilled') tell(k.ctx, 'kubelet.out-of-memory', { ...about(k, worker.pod), level: 'warning' }, { pod: params.pod, node: params.node, container, limitBytes })
  tell(k.ctx, 'kubelet.exited', { ...about(k, worker.pod), level: exitCode === 0 ? 'event' : 'warning' }, params)
  relist(k, uid)
  if (ended) onEnd(k, worker, ended)
  onContainerStopped(k, worker)
}

/** Pods that were deleted while the kubelet was away. */
function removeOrphans({ ctx, machine, state }: Kubelet): void {
  for (const [uid, sandbox] of [...machine.sandboxes]) {
    if (state.workers.has(uid)) continue
    for (const container of sandbox.containers) endContainer(ctx, machine, { sandbox, container }, { exitCode: 137, reason: 'Error' })
    removeSandbox(ctx.as(`node/${machine.name}`), machine, uid)
  }
}

function onWatch(k: Kubelet, event: WatchEvent): void {
  const change = changeOf('pods', event, undefined)
  assert(change, 'a kubelet watches pods alone')
  const { current, previous } = change
  if (current) return onUpdate(k, current)
  const worker = previous && k.state.workers.get(uidOf(previous))
  if (!worker) return
  worker.deleted = true
  if (worker.stage === 'finalizing' || worker.stage === 'finished') cleanUp(k, worker)
  else sync(k, worker)
}

/** A change of the status alone is somebody's report, not an order; ours is made again if it is not what we see. */
function onUpdate(k: Kubelet, pod: Pod): void {
  const worker = k.state.workers.get(uidOf(pod))
  const before = worker?.pod
  if (!worker || !before) return onPod(k, pod)
  if (Number(before.metadata.resourceVersion) >= Number(pod.metadata.resourceVersion)) return
  if (isOrder(before, pod)) {
    onPod(k, pod)
    return shortenGrace(k, worker, before.metadata.deletionGracePeriodSeconds)
  }
  worker.pod = pod
  if (worker.stage === 'idle') reportStatus(k, worker)
}

/** A timer of an earlier stage is void. */
function onTimer(k: Kubelet, worker: PodWorker, { type, ticket }: WorkerEvent): void {
  if (ticket !== worker.ticket) return
  if (type === 'pod-sync') syncOrReport(k, worker)
  else if (worker.stage === 'finalizing') cleanUp(k, worker)
  else onStage(k, worker)
}

/** The time for a new look, or for a status that could not be written. */
function syncOrReport(k: Kubelet, worker: PodWorker): void {
  if (worker.stage === 'idle') sync(k, worker)
  else reportStatus(k, worker)
}

function onRelist(k: Kubelet): void {
  k.state.relisting = false
  const changed = [...k.state.changed]
  k.state.changed.clear()
  for (const [uid, cause] of changed) {
    k.ctx.cause = cause
    const worker = k.state.workers.get(uid)
    if (worker) sync(k, worker)
  }
}


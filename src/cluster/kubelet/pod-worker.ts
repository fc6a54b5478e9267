/**
 * One worker per pod: brings what runs to what the spec says, one named stage after the other. Follows kubernetes v1.36
 * pkg/kubelet/pod_workers.go, kubelet.go (SyncPod) and kuberuntime_manager.go (SyncPod). Between stages it holds nothing
 * but data; after a crash the next sync finds its place from what runs on the machine.
 */
import type { Pod } from '../../api/generated/types.ts'
import { between } from '../../sim/random.ts'
import { micros, seconds, type Micros } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { findContainer, type Container } from '../network/machine.ts'
import { scheduleDeadline } from './active-deadline.ts'
import { delayOf, raise } from './back-off.ts'
import { crashKey, isSidecar, nextAction, type Held } from './container-plan.ts'
import { ensureImage, finishPull, pullRetry, type PulledEvent } from './image-manager.ts'
import { reportStatus } from './pod-status.ts'
import { continueProbes } from './prober.ts'
import { relist } from './relist.ts'
import { createSandbox } from './runtime.ts'
import { isStarted } from './container-status.ts'
import type { HookOutcome } from './lifecycle.ts'
import { mountVolumes, refreshVolumes, scheduleRefresh } from './mounting.ts'
import { launch, onPostStart, type Launched } from './start-container.ts'
import { about, createWorker, emit, emitFor, enter, sandboxOf, specOf, uidOf, wake, type Kubelet, type PodWorker, type Waiting } from './state.ts'
import { stopContainer } from './stop.ts'
import { terminate } from './termination.ts'

/** Mounting volumes (the service account's token at least) and running the sandbox. */
const setupTime = { from: 120_000, to: 280_000 }
/** Creating and starting one container. */
const startTime = { from: 40_000, to: 110_000 }
/** Network plugin not ready, no address left: tried again after this. */
const sandboxRetry = seconds(10)

const draw = ({ ctx }: Kubelet, range: { from: number; to: number }): Micros => micros(between(() => ctx.random(), range.from, range.to))

/** A pod of this node is there or has changed. */
export function onPod(k: Kubelet, pod: Pod): void {
  const known = k.state.workers.get(uidOf(pod))
  const worker = known ?? createWorker(pod, { date: k.client.timestamp(k.ctx), now: k.ctx.now })
  const before = known?.pod
  worker.pod = pod
  if (!known) admit(k, worker)
  else if (pod.metadata.deletionTimestamp === undefined) {
    refreshVolumes(k, worker)
    if (pod.spec.activeDeadlineSeconds !== before?.spec.activeDeadlineSeconds) scheduleDeadline(k, worker)
  }
  sync(k, worker)
}

function admit(k: Kubelet, worker: PodWorker): void {
  const { pod } = worker
  k.state.workers.set(uidOf(pod), worker)
  // What was left to clean up when the kubelet stopped is cleaned up now.
  if (isOver(pod)) return sandboxOf(k, worker) ? void (worker.hasEnded = true) : enter(worker, 'finished')
  scheduleDeadline(k, worker)
  continueProbes(k, worker)
  if (sandboxOf(k, worker)?.ready) scheduleRefresh(k, worker)
  if (pod.metadata.deletionTimestamp === undefined && sandboxOf(k, worker) === undefined)
    tell(k.ctx, 'kubelet.admitted', about(k, pod), { pod: pod.metadata.name, node: k.ctx.instance })
}

export const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** Looks at everything afresh; what is under way is left to end first. */
export function sync(k: Kubelet, worker: PodWorker): void {
  const isDeleted = worker.pod.metadata.deletionTimestamp !== undefined || worker.deleted
  if (worker.stage === 'finished' && !isDeleted) return
  const leaving = isDeleted || worker.hasEnded || worker.evicted !== null
  if (leaving) return terminate(k, worker)
  if (worker.stage !== 'idle') return
  worker.tried.clear()
  proceed(k, worker)
}

function setUp(k: Kubelet, worker: PodWorker): void {
  if (sandboxOf(k, worker)) emit(k, worker, { type: 'Normal', reason: 'SandboxChanged', message: 'Pod sandbox changed, it will be killed and re-created.' })
  enter(worker, 'setup')
  reportStatus(k, worker)
  wake(k, worker, { type: 'pod-stage', delay: draw(k, setupTime) })
}

/** The present stage has taken its time. */
export function onStage(k: Kubelet, worker: PodWorker): void {
  if (worker.stage === 'setup') runSandbox(k, worker)
  else if (worker.stage === 'starting') goOn(k, worker, launch(k, worker, specOf(worker, worker.current)))
}

/** A container was started, or could not be; a postStart hook keeps the worker busy until it has ended. */
function goOn(k: Kubelet, worker: PodWorker, launched: Launched): void {
  if (launched !== 'none') relist(k, uidOf(worker.pod))
  if (launched === 'hook') return enter(worker, 'hook', worker.current)
  if (launched === 'failed') return enter(worker, 'undoing', worker.current)
  proceed(k, worker)
}

/** A postStart hook has ended, or its container has. */
export function onHook(k: Kubelet, worker: PodWorker, container: Container, outcome: HookOutcome): void {
  if (worker.stage === 'hook' && worker.current === container.name && outcome.type !== 'running') goOn(k, worker, onPostStart(k, worker, container, outcome))
}

/** A container has ended while the worker was busy with it. */
export function onEnd(k: Kubelet, worker: PodWorker, container: Container): void {
  if (worker.current !== container.name) return
  if (worker.stage === 'undoing') return proceed(k, worker)
  onHook(k, worker, container, { type: 'failed', message: `container ${container.name} has ended` })
}

function runSandbox(k: Kubelet, worker: PodWorker): void {
  const { ctx, machine } = k
  const mounted = mountVolumes(k, worker)
  if (!mounted.ok) return wake(k, worker, { type: 'pod-stage', delay: mounted.retry })
  const { metadata, spec } = worker.pod
  const { namespace = '', name } = metadata
  const order = { uid: uidOf(worker.pod), namespace, name, hostNetwork: spec.hostNetwork ?? false, dnsPolicy: spec.dnsPolicy ?? 'ClusterFirst', volumes: mounted.volumes }
  const sandbox = createSandbox(ctx.as(`node/${machine.name}`), machine, order)
  if (!sandbox) {
    emitFailedSandbox(k, worker)
    return wake(k, worker, { type: 'pod-stage', delay: sandboxRetry })
  }
  tell(ctx, 'kubelet.sandbox', about(k, worker.pod), { pod: name, node: ctx.instance, ip: sandbox.address })
  worker.mounting = null
  refreshVolumes(k, worker)
  scheduleRefresh(k, worker)
  enter(worker, 'idle')
  reportStatus(k, worker)
  proceed(k, worker)
}

function emitFailedSandbox(k: Kubelet, worker: PodWorker): void {
  const message =
    k.machine.podCIDR === ''
      ? 'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'
      : `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="flannel" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${k.machine.podCIDR}`
  const reason = k.machine.podCIDR === '' ? 'NetworkNotReady' : 'FailedCreatePodSandBox'
  emit(k, worker, { type: 'Warning', reason, message })
}

/** The next thing to do for the containers, or what to wait for. What the next relist will see is reported then. */
function proceed(k: Kubelet, worker: PodWorker): void {
  const { ctx, state } = k
  const sandbox = sandboxOf(k, worker)
  if (!sandbox?.ready) return setUp(k, worker)
  enter(worker, 'idle')
  stopChanged(k, worker)
  const action = nextAction({ pod: worker.pod, sandbox, backOffs: state.backOffs, tried: worker.tried, isStarted: (spec, container) => isStarted(worker, spec, container), now: ctx.now })
  if (action.type === 'start') return begin(k, worker, action.container.name)
  if (action.type === 'ended') return finish(k, worker)
  holdBack(k, worker, action.held)
  if (worker.tried.size > 0) wake(k, worker, { type: 'pod-sync', delay: isFirstFailure(worker) ? seconds(1) : pullRetry(() => ctx.random()) })
  if (!state.changed.has(uidOf(worker.pod))) reportStatus(k, worker)
}

/** A running pod may be given another image: the container is stopped, and comes back with it. */
function stopChanged(k: Kubelet, worker: PodWorker): void {
  const { containers, initContainers = [], terminationGracePeriodSeconds: graceSeconds = 30 } = worker.pod.spec
  for (const { name, image } of [...initContainers.filter(isSidecar), ...containers]) {
    const container = findContainer(sandboxOf(k, worker), name)
    if (container?.state !== 'running' || container.image === image || worker.stops.has(container.id)) continue
    stopContainer(k, worker, { container, graceSeconds, message: `Container ${name} definition changed, will be restarted` })
  }
}

/** A pull that has just failed is looked at again with the next relist, one in back-off with the worker's own period. */
const isFirstFailure = (worker: PodWorker): boolean => [...worker.tried].some((name) => worker.waiting.get(name)?.reason === 'ErrImagePull')

function begin(k: Kubelet, worker: PodWorker, name: string): void {
  const spec = specOf(worker, name)
  const verdict = ensureImage(k, worker, spec)
  if (verdict === 'failed') {
    worker.tried.add(name)
    return proceed(k, worker)
  }
  if (verdict === 'asked') return enter(worker, 'pulling', name)
  startSoon(k, worker, name)
}

function startSoon(k: Kubelet, worker: PodWorker, name: string): void {
  const previous = findContainer(sandboxOf(k, worker), name)
  if (previous) raise(k.state.backOffs, crashKey(worker.pod, name), { since: previous.finishedAt, now: k.ctx.now })
  enter(worker, 'starting', name)
  wake(k, worker, { type: 'pod-stage', delay: draw(k, startTime) })
}

export function onPulled(k: Kubelet, event: PulledEvent): void {
  const worker = finishPull(k, event)
  if (!worker) return
  const { current } = worker
  if (worker.waiting.get(current)?.reason !== 'ErrImagePull' || (!event.isLost && k.registry.resolve(event.request.image).ok)) {
    worker.waiting.delete(current)
    return startSoon(k, worker, current)
  }
  worker.tried.add(current)
  proceed(k, worker)
}

/** Crashing containers wait for their back-off. */
function holdBack(k: Kubelet, worker: PodWorker, held: readonly Held[]): void {
  const { metadata } = worker.pod
  const pod = `${metadata.name}_${metadata.namespace ?? ''}(${metadata.uid ?? ''})`
  for (const { container, until } of held) {
    const delay = delayOf(k.state.backOffs, crashKey(worker.pod, container)) / 1_000_000
    tell(k.ctx, 'kubelet.held-back', { ...about(k, worker.pod), level: 'detail' }, { pod: metadata.name, node: k.ctx.instance, container, reason: 'CrashLoopBackOff', seconds: delay, until })
    const text = delay < 60 ? `${delay}s` : `${Math.floor(delay / 60)}m${delay % 60}s`
    const waiting: Waiting = { reason: 'CrashLoopBackOff', message: `back-off ${text} restarting failed container=${container} pod=${pod}` }
    worker.waiting.set(container, waiting)
    emitFor(k, worker, container, { type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${container} in pod ${pod}` })
    wake(k, worker, { type: 'pod-sync', delay: micros(until - k.ctx.now + between(() => k.ctx.random(), 10_000, 900_000)) })
  }
}

/** Every container has ended for good: the pod is Succeeded or Failed, once its sidecars have ended too. */
function finish(k: Kubelet, worker: PodWorker): void {
  worker.waiting.clear()
  worker.hasEnded = true
  terminate(k, worker)
}

/**
 * The end of a pod: its containers are stopped, main ones before sidecars, then status, clean-up, and the last delete.
 * Follows kubernetes v1.36 pkg/kubelet/kubelet.go (SyncTerminatingPod, SyncTerminatedPod) and pod_workers.go
 * (calculateEffectiveGracePeriod).
 */
import { between } from '../../sim/random.ts'
import { micros, seconds } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import { forgetPod } from './back-off.ts'
import { forgetPulls } from './image-manager.ts'
import { reportStatus } from './pod-status.ts'
import { removeSandbox, stopSandbox } from './runtime.ts'
import { about, enter, sandboxOf, uidOf, wake, type Kubelet, type PodWorker } from './state.ts'
import { onStopped, stopContainer } from './stop.ts'

/** Volumes and cgroups are taken down, and the status manager has its turn. */
const cleanUpTime = { from: 60_000, to: 160_000 }
const defaultGraceSeconds = 30
/** The API server did not take the last status or the last delete: again after this. */
const deleteRetry = seconds(10)

const runningOf = (sandbox: Sandbox | undefined): Container[] => sandbox?.containers.filter(({ state }) => state === 'running') ?? []

export function terminate(k: Kubelet, worker: PodWorker): void {
  if (worker.stage === 'terminating' || worker.stage === 'finalizing') return
  const running = runningOf(sandboxOf(k, worker))
  enter(worker, 'terminating')
  forgetPulls(k, uidOf(worker.pod))
  if (running.length === 0) return finalize(k, worker)
  const graceSeconds = graceSecondsOf(worker)
  tell(k.ctx, 'kubelet.killing', about(k, worker.pod), { pod: worker.pod.metadata.name, node: k.ctx.instance, gracePeriodSeconds: graceSeconds })
  stopAll(k, worker, graceSeconds)
}

/** Main containers first, so that sidecars see that they have to wait. */
function stopAll(k: Kubelet, worker: PodWorker, graceSeconds: number): void {
  const { initContainers = [], containers } = worker.pod.spec
  const order = [...containers, ...[...initContainers].reverse()].map(({ name }) => name)
  const running = runningOf(sandboxOf(k, worker)).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  for (const container of running) stopContainer(k, worker, { container, graceSeconds, message: `Stopping container ${container.name}` })
}

/** At least one second, even for a pod whose object is already gone. */
function graceSecondsOf({ pod }: PodWorker): number {
  const { deletionGracePeriodSeconds } = pod.metadata
  return Math.max(1, deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds)
}

/** A shorter grace period came in while the pod was already stopping. */
export function shortenGrace(k: Kubelet, worker: PodWorker, before: number | undefined): void {
  const grace = worker.pod.metadata.deletionGracePeriodSeconds
  if (worker.stage === 'terminating' && grace !== undefined && grace < (before ?? Infinity)) stopAll(k, worker, graceSecondsOf(worker))
}

/** A container of the pod has ended. */
export function onContainerStopped(k: Kubelet, worker: PodWorker): void {
  onStopped(k, worker)
  if (worker.stage === 'terminating' && runningOf(sandboxOf(k, worker)).length === 0) finalize(k, worker)
}

function finalize(k: Kubelet, worker: PodWorker): void {
  enter(worker, 'finalizing')
  worker.waiting.clear()
  reportStatus(k, worker)
  wake(k, worker, { type: 'pod-stage', delay: micros(between(() => k.ctx.random(), cleanUpTime.from, cleanUpTime.to)) })
}

/** Nothing runs any more: once that is reported, the sandbox and the object may go. */
export function cleanUp(k: Kubelet, worker: PodWorker): void {
  const { ctx, client, machine, state } = k
  const { pod } = worker
  const uid = uidOf(pod)
  if (!reportStatus(k, worker)) return wake(k, worker, { type: 'pod-stage', delay: deleteRetry })
  const { namespace = '', name, deletionTimestamp } = pod.metadata
  if (!worker.deleted && deletionTimestamp === undefined) return keepRecord(k, worker)
  removeSandbox(ctx.as(`node/${machine.name}`), machine, uid)
  if (worker.deleted) {
    state.workers.delete(uid)
    forgetPod(state.backOffs, uid)
    return tell(ctx, 'kubelet.removed', about(k, pod), { pod: name, node: ctx.instance })
  }
  const deleted = client.delete(ctx, 'pods', { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } })
  if (!deleted.ok && deleted.status.code !== 404) wake(k, worker, { type: 'pod-stage', delay: deleteRetry })
}

/** A pod that has ended by itself keeps its containers and their logs, but no address. */
function keepRecord(k: Kubelet, worker: PodWorker): void {
  const { ctx, machine } = k
  stopSandbox(ctx.as(`node/${machine.name}`), machine, uidOf(worker.pod))
  enter(worker, 'finished')
  reportStatus(k, worker)
}

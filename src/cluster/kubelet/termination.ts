/**
 * The end of a pod: TERM to every container, KILL at the end of the grace period, status, clean-up, and the last delete.
 * Follows kubernetes v1.36 pkg/kubelet/kubelet.go (SyncTerminatingPod, SyncTerminatedPod), pod_workers.go
 * (calculateEffectiveGracePeriod) and kuberuntime_container.go (killContainer).
 */
import { between } from '../../sim/random.ts'
import { micros, seconds } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import { forgetPod } from './back-off.ts'
import { forgetPulls } from './image-manager.ts'
import { reportStatus } from './pod-status.ts'
import { endContainer, removeSandbox, terminateContainer } from './runtime.ts'
import { about, emitFor, enter, sandboxOf, uidOf, wake, type Kubelet, type PodWorker } from './state.ts'

/** Volumes and cgroups are taken down, and the status manager has its turn. */
const cleanUpTime = { from: 60_000, to: 160_000 }
const defaultGraceSeconds = 30
/** The API server did not take the last status or the last delete: again after this. */
const deleteRetry = seconds(10)

const runningOf = (sandbox: Sandbox | undefined): Container[] => sandbox?.containers.filter(({ state }) => state === 'running') ?? []

export function terminate(k: Kubelet, worker: PodWorker): void {
  if (worker.stage === 'terminating' || worker.stage === 'finalizing') return
  const sandbox = sandboxOf(k, worker)
  const running = runningOf(sandbox)
  enter(worker, 'terminating')
  forgetPulls(k, uidOf(worker.pod))
  if (!sandbox || running.length === 0) return finalize(k, worker)
  const grace = graceSeconds(worker)
  const { name } = worker.pod.metadata
  tell(k.ctx, 'kubelet.killing', about(k, worker.pod), { pod: name, node: k.ctx.instance, gracePeriodSeconds: grace })
  for (const container of running) {
    emitFor(k, worker, container.name, { reason: 'Killing', message: `Stopping container ${container.name}` })
    terminateContainer(k.ctx, k.machine, { sandbox, container, registry: k.registry })
  }
  wake(k, worker, { type: 'pod-kill', delay: seconds(grace) })
}

/** At least one second, even for a pod whose object is already gone. */
function graceSeconds({ pod }: PodWorker): number {
  const { deletionGracePeriodSeconds } = pod.metadata
  return Math.max(1, deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds)
}

/** A shorter grace period came in while the pod was already stopping. */
export function shortenGrace(k: Kubelet, worker: PodWorker, before: number | undefined): void {
  const grace = worker.pod.metadata.deletionGracePeriodSeconds
  if (worker.stage === 'terminating' && before !== undefined && grace !== undefined && grace < before)
    wake(k, worker, { type: 'pod-kill', delay: seconds(Math.max(1, grace)) })
}

/** The grace period is over. */
export function kill(k: Kubelet, worker: PodWorker): void {
  const sandbox = sandboxOf(k, worker)
  if (worker.stage !== 'terminating' || !sandbox) return
  for (const container of runningOf(sandbox)) endContainer(k.ctx, k.machine, { sandbox, container }, { exitCode: 137, reason: 'Error' })
}

/** A container of a pod that is stopping has ended. */
export function onStopped(k: Kubelet, worker: PodWorker): void {
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
  removeSandbox(ctx.as(`node/${machine.name}`), machine, uid)
  const { namespace = '', name, deletionTimestamp } = pod.metadata
  if (worker.deleted) {
    state.workers.delete(uid)
    forgetPod(state.backOffs, uid)
    return tell(ctx, 'kubelet.removed', about(k, pod), { pod: name, node: ctx.instance })
  }
  if (deletionTimestamp === undefined) return enter(worker, 'finished')
  const deleted = client.delete(ctx, 'pods', { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } })
  if (!deleted.ok && deleted.status.code !== 404) wake(k, worker, { type: 'pod-stage', delay: deleteRetry })
}

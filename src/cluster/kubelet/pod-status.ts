/**
 * The pod's status from its spec, what runs and what is known, and its writing. Field order is that of k8s.io/api
 * core/v1 PodStatus. Follows kubernetes v1.36 pkg/kubelet/kubelet_pods.go (generateAPIPodStatus, getPhase) and
 * pkg/kubelet/status/status_manager.go (syncPod): a write that fails is tried again at the next sync.
 */
import type { ContainerStatus, Pod, PodStatus } from '../../api/generated/types.ts'
import { sameJson } from '../../api/meta/json.ts'
import { freeze } from '../../sim/freeze.ts'
import { seconds } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { conditionsOf } from './conditions.ts'
import { containerStatus } from './container-status.ts'
import { about, sandboxOf, wake, type Kubelet, type PodWorker } from './state.ts'

/** The status manager's own round, in which failed writes are tried again. */
const syncPeriod = seconds(10)

/** False if the API server did not take it; it is then tried again, as long as the stage lasts. */
export function reportStatus(k: Kubelet, worker: PodWorker): boolean {
  const { ctx, client } = k
  const { metadata } = worker.pod
  if (worker.deleted) return true
  const current = client.get(ctx, 'pods', metadata.namespace ?? '', metadata.name)
  if (!current.ok) return current.status.code === 404 || tryAgain(k, worker)
  if (current.object.metadata.uid !== metadata.uid) return true
  const status = generateStatus(k, { ...worker, pod: current.object })
  if (sameJson(status, current.object.status)) return true
  const written = client.updateStatus(ctx, 'pods', { ...current.object, status })
  if (!written.ok) return written.status.code === 404 || tryAgain(k, worker)
  // An order that came between is heard from the watch, and followed then.
  if (!isOrder(worker.pod, written.object)) worker.pod = written.object
  tellReady(k, worker, status)
  return true
}

/** Whether the pod asks for something else than before; a new status does not. */
export function isOrder({ metadata: before }: Pod, { metadata }: Pod): boolean {
  const { generation, deletionTimestamp, deletionGracePeriodSeconds, annotations, labels } = metadata
  return (
    generation !== before.generation ||
    deletionTimestamp !== before.deletionTimestamp ||
    deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds ||
    !sameJson([annotations, labels], [before.annotations, before.labels])
  )
}

function tryAgain(k: Kubelet, worker: PodWorker): boolean {
  wake(k, worker, { type: 'pod-sync', delay: syncPeriod })
  return false
}

function tellReady(k: Kubelet, worker: PodWorker, status: PodStatus): void {
  const ready = status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false
  if (ready && !worker.toldReady) tell(k.ctx, 'kubelet.ready', about(k, worker.pod), { pod: worker.pod.metadata.name, node: k.ctx.instance })
  worker.toldReady = ready
}

export function generateStatus(k: Kubelet, worker: PodWorker): PodStatus {
  const { pod } = worker
  const { spec, metadata } = pod
  const sandbox = sandboxOf(k, worker)
  const init = (spec.initContainers ?? []).map((container) => containerStatus(k, worker, container))
  const main = spec.containers.map((container) => containerStatus(k, worker, container))
  const phase = phaseOf(worker, init, main)
  const sandboxReady = sandbox?.ready ?? false
  const podIP = sandboxReady ? sandbox?.address : pod.status?.podIP
  return freeze({
    // 0 is not written. A conditional field would not do here: see `freeze`.
    observedGeneration: metadata.generation ?? 0,
    phase,
    conditions: conditionsOf({ pod, phase, sandboxReady, init, main, now: k.client.timestamp(k.ctx) }),
    ...worker.evicted,
    hostIP: k.machine.address,
    hostIPs: [{ ip: k.machine.address }],
    ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
    startTime: worker.startTime,
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: main,
    ...(pod.status?.qosClass && { qosClass: pod.status.qosClass }),
  })
}

function phaseOf({ pod, stage, evicted }: PodWorker, init: readonly ContainerStatus[], main: readonly ContainerStatus[]): NonNullable<PodStatus['phase']> {
  const before = pod.status?.phase
  if (before === 'Succeeded' || before === 'Failed') return before
  if (evicted) return 'Failed'
  const over = stage === 'finished' || stage === 'finalizing'
  if (init.some(({ state }, index) => (state?.terminated?.exitCode ?? 0) !== 0 && over && isPlainInit(pod, index))) return 'Failed'
  const ended = main.filter(({ state }) => state?.terminated !== undefined)
  if (over) return ended.length === main.length && ended.every(({ state }) => state?.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed'
  const running = main.some(({ state, lastState }) => state?.running ?? state?.terminated ?? lastState?.terminated)
  const unstarted = main.some(({ containerID }) => containerID === undefined)
  return running && !unstarted ? 'Running' : 'Pending'
}

const isPlainInit = ({ spec }: Pod, index: number): boolean => spec.initContainers?.[index]?.restartPolicy !== 'Always'

/**
 * The STATUS, READY and RESTARTS cells of a pod, and what colour it has.
 * Follows kubernetes v1.36 pkg/printers/internalversion/printers.go (printPod): init containers speak first, then the
 * first container that has something to say; a deletion speaks over all.
 */
import type { Container, ContainerStatus, Pod } from '../generated/types.ts'
import { ageOf } from './age.ts'
import type { Health } from './kind.ts'

interface PodSummary {
  readonly status: string
  readonly ready: number
  readonly containers: number
  readonly restarts: number
  /** When the last restarted container had ended, RFC 3339. */
  readonly lastRestart: string | undefined
}

const isRestartable = (container: Container | undefined): boolean => container?.restartPolicy === 'Always'

export function summarizePod(pod: Pod): PodSummary {
  const sidecars = (pod.spec?.initContainers ?? []).filter(isRestartable).length
  const init = summarizeInit(pod)
  const initialized = (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Initialized' && status === 'True')
  const summary = init.status === undefined || initialized ? summarizeMain(pod, init) : summarizeInitializing(init)
  return {
    ...summary,
    status: deletedStatus(pod) ?? summary.status,
    containers: (pod.spec?.containers ?? []).length + sidecars,
  }
}

function deletedStatus(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined
  if (pod.status?.reason === 'NodeLost') return 'Unknown'
  return isTerminal(pod) ? undefined : 'Terminating'
}

export const isTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

interface InitSummary {
  /** Undefined when every init container is done (or a started sidecar). */
  readonly status: string | undefined
  readonly ready: number
  readonly restarts: readonly ContainerStatus[]
  readonly sidecarRestarts: readonly ContainerStatus[]
}

function summarizeInit(pod: Pod): InitSummary {
  const specs = pod.spec?.initContainers ?? []
  const seen: ContainerStatus[] = []
  const sidecars: ContainerStatus[] = []
  let ready = 0
  for (const [i, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const restartable = isRestartable(specs.find(({ name }) => name === status.name))
    seen.push(status)
    if (restartable) sidecars.push(status)
    if (status.state?.terminated?.exitCode === 0) continue
    if (restartable && status.started === true) {
      if (status.ready) ready += 1
      continue
    }
    return { status: initStatus(status, i, specs.length), ready, restarts: seen, sidecarRestarts: sidecars }
  }
  return { status: undefined, ready, restarts: seen, sidecarRestarts: sidecars }
}

function initStatus(status: ContainerStatus, index: number, count: number): string {
  if (status.state?.terminated !== undefined) return `Init:${terminatedReason(status)}`
  const waiting = status.state?.waiting?.reason
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${count}`
}

function terminatedReason(status: ContainerStatus): string {
  const terminated = status.state?.terminated
  if (terminated?.reason) return terminated.reason
  return terminated?.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated?.exitCode ?? 0}`
}

const summarizeInitializing = (init: InitSummary) => ({
  status: init.status ?? '',
  ready: init.ready,
  ...countRestarts(init.restarts),
})

function summarizeMain(pod: Pod, init: InitSummary) {
  const statuses = pod.status?.containerStatuses ?? []
  const running = statuses.filter(({ ready, state }) => ready && state?.running !== undefined && !speaks(state))
  const speaker = statuses.find(({ state }) => state !== undefined && speaks(state))
  let status = speaker === undefined ? podReason(pod) : (speaker.state?.waiting?.reason ?? terminatedReason(speaker))
  if (status === 'Completed' && running.length > 0) {
    const ready = (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True')
    status = ready ? 'Running' : 'NotReady'
  }
  return { status, ready: init.ready + running.length, ...countRestarts([...init.sidecarRestarts, ...statuses]) }
}

const speaks = (state: NonNullable<ContainerStatus['state']>): boolean => Boolean(state.waiting?.reason) || state.terminated !== undefined

function podReason(pod: Pod): string {
  const gated = (pod.status?.conditions ?? []).some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')
  if (gated) return 'SchedulingGated'
  return pod.status?.reason || (pod.status?.phase ?? '')
}

function countRestarts(statuses: readonly ContainerStatus[]) {
  const ends = statuses.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? [])
  return {
    restarts: statuses.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    // RFC 3339 in UTC sorts as text.
    lastRestart: ends.sort().at(-1),
  }
}

/** `3 (2m ago)`. */
export function restartsCell(summary: PodSummary, now: string): string {
  if (summary.restarts === 0 || summary.lastRestart === undefined) return String(summary.restarts)
  return `${summary.restarts} (${ageOf(summary.lastRestart, now)} ago)`
}

const failing = ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CreateContainerConfigError', 'Error', 'OOMKilled']

export function podHealth(pod: Pod, summary: PodSummary): Health {
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating'
  if (pod.status?.phase === 'Succeeded') return 'none'
  if (pod.status?.phase === 'Failed') return 'error'
  const status = summary.status.replace(/^Init:/, '')
  if (failing.includes(status) || /^(ExitCode|Signal):/.test(status)) return 'error'
  if (pod.status?.phase !== 'Running' || summary.status.startsWith('Init:')) return 'pending'
  return summary.ready === summary.containers ? 'ok' : 'warn'
}

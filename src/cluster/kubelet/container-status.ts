/**
 * A container's status as the API shows it, from what runs and from why it waits. Field order is that of
 * k8s.io/api core/v1 ContainerStatus. Follows kubernetes v1.36 pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses).
 */
import type { Container as ContainerSpec, ContainerState, ContainerStatus, Pod } from '../../api/generated/types.ts'
import type { Container } from '../network/machine.ts'
import { dateOf } from './dates.ts'
import { probeKey } from './probe.ts'
import { sandboxOf, type Kubelet, type PodWorker, type Waiting } from './state.ts'

export function containerStatus(k: Kubelet, worker: PodWorker, spec: ContainerSpec): ContainerStatus {
  const attempts = sandboxOf(k, worker)?.containers.filter(({ name }) => name === spec.name) ?? []
  const [latest, earlier] = [attempts.at(-1), attempts.at(-2)]
  const waiting = latest?.state === 'running' ? undefined : (worker.waiting.get(spec.name) ?? (latest ? undefined : firstWaiting(worker)))
  const last = waiting && latest ? latest : earlier
  const state = waiting ? { waiting: withoutEmpty(waiting) } : latest ? stateOf(k, latest) : { waiting: { reason: 'ContainerCreating' } }
  const started = latest?.state === 'running' && isStarted(worker, spec, latest)
  const known = latest ?? undefined
  return {
    name: spec.name,
    state,
    lastState: last ? stateOf(k, last) : {},
    ready: isReady(worker, spec, latest),
    restartCount: known?.attempt ?? 0,
    image: known ? known.imageReference : (spec.image ?? ''),
    imageID: known?.imageId ?? '',
    ...(known && { containerID: `containerd://${known.id}` }),
    started,
    ...(known && resourcesOf(spec)),
    ...(known && volumeMounts(spec)),
    ...(known && { user: { linux: { uid: userOf(worker.pod, spec), gid: 0, supplementalGroups: [0] } } }),
  }
}

const withoutEmpty = ({ reason, message }: Waiting): { reason: string; message?: string } => (message === '' ? { reason } : { reason, message })

/** Before its first start; with init containers in front the reason is another. */
function firstWaiting({ pod }: PodWorker): Waiting {
  const reason = (pod.spec.initContainers?.length ?? 0) > 0 ? 'PodInitializing' : 'ContainerCreating'
  return { reason, message: '' }
}

function stateOf({ client, ctx }: Kubelet, container: Container): ContainerState {
  const startedAt = dateOf(client, ctx, container.startedAt)
  if (container.state === 'running') return { running: { startedAt } }
  const { exitCode, reason, message, finishedAt, id } = container
  return {
    terminated: {
      exitCode,
      ...(reason && { reason }),
      ...(message && { message }),
      startedAt,
      finishedAt: dateOf(client, ctx, finishedAt),
      containerID: `containerd://${id}`,
    },
  }
}

/** True once the startup probe has succeeded, or if there is none. */
export function isStarted(worker: PodWorker, spec: ContainerSpec, container: Container): boolean {
  if (!spec.startupProbe) return true
  const probe = worker.probes.get(probeKey(spec.name, 'startup'))
  return probe?.containerId === container.id && probe.result
}

export function isReady(worker: PodWorker, spec: ContainerSpec, container: Container | undefined): boolean {
  if (!container) return false
  const isInit = worker.pod.spec.initContainers?.some(({ name }) => name === spec.name) ?? false
  if (isInit && spec.restartPolicy !== 'Always') return container.state === 'exited' && container.exitCode === 0
  if (container.state !== 'running' || !isStarted(worker, spec, container)) return false
  if (!spec.readinessProbe) return true
  const probe = worker.probes.get(probeKey(spec.name, 'readiness'))
  return probe?.containerId === container.id && probe.result
}

/** In-place resize shows what was allocated; here it is always what was asked for. */
function resourcesOf({ resources }: ContainerSpec): Pick<ContainerStatus, 'allocatedResources' | 'resources'> {
  const { requests, limits } = resources ?? {}
  return {
    ...(requests && { allocatedResources: requests }),
    resources: { ...(limits && { limits }), ...(requests && { requests }) },
  }
}

function volumeMounts({ volumeMounts: mounts }: ContainerSpec): Pick<ContainerStatus, 'volumeMounts'> {
  if (!mounts || mounts.length === 0) return {}
  return {
    volumeMounts: mounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
    })),
  }
}

const userOf = ({ spec }: Pod, container: ContainerSpec): number => container.securityContext?.runAsUser ?? spec.securityContext?.runAsUser ?? 0

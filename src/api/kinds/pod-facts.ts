/** What a pod's card shows, and what a pod points to. Requests add up as the scheduler adds them. */
import type { Container, ContainerStatus, Pod } from '../generated/types.ts'
import { podRequests } from '../validation/pod-resources.ts'
import { appOf } from './columns.ts'
import type { Reference, RowFacts } from './kind.ts'
import { podHealth, summarizePod } from './pod-status.ts'
import { podWaits } from './pod-waits.ts'

export function podRow(pod: Pod): RowFacts {
  const summary = summarizePod(pod)
  const requests = podRequests(pod.spec)
  return {
    health: podHealth(pod, summary),
    phase: summary.status,
    ...(pod.spec?.nodeName ? { node: pod.spec.nodeName } : {}),
    ...(pod.status?.podIP ? { ip: pod.status.podIP } : {}),
    ...appOf(pod.metadata),
    ready: summary.ready,
    desired: summary.containers,
    restarts: summary.restarts,
    cpuMilli: requests.cpuMilli,
    memoryBytes: requests.memoryBytes,
    detail: {
      containers: containerDetails(pod),
      qosClass: pod.status?.qosClass ?? '',
      ...createdBy(pod),
      ...podWaits(pod),
    },
  }
}

function containerDetails(pod: Pod): readonly { readonly [name: string]: unknown }[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  const describe = (container: Container, init: boolean) => {
    const status = statuses.find(({ name }) => name === container.name)
    return {
      name: container.name,
      image: container.image ?? '',
      state: stateOf(status?.state),
      ready: status?.ready ?? false,
      restarts: status?.restartCount ?? 0,
      ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
      ...exitOf(status),
      ...(init ? { init: true } : {}),
    }
  }
  return [
    ...(pod.spec?.initContainers ?? []).map((container) => describe(container, true)),
    ...(pod.spec?.containers ?? []).map((container) => describe(container, false)),
  ]
}

/** The exit code of the last attempt that has ended. */
function exitOf(status: ContainerStatus | undefined): { readonly exitCode?: number } {
  const ended = status?.state?.terminated ?? status?.lastState?.terminated
  return ended ? { exitCode: ended.exitCode } : {}
}

type State = NonNullable<NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state']>

function stateOf(state: State | undefined): string {
  if (state?.running !== undefined) return 'Running'
  if (state?.terminated !== undefined) return state.terminated.reason || 'Terminated'
  return state?.waiting?.reason ?? 'Waiting'
}

function createdBy(pod: Pod): { readonly createdBy?: string } {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)
  return owner === undefined ? {} : { createdBy: `${owner.kind}/${owner.name}` }
}

export function podReferences(pod: Pod): readonly Reference[] {
  const namespace = pod.metadata.namespace ?? ''
  const spec = pod.spec
  const to = (type: Reference['type'], resource: string, name: string | undefined, path: string): Reference[] =>
    name ? [{ type, resource, namespace: resource === 'nodes' || resource.startsWith('priorityclasses') ? '' : namespace, name, path }] : []
  return [
    ...to('runs-on', 'nodes', spec?.nodeName, 'spec.nodeName'),
    ...to('uses', 'serviceaccounts', spec?.serviceAccountName, 'spec.serviceAccountName'),
    ...to('class', 'priorityclasses.scheduling.k8s.io', spec?.priorityClassName, 'spec.priorityClassName'),
    ...(spec?.imagePullSecrets ?? []).flatMap(({ name }, i) => to('uses', 'secrets', name, `spec.imagePullSecrets[${i}]`)),
    ...(spec?.volumes ?? []).flatMap((volume, i) => [
      ...to('mounts', 'configmaps', volume.configMap?.name, `spec.volumes[${i}].configMap`),
      ...to('mounts', 'secrets', volume.secret?.secretName, `spec.volumes[${i}].secret`),
      ...to('mounts', 'persistentvolumeclaims', volume.persistentVolumeClaim?.claimName, `spec.volumes[${i}].persistentVolumeClaim`),
      ...(volume.projected?.sources ?? []).flatMap((source, j) => [
        ...to('mounts', 'configmaps', source.configMap?.name, `spec.volumes[${i}].projected.sources[${j}].configMap`),
        ...to('mounts', 'secrets', source.secret?.name, `spec.volumes[${i}].projected.sources[${j}].secret`),
      ]),
    ]),
    ...envReferences(spec?.initContainers ?? [], 'spec.initContainers', to),
    ...envReferences(spec?.containers ?? [], 'spec.containers', to),
  ]
}

function envReferences(
  containers: readonly Container[],
  path: string,
  to: (type: 'env', resource: string, name: string | undefined, path: string) => Reference[],
): Reference[] {
  return containers.flatMap((container, i) => [
    ...(container.env ?? []).flatMap(({ valueFrom }, j) => [
      ...to('env', 'configmaps', valueFrom?.configMapKeyRef?.name, `${path}[${i}].env[${j}]`),
      ...to('env', 'secrets', valueFrom?.secretKeyRef?.name, `${path}[${i}].env[${j}]`),
    ]),
    ...(container.envFrom ?? []).flatMap((source, j) => [
      ...to('env', 'configmaps', source.configMapRef?.name, `${path}[${i}].envFrom[${j}]`),
      ...to('env', 'secrets', source.secretRef?.name, `${path}[${i}].envFrom[${j}]`),
    ]),
  ])
}

/**
 * Which pods are behind a Service, and what their endpoints look like. Follows kubernetes v1.36
 * staging/src/k8s.io/endpointslice (utils.go, util/controller_utils.go) and pkg/api/v1/pod (FindPort).
 */
import type { Container, Endpoint, EndpointPort, Node, Pod, Service, ServicePort } from '../../../api/generated/types.ts'
import { matchesLabels } from '../../../api/meta/selector.ts'
import { isEnded, isReady, isTerminating } from '../pod-state.ts'

/** True if the Service is one whose endpoints are kept: it selects pods and is not an alias. */
export const selectsPods = ({ spec }: Service): boolean => spec?.selector !== undefined && spec.type !== 'ExternalName'

export const selects = (service: Service, pod: Pod): boolean =>
  selectsPods(service) && matchesLabels(service.spec?.selector ?? {}, pod.metadata.labels ?? {})

/** A pod that has an address and has not ended; one that is going only if asked for. */
export function isMember(pod: Pod, { includeTerminating }: { includeTerminating: boolean }): boolean {
  if (isEnded(pod) || !pod.status?.podIP) return false
  return includeTerminating || !isTerminating(pod)
}

export const hostnameFor = (pod: Pod, service: Service): string | undefined =>
  pod.spec.hostname && pod.spec.subdomain === service.metadata.name ? pod.spec.hostname : undefined

export const targetOf = ({ metadata }: Pod) => ({
  kind: 'Pod',
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  name: metadata.name,
  ...(metadata.uid !== undefined && { uid: metadata.uid }),
})

export function endpointOf(pod: Pod, service: Service, node: Node | undefined): Endpoint {
  const serving = isReady(pod)
  const terminating = isTerminating(pod)
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone']
  const hostname = hostnameFor(pod, service)
  const hints = hintsFor(service, { zone, node: pod.spec.nodeName })
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hints && { hints }),
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: targetOf(pod),
    ...(zone && { zone }),
  }
}

function hintsFor({ spec }: Service, { zone, node }: { zone: string | undefined; node: string | undefined }): Endpoint['hints'] {
  const forZones = zone ? { forZones: [{ name: zone }] } : undefined
  switch (spec?.trafficDistribution) {
    case 'PreferClose':
    case 'PreferSameZone':
      return forZones
    case 'PreferSameNode':
      return node ? { ...forZones, forNodes: [{ name: node }] } : forZones
    default:
      return undefined
  }
}

/** The ports of this pod that the Service means; a named port that the pod lacks is left out. */
export function portsOf(pod: Pod, service: Service): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const number = findPort(pod, port)
    if (number === undefined) return []
    return [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }) }]
  })
}

export function findPort({ spec }: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (targetPort === undefined) return port
  if (typeof targetPort === 'number') return targetPort
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...spec.containers, ...sidecars].flatMap((container: Container) => container.ports ?? []).find(
    (candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol,
  )?.containerPort
}

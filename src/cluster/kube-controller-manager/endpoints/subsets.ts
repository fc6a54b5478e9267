/**
 * The subsets of a legacy Endpoints object: addresses that share a set of ports stand together, ready and not ready
 * apart, all sorted. Follows kubernetes v1.36 pkg/controller/endpoint (endpoints_controller.go) and
 * pkg/api/v1/endpoints (RepackSubsets).
 */
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../../../api/generated/types.ts'
import { findPort, hostnameFor, isMember, targetOf } from '../endpointslice/members.ts'
import { isReady } from '../pod-state.ts'

export function subsetsFor(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const publishNotReady = service.spec?.publishNotReadyAddresses === true
  const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>()
  for (const pod of pods.filter((candidate) => isMember(candidate, { includeTerminating: publishNotReady }))) {
    const ports = portsOf(pod, service)
    if (ports.length === 0 && service.spec?.clusterIP !== 'None') continue
    const group = groups.get(JSON.stringify(ports)) ?? { ports, ready: [], notReady: [] }
    if (publishNotReady || isReady(pod)) group.ready.push(addressOf(pod, service))
    else group.notReady.push(addressOf(pod, service))
    groups.set(JSON.stringify(ports), group)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { ports, ready, notReady }]) => ({
    ...(ready.length > 0 && { addresses: ready.sort(byAddress) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.sort(byAddress) }),
    ...(ports.length > 0 && { ports }),
  }))
}

/** Unlike in slices, a port without name has none. */
function portsOf(pod: Pod, service: Service): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const number = findPort(pod, port)
    if (number === undefined) return []
    const { name, protocol = 'TCP', appProtocol } = port
    return [{ ...(name && { name }), port: number, protocol, ...(appProtocol !== undefined && { appProtocol }) }]
  })
}

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const hostname = hostnameFor(pod, service)
  return {
    ...(hostname !== undefined && { hostname }),
    ip: pod.status?.podIP ?? '',
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: targetOf(pod),
  }
}

/** As upstream: by the address as text, then by the pod's uid. */
const byAddress = (a: EndpointAddress, b: EndpointAddress): number => {
  const [left, right] = [[a.ip, a.targetRef?.uid ?? ''].join('\0'), [b.ip, b.targetRef?.uid ?? ''].join('\0')]
  return left < right ? -1 : left > right ? 1 : 0
}

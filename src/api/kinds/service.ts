/**
 * Service. Follows kubernetes v1.36 pkg/registry/core/service, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation and
 * pkg/printers/internalversion. Cluster IPs and node ports are given out by the API server, not here.
 */
import { fieldsAt, keepFrom } from '../defaults/draft.ts'
import { defaultService, dropUnusedServiceFields, keepNodePorts, syncClusterIPs } from '../defaults/service.ts'
import type { Service } from '../generated/types.ts'
import { nameIsDNSLabel } from '../validation/names.ts'
import { validateService, validateServiceStatusUpdate, validateServiceUpdate } from '../validation/service.ts'
import { addressesOf, ageColumn, appOf, column, labelsText, nameColumn } from './columns.ts'
import type { Health, Kind } from './kind.ts'

export const serviceKind: Kind<Service> = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  generation: false,
  subresources: ['status'],
  returnsDeleted: true,
  createsOnUpdate: true,
  applyDefaults: defaultService,
  prepareForCreate(draft) {
    draft['status'] = { loadBalancer: {} }
    const spec = fieldsAt(draft, 'spec')
    if (spec?.['type'] === 'ExternalName') delete spec['internalTrafficPolicy']
    syncClusterIPs(draft)
  },
  prepareForUpdate(draft, old) {
    keepFrom(draft, old, 'status')
    dropUnusedServiceFields(draft, old)
    syncClusterIPs(draft, old)
    keepNodePorts(draft, old)
  },
  validateName: nameIsDNSLabel,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatusUpdate,
  warnings: serviceWarnings,
  selectableFields: (object) => ({ 'spec.clusterIP': object.spec.clusterIP ?? '', 'spec.type': object.spec.type ?? '' }),
  columns: [
    nameColumn,
    column('Type', (object) => object.spec.type ?? '', {
      description:
        'type determines how the Service is exposed. Defaults to ClusterIP. Valid options are ExternalName, ClusterIP, NodePort, and LoadBalancer. "ClusterIP" allocates a cluster-internal IP address for load-balancing to endpoints. Endpoints are determined by the selector or if that is not specified, by manual construction of an Endpoints object or EndpointSlice objects. If clusterIP is "None", no virtual IP is allocated and the endpoints are published as a set of endpoints rather than a virtual IP. "NodePort" builds on ClusterIP and allocates a port on every node which routes to the same endpoints as the clusterIP. "LoadBalancer" builds on NodePort and creates an external load-balancer (if supported in the current cloud) which routes to the same endpoints as the clusterIP. "ExternalName" aliases this service to the specified externalName. Several other fields do not apply to ExternalName services. More info: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
    }),
    column('Cluster-IP', (object) => object.spec.clusterIPs?.[0] || object.spec.clusterIP || '<none>', {
      description:
        'clusterIP is the IP address of the service and is usually assigned randomly. If an address is specified manually, is in-range (as per system configuration), and is not in use, it will be allocated to the service; otherwise creation of the service will fail.',
    }),
    column('External-IP', (object) => externalIPCell(object), {
      description:
        'externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service.  These IPs are not managed by Kubernetes.',
    }),
    column('Port(s)', (object) => portsCell(object), {
      description:
        'The list of ports that are exposed by this service. More info: https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies',
    }),
    ageColumn,
    column('Selector', (object) => labelsText(object.spec.selector), {
      wide: true,
      description:
        'Route service traffic to pods with label keys and values matching this selector. If empty or not present, the service is assumed to have an external process managing its endpoints, which Kubernetes will not modify.',
    }),
  ],
  references: (object) => {
    const selector = object.spec.selector
    if (selector === undefined || Object.keys(selector).length === 0) return []
    return [{ type: 'selects', resource: 'pods', namespace: object.metadata.namespace ?? '', name: '', selector, path: 'spec.selector' }]
  },
  row: (object) => ({
    health: serviceHealth(object),
    phase: object.spec.type ?? '',
    ...(object.spec.clusterIP ? { ip: object.spec.clusterIP } : {}),
    ...appOf(object.metadata),
    detail: {
      type: object.spec.type ?? '',
      ports: (object.spec.ports ?? []).map(({ name, port, targetPort, nodePort, protocol }) => ({
        name: name ?? '',
        port,
        targetPort: targetPort ?? port,
        nodePort: nodePort ?? 0,
        protocol: protocol ?? 'TCP',
      })),
      selector: object.spec.selector ?? {},
      externalIP: externalIPCell(object),
    },
  }),
}

function serviceHealth(object: Service): Health {
  if (object.metadata.deletionTimestamp !== undefined) return 'terminating'
  return object.spec.type === 'LoadBalancer' && externalIPCell(object) === '<pending>' ? 'pending' : 'ok'
}

function externalIPCell({ spec, status }: Service): string {
  const external = spec.externalIPs ?? []
  if (spec.type === 'ExternalName') return spec.externalName ?? ''
  if (spec.type !== 'LoadBalancer') return external.length === 0 ? '<none>' : external.join(',')
  const all = [...addressesOf(status?.loadBalancer?.ingress ?? []), ...external]
  return all.length === 0 ? '<pending>' : all.join(',')
}

function portsCell(object: Service): string {
  const ports = (object.spec.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol ?? 'TCP'}` : `${port}/${protocol ?? 'TCP'}`,
  )
  return ports.length === 0 ? '<none>' : ports.join(',')
}

function serviceWarnings({ spec }: Service): string[] {
  const warnings: string[] = []
  if ((spec.externalIPs ?? []).length > 0) warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters')
  if (spec.clusterIP === 'None' && spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services')
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
  }
  return warnings
}

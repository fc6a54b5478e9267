/**
 * Services. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateService and what it calls). Addresses
 * and families are looked at first and alone, as the registry does before it gives out addresses.
 */
import type { Service, ServicePort, ServiceSpec } from '../generated/types.ts'
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { parseIP, validateCIDR, validateIP, validateNonSpecialIP } from './ip.ts'
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidPortNum, nameIsDNSLabel } from './names.ts'
import { validateLabels, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { oneOf } from './pod-spec-values.ts'
import { validatePortNumOrName } from './probes.ts'
import { validateClusterIPs, validateClusterIPsUpdate, validateFamilies } from './service-addresses.ts'

const sourceRanges = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const topologyHints = 'service.kubernetes.io/topology-aware-hints'
const topologyMode = 'service.kubernetes.io/topology-mode'

export function validateService(service: Service): FieldError[] {
  const addresses = validateClusterIPs(service.spec)
  if (addresses.length > 0) return addresses
  const families = validateFamilies(service.spec)
  return families.length > 0 ? families : validateRest(service)
}

function validateRest(service: Service): FieldError[] {
  const spec = service.spec
  return [
    ...validateObjectMeta(service, { namespaced: true, name: nameIsDNSLabel }),
    ...validateTopologyAnnotations(service),
    ...((spec.ports ?? []).length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName' ? [required('spec.ports')] : []),
    ...validateType(spec),
    ...validatePorts(spec.ports ?? []),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
    ...validateAffinity(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => validateExternalIP(ip, `spec.externalIPs[${i}]`)),
    ...oneOf('spec.type', spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']),
    ...validateNodePorts(spec),
    ...validateDuplicatePorts(spec.ports ?? []),
    ...validateLoadBalancerFields(service),
    ...validateExternalTraffic(spec),
    ...validateInternalTraffic(spec),
    ...validateDistribution(spec),
  ]
}

export const isHeadless = (spec: ServiceSpec): boolean => spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None'

function validateTopologyAnnotations({ metadata }: Service): FieldError[] {
  const hints = metadata.annotations?.[topologyHints]
  const mode = metadata.annotations?.[topologyMode]
  if (hints === undefined || mode === undefined || hints === mode) return []
  return [invalid(`metadata.annotations[${topologyMode}]`, mode, `must match annotations[${topologyHints}] when both are specified`)]
}

function validateType(spec: ServiceSpec): FieldError[] {
  const headless = isHeadless(spec)
  if (headless && (spec.type === 'LoadBalancer' || spec.type === 'NodePort')) {
    return [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)]
  }
  if (spec.type !== 'ExternalName') return []
  const not = (field: string): FieldError => forbidden(`spec.${field}`, 'may not be set for ExternalName services')
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  return [
    ...((spec.clusterIPs ?? []).length > 0 ? [not('clusterIPs')] : []),
    ...((spec.ipFamilies ?? []).length > 0 ? [not('ipFamilies')] : []),
    ...(spec.ipFamilyPolicy === undefined ? [] : [not('ipFamilyPolicy')]),
    ...(name === '' ? [required('spec.externalName')] : invalidEach('spec.externalName', name, isDNS1123Subdomain(name))),
  ]
}

function validatePorts(ports: readonly ServicePort[]): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, i) => {
    const at = `spec.ports[${i}]`
    const number = port.port ?? 0
    return [
      ...validatePortName(port.name ?? '', names, { at: `${at}.name`, isRequired: ports.length > 1 }),
      ...invalidEach(`${at}.port`, number, isValidPortNum(number)),
      ...oneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']),
      ...validatePortNumOrName(port.targetPort, `${at}.targetPort`),
      ...(port.appProtocol === undefined ? [] : invalidEach(`${at}.appProtocol`, port.appProtocol, isQualifiedName(port.appProtocol))),
    ]
  })
}

function validatePortName(name: string, names: Set<string>, about: { readonly at: string; readonly isRequired: boolean }): FieldError[] {
  if (name === '') return about.isRequired ? [required(about.at)] : []
  const errors = invalidEach(about.at, name, isDNS1123Label(name))
  if (names.has(name)) errors.push(duplicate(about.at, name))
  names.add(name)
  return errors
}

const affinitySecondsMax = 86_400

function validateAffinity(spec: ServiceSpec): FieldError[] {
  const path = 'spec.sessionAffinityConfig'
  const config = spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'None' && config !== undefined) return [forbidden(path, 'must not be set when session affinity is None')]
  if (spec.sessionAffinity !== 'ClientIP') return []
  const detail = 'when session affinity type is ClientIP'
  if (config === undefined) return [required(path, detail)]
  if (config.clientIP === undefined) return [required(`${path}.clientIP`, detail)]
  const seconds = config.clientIP.timeoutSeconds
  if (seconds === undefined) return [required(`${path}.clientIP.timeoutSeconds`, detail)]
  if (seconds > 0 && seconds <= affinitySecondsMax) return []
  return [invalid(`${path}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${affinitySecondsMax}`)]
}

function validateExternalIP(ip: string, path: string): FieldError[] {
  const errors = validateIP(ip, path)
  return errors.length > 0 ? errors : validateNonSpecialIP(ip, path)
}

function validateNodePorts(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? []
  const taken = new Set<string>()
  const unused =
    spec.type === 'ClusterIP'
      ? ports.flatMap(({ nodePort }, i) => (nodePort ? [forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'")] : []))
      : []
  const repeated = ports.flatMap(({ nodePort, protocol }, i) => {
    if (!nodePort) return []
    const key = `${protocol}/${nodePort}`
    if (taken.has(key)) return [duplicate(`spec.ports[${i}].nodePort`, nodePort)]
    taken.add(key)
    return []
  })
  return [...unused, ...repeated]
}

function validateDuplicatePorts(ports: readonly ServicePort[]): FieldError[] {
  const taken = new Set<string>()
  return ports.flatMap(({ port = 0, protocol = 'TCP' }, i) => {
    const key = `${protocol}/${port}`
    if (!taken.has(key)) {
      taken.add(key)
      return []
    }
    // Go prints the key that it compared, a ServicePort with nothing else set.
    return [duplicate(`spec.ports[${i}]`, { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 })]
  })
}

function validateLoadBalancerFields(service: Service): FieldError[] {
  const spec = service.spec
  const isBalancer = spec.type === 'LoadBalancer'
  const only = (path: string): FieldError[] => (isBalancer ? [] : [forbidden(path, "may only be used when `type` is 'LoadBalancer'")])
  return [
    ...validateSourceRanges(service, only),
    ...(spec.allocateLoadBalancerNodePorts === undefined
      ? isBalancer
        ? [required('allocateLoadBalancerNodePorts')]
        : []
      : only('spec.allocateLoadBalancerNodePorts')),
    ...(spec.loadBalancerClass === undefined
      ? []
      : isBalancer
        ? invalidEach('spec.loadBalancerClass', spec.loadBalancerClass, isQualifiedName(spec.loadBalancerClass))
        : only('spec.loadBalancerClass')),
  ]
}

function validateSourceRanges({ metadata, spec }: Service, only: (path: string) => FieldError[]): FieldError[] {
  const ranges = spec.loadBalancerSourceRanges ?? []
  const path = 'spec.LoadBalancerSourceRanges'
  if (ranges.length > 0) return [...only(path), ...ranges.flatMap((range, i) => validateCIDR(range.trim(), `${path}[${i}]`))]
  const annotation = metadata.annotations?.[sourceRanges]
  if (annotation === undefined) return []
  const at = `metadata.annotations[${sourceRanges}]`
  const texts = annotation.trim() === '' ? [] : annotation.trim().split(',')
  return [...only(at), ...texts.flatMap((text) => validateCIDR(text.trim(), at))]
}

/** Node ports, a load balancer, or external IPs in front of a cluster IP. */
const isExternallyAccessible = (spec: ServiceSpec): boolean =>
  spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0)

const needsHealthCheck = (spec: ServiceSpec): boolean => spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'

/** The health check's port is given out by the registry where it is needed and missing, so that it is not asked for here. */
function validateExternalTraffic(spec: ServiceSpec): FieldError[] {
  const path = 'spec.externalTrafficPolicy'
  const policy = spec.externalTrafficPolicy
  const port = spec.healthCheckNodePort ?? 0
  const errors: FieldError[] = []
  if (isExternallyAccessible(spec)) errors.push(...oneOf(path, policy, ['Cluster', 'Local']))
  else if (policy) errors.push(invalid(path, policy, 'may only be set for externally-accessible services'))
  if (port === 0) return errors
  if (needsHealthCheck(spec)) return [...errors, ...invalidEach('spec.healthCheckNodePort', port, isValidPortNum(port))]
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
  return [...errors, invalid('spec.healthCheckNodePort', port, detail)]
}

function validateInternalTraffic({ type, internalTrafficPolicy: policy }: ServiceSpec): FieldError[] {
  const path = 'spec.internalTrafficPolicy'
  const policies = ['Cluster', 'Local']
  if (policy === undefined) return type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP' ? [required(path)] : []
  return policies.includes(policy) ? [] : [notSupported(path, policy, policies)]
}

function validateDistribution({ trafficDistribution: value }: ServiceSpec): FieldError[] {
  const values = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
  return value === undefined || values.includes(value) ? [] : [notSupported('spec.trafficDistribution', value, values)]
}

export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const both = service.spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer'
  const checked = needsHealthCheck(service.spec) && needsHealthCheck(old.spec)
  return [
    ...validateObjectMetaUpdate(service, old),
    ...validateClusterIPsUpdate(service.spec, old.spec),
    ...(both && service.spec.loadBalancerClass !== old.spec.loadBalancerClass
      ? [invalid('spec.loadBalancerClass', service.spec.loadBalancerClass, 'may not change once set')]
      : []),
    ...(checked && service.spec.healthCheckNodePort !== old.spec.healthCheckNodePort
      ? [forbidden('spec.healthCheckNodePort', 'field is immutable')]
      : []),
    ...validateService(service),
  ]
}

export function validateServiceStatusUpdate(service: Service, old: Service): FieldError[] {
  const path = 'status.loadBalancer.ingress'
  const ingresses = service.status?.loadBalancer?.ingress ?? []
  const errors = validateObjectMetaUpdate(service, old)
  if (service.spec.type !== 'LoadBalancer' && ingresses.length > 0) {
    return [...errors, forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")]
  }
  return [
    ...errors,
    ...ingresses.flatMap(({ ip, hostname, ipMode }, i) => [
      ...(ip ? validateIP(ip, `${path}[${i}].ip`) : []),
      ...validateIPMode(ip, ipMode, `${path}[${i}].ipMode`),
      ...(hostname ? validateHostname(hostname, `${path}[${i}].hostname`) : []),
    ]),
  ]
}

function validateIPMode(ip: string | undefined, mode: string | undefined, path: string): FieldError[] {
  if (mode === undefined) return ip ? [required(path, 'must be specified when `ip` is set')] : []
  if (!ip) return [forbidden(path, 'may not be specified when `ip` is not set')]
  const modes = ['Proxy', 'VIP']
  return modes.includes(mode) ? [] : [notSupported(path, mode, modes)]
}

/** A load balancer's or an Ingress' DNS name. */
export const validateHostname = (name: string, path: string): FieldError[] => [
  ...invalidEach(path, name, isDNS1123Subdomain(name)),
  ...(parseIP(name) === undefined ? [] : [invalid(path, name, 'must be a DNS name, not an IP address')]),
]

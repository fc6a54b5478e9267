/**
 * Default values of Services, and what the registry fills in before it gives out addresses.
 * Follows kubernetes v1.36 pkg/apis/core/v1/defaults.go (SetDefaults_Service) and pkg/registry/core/service
 * (strategy.go dropTypeDependentFields, storage/alloc.go defaultOnRead and initIPFamilyFields) of a single-stack IPv4 cluster.
 */
import type { Service } from '../generated/types.ts'
import { familyOf } from '../validation/ip.ts'
import { ensureFields, fieldsAt, listAt, setDefault, setZeroDefault, textAt, type Fields } from './draft.ts'

export function defaultService(draft: Fields): void {
  const spec = ensureFields(draft, 'spec')
  setZeroDefault(spec, 'sessionAffinity', 'None')
  const affinity = textAt(spec, 'sessionAffinity')
  if (affinity === 'None') delete spec['sessionAffinityConfig']
  if (affinity === 'ClientIP') setDefault(ensureFields(ensureFields(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds', 10_800)
  setZeroDefault(spec, 'type', 'ClusterIP')
  for (const port of listAt(spec, 'ports')) defaultPort(port)
  const type = textAt(spec, 'type')
  if (isExternal(spec)) setZeroDefault(spec, 'externalTrafficPolicy', 'Cluster')
  if (type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP') setDefault(spec, 'internalTrafficPolicy', 'Cluster')
  if (type === 'LoadBalancer') {
    setDefault(spec, 'allocateLoadBalancerNodePorts', true)
    for (const ingress of listAt(fieldsAt(fieldsAt(draft, 'status'), 'loadBalancer'), 'ingress')) {
      if (textAt(ingress, 'ip') !== '') setDefault(ingress, 'ipMode', 'VIP')
    }
  }
}

function defaultPort(port: Fields): void {
  setZeroDefault(port, 'protocol', 'TCP')
  setZeroDefault(port, 'targetPort', port['port'])
}

/** Reachable from outside: node ports, a load balancer, or external IPs in front of a cluster IP. */
function isExternal(spec: Fields): boolean {
  const type = textAt(spec, 'type')
  if (type === 'LoadBalancer' || type === 'NodePort') return true
  const external = spec['externalIPs']
  return type === 'ClusterIP' && Array.isArray(external) && external.length > 0
}

/** clusterIP and clusterIPs[0] are the same field; whoever sets one sets the other. On update what is left out is kept. */
export function syncClusterIPs(draft: Fields, old?: Service): void {
  const spec = ensureFields(draft, 'spec')
  const needsIP = textAt(spec, 'type') !== 'ExternalName'
  if (old !== undefined && needsIP && old.spec.type !== 'ExternalName') keepClusterIPs(spec, old)
  const single = textAt(spec, 'clusterIP')
  if (single !== '' && textList(spec, 'clusterIPs').length === 0) spec['clusterIPs'] = [single]
  if (needsIP) defaultFamilies(spec)
}

function keepClusterIPs(spec: Fields, old: Service): void {
  const before = old.spec.clusterIPs ?? []
  if (textAt(spec, 'clusterIP') === '') setZeroDefault(spec, 'clusterIP', old.spec.clusterIP)
  const single = textAt(spec, 'clusterIP')
  const many = textList(spec, 'clusterIPs')
  if (many.length === 0 && single === (old.spec.clusterIP ?? '')) spec['clusterIPs'] = before
  else if (single !== old.spec.clusterIP && sameList(many, before)) spec['clusterIPs'] = [single]
}

function textList(parent: Fields, name: string): readonly string[] {
  const value = parent[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/**
 * The families of a cluster that has IPv4 alone. A headless Service without a selector is somebody else's to fill, so it
 * may have both.
 */
function defaultFamilies(spec: Fields): void {
  const ips = textList(spec, 'clusterIPs')
  const families = [...textList(spec, 'ipFamilies')]
  if (families.length === 0 && (ips.length === 0 || ips[0] === 'None' || familyOf(ips[0] ?? '') === 'IPv4')) families.push('IPv4')
  const isOpen = ips[0] === 'None' && Object.keys(fieldsAt(spec, 'selector') ?? {}).length === 0
  if (isOpen && families.length === 1 && textAt(spec, 'ipFamilyPolicy') !== 'SingleStack') families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4')
  if (families.length > 0) spec['ipFamilies'] = families
  const isDual = isOpen || ips.length === 2 || families.length === 2
  setDefault(spec, 'ipFamilyPolicy', isDual ? 'RequireDualStack' : 'SingleStack')
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((item, i) => item === b[i])

/** Node ports that an update leaves out stay with the port of the same name. */
export function keepNodePorts(draft: Fields, old: Service): void {
  const spec = ensureFields(draft, 'spec')
  const needsPorts = (type: string | undefined): boolean => type === 'NodePort' || type === 'LoadBalancer'
  if (!needsPorts(textAt(spec, 'type')) || !needsPorts(old.spec.type)) return
  const ports = listAt(spec, 'ports')
  const before = new Map((old.spec.ports ?? []).map(({ name, nodePort }) => [name ?? '', nodePort ?? 0]))
  const taken = new Set<unknown>(ports.map((port) => port['nodePort']))
  for (const port of ports) {
    const known = before.get(textAt(port, 'name')) ?? 0
    if (known === 0 || taken.has(known) || (port['nodePort'] ?? 0) !== 0) continue
    port['nodePort'] = known
  }
  const checked = textAt(spec, 'type') === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local'
  if (checked && old.spec.healthCheckNodePort) setZeroDefault(spec, 'healthCheckNodePort', old.spec.healthCheckNodePort)
}

const noPorts = (spec: Fields): void => {
  for (const port of listAt(spec, 'ports')) delete port['nodePort']
}

/** When the type changes, fields that only the old type has are dropped unless they were changed in the same request. */
export function dropUnusedServiceFields(draft: Fields, old: Service): void {
  const spec = ensureFields(draft, 'spec')
  const type = textAt(spec, 'type')
  const same = (field: keyof Service['spec']): boolean => JSON.stringify(spec[field] ?? null) === JSON.stringify(old.spec[field] ?? null)
  const needsIP = type !== 'ExternalName'
  if (old.spec.type !== 'ExternalName' && !needsIP && same('clusterIP')) {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[field]
  }
  const hadNodePorts = old.spec.type === 'NodePort' || old.spec.type === 'LoadBalancer'
  if (hadNodePorts && type !== 'NodePort' && type !== 'LoadBalancer' && sameNodePorts(spec, old)) noPorts(spec)
  if (old.spec.type === 'LoadBalancer' && type !== 'LoadBalancer') {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const) if (same(field)) delete spec[field]
  }
  if (!isExternal(spec) && same('externalTrafficPolicy')) delete spec['externalTrafficPolicy']
  const checked = type === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local'
  if (!checked && same('healthCheckNodePort')) delete spec['healthCheckNodePort']
}

function sameNodePorts(spec: Fields, old: Service): boolean {
  const ports = listAt(spec, 'ports').map((port) => port['nodePort'] ?? 0)
  const before = new Set((old.spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0))
  return ports.every((port) => port === 0 || (typeof port === 'number' && before.has(port)))
}

/**
 * Default values of Services, and what the registry fills in before it gives out addresses.
 * Follows kubernetes v1.36 pkg/apis/core/v1/defaults.go (SetDefaults_Service) and pkg/registry/core/service
 * (strategy.go dropTypeDependentFields, storage/alloc.go defaultOnRead and initIPFamilyFields) of a single-stack IPv4 cluster.
 */
import type { Service } from '../generated/types.ts'
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

/** clusterIP and clusterIPs[0] are the same field; whoever sets one sets the other. */
export function syncClusterIPs(draft: Fields, old?: Service): void {
  const spec = ensureFields(draft, 'spec')
  const single = textAt(spec, 'clusterIP')
  const many = Array.isArray(spec['clusterIPs']) ? spec['clusterIPs'] : []
  if (old === undefined) {
    if (single !== '' && many.length === 0) spec['clusterIPs'] = [single]
    return
  }
  if (textAt(spec, 'type') === 'ExternalName') return
  const oldSingle = old.spec.clusterIP ?? ''
  if (single === '' && many.length === 0 && oldSingle !== '') {
    // Neither was sent: an update that leaves them out keeps them.
    spec['clusterIP'] = oldSingle
    spec['clusterIPs'] = old.spec.clusterIPs
  } else if (single !== oldSingle && sameList(many, old.spec.clusterIPs ?? [])) {
    if (single === '') delete spec['clusterIPs']
    else spec['clusterIPs'] = [single]
  } else if (single !== '' && many.length === 0) spec['clusterIPs'] = [single]
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((item, i) => item === b[i])

const noPorts = (spec: Fields): void => {
  for (const port of listAt(spec, 'ports')) delete port['nodePort']
}

/** When the type changes, fields that only the old type has are dropped unless they were changed in the same request. */
export function dropUnusedServiceFields(draft: Fields, old?: Service): void {
  if (old === undefined) return
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

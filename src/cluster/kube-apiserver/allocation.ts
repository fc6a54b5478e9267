/**
 * Gives a Service its cluster IP and node ports. What is in use is read from the store, so nothing can leak.
 * Follows kubernetes v1.36 pkg/registry/core/service/storage/alloc.go and ipallocator: with an address asked for it must
 * be free, otherwise one is drawn from the upper band of the range first; IPv4 alone.
 */
import { ensureFields, listAt, textAt, type Fields } from '../../api/defaults/draft.ts'
import type { Service } from '../../api/generated/types.ts'
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import { invalid, type FieldError } from '../../api/meta/field-error.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { internalErrorStatus, invalidStatus, type Status } from '../../api/meta/status.ts'
import { below } from '../../sim/random.ts'
import type { ServerEnv } from './env.ts'
import { all } from './lookup.ts'

/** 10.96.0.0/12, as kubeadm has it; the first address is the API server's. */
const range = { base: 0x0a600000, size: 1 << 20 }
/** Addresses up to here are given out only when the rest is used up: min(max(16, size/16), 256). */
const staticBand = 256
const nodePorts = { from: 30_000, to: 32_767 }
/** The same rule for 2768 ports: min(max(16, size/32), 128). */
const staticPorts = 86

export function allocateFor(env: ServerEnv, kind: Kind, { draft, old }: { draft: Draft; old?: ApiObject }): Status | undefined {
  if (kind.kind !== 'Service') return undefined
  const spec = ensureFields(draft, 'spec')
  const name = String(draft.metadata['name'])
  const others = [...all(env, 'services')].filter((service) => service.metadata.uid !== old?.metadata.uid)
  const errors = [...allocateAddress(env, spec, others), ...allocatePorts(env, spec, others)]
  if (errors.length > 0) return invalidStatus({ group: '', kind: 'Service', name }, errors)
  return allocateHealthPort(env, spec, others)
}

function allocateAddress(env: ServerEnv, spec: Fields, others: readonly Service[]): FieldError[] {
  if (textAt(spec, 'type') === 'ExternalName') return []
  if (spec['ipFamilies'] === undefined) spec['ipFamilies'] = ['IPv4']
  if (spec['ipFamilyPolicy'] === undefined) spec['ipFamilyPolicy'] = 'SingleStack'
  const asked = textAt(spec, 'clusterIP')
  if (asked === 'None') return []
  const used = new Set(others.flatMap(({ spec: { clusterIP } }) => (clusterIP ? [clusterIP] : [])))
  if (asked !== '') {
    const problem = addressProblem(asked, used)
    return problem ? [invalid('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: ${problem}`)] : []
  }
  const address = drawAddress(env, used)
  spec['clusterIP'] = address
  spec['clusterIPs'] = [address]
  return []
}

function addressProblem(address: string, used: ReadonlySet<string>): string | undefined {
  const value = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
  if (!(value > range.base && value < range.base + range.size - 1)) {
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is 10.96.0.0/12`
  }
  return used.has(address) ? 'provided IP is already allocated' : undefined
}

function drawAddress(env: ServerEnv, used: ReadonlySet<string>): string {
  const upper = range.size - staticBand - 1
  for (let attempt = 0; attempt < 64; attempt++) {
    const address = formatAddress(range.base + staticBand + below(env.random, upper))
    if (!used.has(address)) return address
  }
  for (let offset = 1; ; offset++) {
    const address = formatAddress(range.base + offset)
    if (!used.has(address)) return address
  }
}

const formatAddress = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')

/** A port is free for one protocol; ports of one Service may share a number across protocols. */
function allocatePorts(env: ServerEnv, spec: Fields, others: readonly Service[]): FieldError[] {
  const type = textAt(spec, 'type')
  const wanted = type === 'NodePort' || (type === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false)
  if (!wanted) return []
  const used = portsOf(others)
  const errors: FieldError[] = []
  const given = new Set<string>()
  listAt(spec, 'ports').forEach((port, index) => {
    const asked = port['nodePort']
    const protocol = textAt(port, 'protocol') || 'TCP'
    if (typeof asked === 'number' && asked !== 0) {
      const problem = portProblem(asked, used)
      if (problem && !given.has(String(asked))) errors.push(invalid(`spec.ports[${index}].nodePort`, asked, problem))
      given.add(String(asked))
    } else port['nodePort'] = drawPort(env, used, { spec, index, protocol })
    used.add(Number(port['nodePort']))
  })
  return errors
}

const portsOf = (services: readonly Service[]): Set<number> =>
  new Set(services.flatMap(({ spec }) => [...(spec.ports ?? []).map((port) => port.nodePort ?? 0), spec.healthCheckNodePort ?? 0]).filter((port) => port > 0))

function portProblem(port: number, used: ReadonlySet<number>): string | undefined {
  if (port < nodePorts.from || port > nodePorts.to) return 'provided port is not in the valid range. The range of valid ports is 30000-32767'
  return used.has(port) ? 'provided port is already allocated' : undefined
}

/** The same port number with another protocol in this Service gets the same node port, if that is free for it. */
function drawPort(env: ServerEnv, used: ReadonlySet<number>, { spec, index, protocol }: { spec: Fields; index: number; protocol: string }): number {
  const ports = listAt(spec, 'ports')
  const twin = ports.slice(0, index).find((port) => port['port'] === ports[index]?.['port'] && (textAt(port, 'protocol') || 'TCP') !== protocol)
  if (typeof twin?.['nodePort'] === 'number') return twin['nodePort']
  for (;;) {
    const port = nodePorts.from + staticPorts + below(env.random, nodePorts.to - nodePorts.from - staticPorts + 1)
    if (!used.has(port)) return port
  }
}

function allocateHealthPort(env: ServerEnv, spec: Fields, others: readonly Service[]): Status | undefined {
  if (textAt(spec, 'type') !== 'LoadBalancer' || textAt(spec, 'externalTrafficPolicy') !== 'Local') return undefined
  const used = portsOf(others)
  for (const port of listAt(spec, 'ports')) used.add(Number(port['nodePort'] ?? 0))
  const asked = spec['healthCheckNodePort']
  if (typeof asked !== 'number' || asked === 0) {
    spec['healthCheckNodePort'] = drawPort(env, used, { spec: {}, index: 0, protocol: 'TCP' })
    return undefined
  }
  const problem = portProblem(asked, used)
  return problem ? internalErrorStatus(`failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`) : undefined
}

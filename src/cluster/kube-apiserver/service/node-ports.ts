/**
 * Node ports of Services, 30000-32767. What is taken is read from the store, so nothing can leak. Follows kubernetes
 * v1.36 pkg/registry/core/service (portallocator, storage/alloc.go): a dry run checks neither the range nor leaves a mark.
 */
import { listAt, textAt, type Fields } from '../../../api/defaults/draft.ts'
import type { Service } from '../../../api/generated/types.ts'
import { invalid, type FieldError } from '../../../api/meta/field-error.ts'
import { internalErrorStatus, type Status } from '../../../api/meta/status.ts'
import { below } from '../../../sim/random.ts'
import type { ServerEnv } from '../env.ts'

const range = { from: 30_000, to: 32_767 }
/** Ports kept for those who ask by number, used when the others are gone: min(max(16, size/32), 128) of 2768. */
const staticBand = 86

/** One request's allocations: what others hold, and what this request has taken so far. */
export interface PortOperation {
  readonly taken: Set<number>
  readonly dryRun: boolean
  readonly random: () => number
}

export const openPorts = ({ random }: ServerEnv, others: readonly Service[], dryRun: boolean): PortOperation => ({
  taken: new Set(others.flatMap(portsOf)),
  dryRun,
  random,
})

const portsOf = ({ spec }: Service): number[] => [...(spec.ports ?? []).map(({ nodePort = 0 }) => nodePort), spec.healthCheckNodePort ?? 0].filter((port) => port > 0)

/** What stands in the way of taking the port; nothing, and it is taken. */
function take({ taken, dryRun }: PortOperation, port: number): string | undefined {
  if (!dryRun && (port < range.from || port > range.to)) {
    return `provided port is not in the valid range. The range of valid ports is ${range.from}-${range.to}`
  }
  if (taken.has(port)) return 'provided port is already allocated'
  taken.add(port)
  return undefined
}

/** A free port, from the upper band first; undefined if there is none. */
function takeNext({ taken, random }: PortOperation): number | undefined {
  const upper = range.from + staticBand
  for (const [from, size] of [[upper, range.to - upper + 1], [range.from, staticBand]] as const) {
    const start = below(random, size)
    for (let offset = 0; offset < size; offset++) {
      const port = from + ((start + offset) % size)
      if (taken.has(port)) continue
      taken.add(port)
      return port
    }
  }
  return undefined
}

const isAsked = (port: Fields): boolean => typeof port['nodePort'] === 'number' && port['nodePort'] !== 0

/** A LoadBalancer may do without node ports; what it asks for by number it gets all the same. */
const allocates = (spec: Fields): boolean => textAt(spec, 'type') !== 'LoadBalancer' || spec['allocateLoadBalancerNodePorts'] !== false

/** For a new Service. Ports of one number (TCP and UDP 53) share a node port, the one that any of them asks for. */
export function allocatePorts(spec: Fields, operation: PortOperation): FieldError[] {
  const ports = listAt(spec, 'ports')
  /** Port to node port. */
  const given = new Map<unknown, number>()
  for (const [index, port] of ports.entries()) {
    if (!isAsked(port) && !allocates(spec)) continue
    const shared = given.get(port['port'])
    const asked = shared === undefined ? requestedFor(port['port'], ports) : isAsked(port) && port['nodePort'] !== shared ? Number(port['nodePort']) : undefined
    if (asked !== undefined) {
      const problem = take(operation, asked)
      if (problem) return [invalid(`spec.ports[${index}].nodePort`, asked, problem)]
    }
    const nodePort = asked ?? shared ?? takeNext(operation)
    port['nodePort'] = nodePort
    if (shared === undefined && nodePort !== undefined) given.set(port['port'], nodePort)
  }
  return []
}

function requestedFor(number: unknown, ports: readonly Fields[]): number | undefined {
  const found = ports.find((port) => port['port'] === number && Number(port['nodePort'] ?? 0) > 0)
  return found ? Number(found['nodePort']) : undefined
}

/** For a Service that is there already: what it holds stays, the rest is taken or drawn. */
export function updatePorts(spec: Fields, old: Service, operation: PortOperation): FieldError[] {
  const held = new Set((old.spec.ports ?? []).map(({ nodePort }) => nodePort))
  for (const port of held) if (port) operation.taken.add(port)
  const kept = new Set<number>()
  for (const [index, port] of listAt(spec, 'ports').entries()) {
    if (!isAsked(port) && !allocates(spec)) continue
    const asked = Number(port['nodePort'] ?? 0)
    if (asked === 0) port['nodePort'] = takeNext(operation)
    else if (!held.has(asked) && !kept.has(asked)) {
      const problem = take(operation, asked)
      if (problem) return [invalid(`spec.ports[${index}].nodePort`, asked, problem)]
      kept.add(asked)
    }
  }
  return []
}

export function allocateHealthPort(spec: Fields, operation: PortOperation): Status | undefined {
  const asked = Number(spec['healthCheckNodePort'] ?? 0)
  if (asked === 0) {
    spec['healthCheckNodePort'] = takeNext(operation)
    return undefined
  }
  const problem = take(operation, asked)
  return problem ? internalErrorStatus(`failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`) : undefined
}

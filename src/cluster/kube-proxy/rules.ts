/**
 * The kernel rules of one Service on one node. Follows kubernetes v1.36 pkg/proxy (topology.go, serviceport.go,
 * endpointslicecache.go): ready endpoints, or serving ones that are terminating if no other is left; traffic policies.
 */
import type { Endpoint, EndpointSlice, Service } from '../../api/generated/types.ts'
import { freeze } from '../../sim/freeze.ts'
import { hashName } from '../../sim/random.ts'
import { nodePortKey, serviceRuleKey, type Rule, type RuleEndpoint } from '../network/rule.ts'

export const serviceNameLabel = 'kubernetes.io/service-name'

/** Where a rule stands in the machine's tables, and the rule. */
export interface ProgrammedRule {
  readonly table: 'services' | 'nodePorts'
  readonly key: string
  readonly rule: Rule
}

type Port = NonNullable<Service['spec']['ports']>[number]

/** What was derived from a Service and its slices, in their order, is shared by all nodes: a path of objects to rules. */
interface Memo {
  /** By node where a traffic policy looks at it, else under ''. */
  readonly rules: Map<string, readonly ProgrammedRule[]>
  readonly next: WeakMap<EndpointSlice, Memo>
}

const newMemo = (): Memo => ({ rules: new Map(), next: new WeakMap() })
const memos = new WeakMap<Service, Memo>()

export function rulesOf(service: Service, slices: readonly EndpointSlice[], node: string): readonly ProgrammedRule[] {
  let memo = memos.get(service) ?? newMemo()
  memos.set(service, memo)
  for (const slice of slices) {
    const next: Memo = memo.next.get(slice) ?? newMemo()
    memo.next.set(slice, next)
    memo = next
  }
  const { internalTrafficPolicy, externalTrafficPolicy } = service.spec
  const who = internalTrafficPolicy === 'Local' || externalTrafficPolicy === 'Local' ? node : ''
  const known = memo.rules.get(who)
  if (known) return known
  const rules = deriveRules(service, slices, node)
  memo.rules.set(who, rules)
  return rules
}

const texts = new WeakMap<Rule, string>()
function textOf(rule: Rule): string {
  const text = texts.get(rule) ?? JSON.stringify(rule)
  texts.set(rule, text)
  return text
}

/** Each rule says where it stands, so the order does not matter. */
export function sameRules(before: readonly ProgrammedRule[], after: readonly ProgrammedRule[]): boolean {
  if (before === after) return true
  if (before.length !== after.length) return false
  const known = new Map(before.map(({ table, key, rule }) => [`${table} ${key}`, rule]))
  return after.every(({ table, key, rule }) => {
    const old = known.get(`${table} ${key}`)
    return old !== undefined && (old === rule || textOf(old) === textOf(rule))
  })
}

function deriveRules(service: Service, slices: readonly EndpointSlice[], node: string): readonly ProgrammedRule[] {
  const { clusterIP, type, ports = [] } = service.spec
  if (type === 'ExternalName' || !clusterIP || clusterIP === 'None') return []
  const rules = ports.flatMap((port): ProgrammedRule[] => {
    const protocol = port.protocol ?? 'TCP'
    const candidates = endpointsOf(slices, port)
    const inside = withPolicy(candidates, service.spec.internalTrafficPolicy === 'Local', node)
    const outside = withPolicy(candidates, service.spec.externalTrafficPolicy === 'Local', node)
    const internal: ProgrammedRule = { table: 'services', key: serviceRuleKey(clusterIP, port.port, protocol), rule: ruleOf(service, port, inside) }
    const addresses = (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []))
    return [
      internal,
      ...addresses.map((address): ProgrammedRule => ({ table: 'services', key: serviceRuleKey(address, port.port, protocol), rule: ruleOf(service, port, outside) })),
      ...(port.nodePort ? [{ table: 'nodePorts' as const, key: nodePortKey(port.nodePort, protocol), rule: ruleOf(service, port, outside) }] : []),
    ]
  })
  return freeze(rules)
}

interface Chosen {
  readonly endpoints: readonly RuleEndpoint[]
  readonly withoutEndpoints: Rule['withoutEndpoints']
}

function ruleOf({ metadata, spec }: Service, { name = '', protocol = 'TCP' }: Port, { endpoints, withoutEndpoints }: Chosen): Rule {
  const service = `${metadata.namespace ?? ''}/${metadata.name}`
  const affinity = spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : 0
  return { service, portName: name, chain: `KUBE-SVC-${chainHash(`${service}:${name}${protocol.toLowerCase()}`)}`, endpoints, withoutEndpoints, affinitySeconds: affinity }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Sixteen characters that only depend on the name, as the first ones of upstream's base32 of SHA-256. */
function chainHash(name: string): string {
  let text = ''
  for (let i = 0; i < 16; i++) text += letters[hashName(`${i} ${name}`) % letters.length]
  return text
}

interface Candidate extends RuleEndpoint {
  readonly ready: boolean
  readonly serving: boolean
}

function endpointsOf(slices: readonly EndpointSlice[], { name = '' }: Port): Candidate[] {
  return slices.flatMap((slice) => {
    const port = slice.ports?.find((candidate) => (candidate.name ?? '') === name)?.port
    if (port === undefined || slice.addressType !== 'IPv4') return []
    return (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses.slice(0, 1).map((address) => candidateOf(endpoint, address, port)))
  })
}

function candidateOf({ targetRef, nodeName, conditions }: Endpoint, address: string, port: number): Candidate {
  const isPod = targetRef?.kind === 'Pod'
  return {
    address,
    port,
    place: isPod ? `pods/${targetRef.namespace ?? ''}/${targetRef.name ?? ''}` : '',
    node: nodeName ?? '',
    ready: conditions?.ready !== false,
    serving: conditions?.serving !== false,
  }
}

/** A Local policy that leaves nothing drops; a Service without any endpoint rejects. */
function withPolicy(candidates: readonly Candidate[], local: boolean, node: string): Chosen {
  const near = local ? candidates.filter((candidate) => candidate.node === node) : candidates
  const ready = near.filter((candidate) => candidate.ready)
  const chosen = ready.length > 0 ? ready : near.filter(({ serving }) => serving)
  const endpoints = chosen.map(({ address, port, place, node: on }) => ({ address, port, place, node: on }))
  const elsewhere = local && candidates.some((candidate) => candidate.ready)
  return { endpoints, withoutEndpoints: elsewhere ? 'drop' : 'reject' }
}

/**
 * The kernel's service rules as kube-proxy programs them: one entry per service address and port, found by exact match,
 * each with the endpoints a connection may go to. Stands for the chains KUBE-SERVICES, KUBE-SVC-…, KUBE-SEP-… of
 * iptables mode; follows kubernetes v1.36 pkg/proxy/iptables/proxier.go. Conntrack is played only where it can be seen:
 * an exchange keeps the endpoint it was given, and ClientIP affinity remembers its choice.
 */
import { below } from '../../sim/random.ts'
import type { Table } from '../../sim/table.ts'
import type { Micros } from '../../sim/time.ts'
import type { Endpoint, Place } from './packet.ts'

export interface RuleEndpoint extends Endpoint {
  /** `pods/NAMESPACE/NAME`, or '' for an endpoint without a pod. */
  readonly place: Place
  readonly node: string
}

export interface Rule {
  /** `NAMESPACE/NAME`. */
  readonly service: string
  /** Name of the service's port, '' if it has none. */
  readonly portName: string
  /** The chain that is jumped to: `KUBE-SVC-XGLOHA7QRQ3V22RZ`. */
  readonly chain: string
  /** Who may be chosen, in order. Empty: REJECT, or DROP where only the traffic policy left none. */
  readonly endpoints: readonly RuleEndpoint[]
  readonly withoutEndpoints: 'reject' | 'drop'
  /** Seconds of ClientIP affinity, 0 for none. */
  readonly affinitySeconds: number
}

export interface RuleTables {
  /** By `ADDRESS:PORT/PROTOCOL`: cluster IPs, external IPs, load balancer addresses. */
  readonly services: Table<string, Rule>
  /** By `PORT/PROTOCOL`, on every address of the node. */
  readonly nodePorts: Table<string, Rule>
  /** By `CHAIN CLIENT`: the endpoint last chosen and when. */
  readonly affinity: Table<string, Remembered>
}

export interface Remembered {
  readonly address: string
  readonly port: number
  readonly at: Micros
}

export const serviceRuleKey = (address: string, port: number, protocol = 'TCP'): string => `${address}:${port}/${protocol}`
export const nodePortKey = (port: number, protocol = 'TCP'): string => `${port}/${protocol}`

export type RuleHit =
  | { readonly type: 'endpoint'; readonly rule: Rule; readonly endpoint: RuleEndpoint }
  | { readonly type: 'reject' | 'drop'; readonly rule: Rule }

/** What the rules do with a new connection to `destination`; undefined if none matches. */
export function hitRule(tables: RuleTables, packet: { destination: Endpoint; client: string; ownAddress: string }, draw: Draw): RuleHit | undefined {
  const { destination, client, ownAddress } = packet
  const rule =
    tables.services.get(serviceRuleKey(destination.address, destination.port)) ??
    (destination.address === ownAddress ? tables.nodePorts.get(nodePortKey(destination.port)) : undefined)
  if (!rule) return undefined
  if (rule.endpoints.length === 0) return { type: rule.withoutEndpoints, rule }
  const endpoint = chooseEndpoint(tables, rule, { client, ...draw })
  return endpoint ? { type: 'endpoint', rule, endpoint } : { type: rule.withoutEndpoints, rule }
}

export interface Draw {
  readonly now: Micros
  readonly random: () => number
}

function chooseEndpoint(tables: RuleTables, rule: Rule, { client, now, random }: Draw & { client: string }): RuleEndpoint | undefined {
  const drawn = () => rule.endpoints[below(random, rule.endpoints.length)]
  if (rule.affinitySeconds === 0) return drawn()
  const key = `${rule.chain} ${client}`
  const known = tables.affinity.get(key)
  const fresh = known !== undefined && now - known.at < rule.affinitySeconds * 1_000_000
  const kept = fresh ? rule.endpoints.find(({ address, port }) => address === known.address && port === known.port) : undefined
  const endpoint = kept ?? drawn()
  if (endpoint) tables.affinity.set(key, Object.freeze({ address: endpoint.address, port: endpoint.port, at: now }))
  return endpoint
}

/**
 * The network stack of a machine: rules for new connections, delivery over the bridge to its own pods, everything else
 * out to the underlay, answers back. Stands for netfilter, cni0 and flannel.1.
 */
import type { StepContext } from '../../sim/part.ts'
import { micros } from '../../sim/time.ts'
import { latency } from './latency.ts'
import type { Machine } from './machine.ts'
import { observeFlight, observeHop } from './observe.ts'
import type { Answer, AnswerEvent, Endpoint, Packet, PacketEvent, RouteBackEvent } from './packet.ts'
import { placeKey } from './place.ts'
import { hitRule, type Rule } from './rule.ts'
import { observeReply } from './underlay.ts'

/** A connection that a process of this machine opens. */
export function transmit(ctx: StepContext, machine: Machine, packet: Packet): void {
  const { destination, source, http } = packet
  if (destination.address.startsWith('127.')) return deliver(ctx, machine, { ...packet, destination: { ...destination, address: source.address } })
  const hit = hitRule(machine.rules, { destination, client: source.address, ownAddress: machine.address }, drawOf(ctx))
  const [from = ''] = packet.path
  observeHop(ctx, packet, {
    type: 'send',
    from,
    to: hit ? `services/${hit.rule.service}` : `nodes/${machine.name}`,
    duration: micros(0),
    fromAddress: placeKey(source),
    toAddress: placeKey(destination),
    params: { method: http.method, host: http.host, path: http.path },
  })
  if (!hit) return deliver(ctx, machine, packet)
  applyRule(ctx, machine, { packet, hit })
}

/** A packet that came in over the underlay and is addressed to the machine itself: node ports. False if no rule wants it. */
export function admit(ctx: StepContext, machine: Machine, packet: Packet): boolean {
  const { destination, source } = packet
  const hit = hitRule(machine.rules, { destination, client: source.address, ownAddress: machine.address }, drawOf(ctx))
  if (hit) applyRule(ctx, machine, { packet, hit })
  return hit !== undefined
}

const drawOf = (ctx: StepContext) => ({ now: ctx.now, random: () => ctx.random() })

interface Hit {
  readonly packet: Packet
  readonly hit: NonNullable<ReturnType<typeof hitRule>>
}

/** DNAT: the destination becomes the endpoint; source addresses are kept (masquerading is invisible here). */
function applyRule(ctx: StepContext, machine: Machine, { packet, hit }: Hit): void {
  const took = latency(ctx, 'rules')
  ctx.charge(took)
  const gate = `services/${hit.rule.service}`
  const from = packet.path.at(-1) ?? ''
  const { request, http } = packet
  const outcome = hit.type === 'endpoint' ? 'ok' : hit.type === 'reject' ? 'refused' : 'timeout'
  observeFlight(ctx, { flight: 'http', from, to: gate, latency: took, outcome, request, label: `${http.method} ${http.path}` })
  const translated: Packet = { ...packet, path: [...packet.path, gate] }
  if (hit.type !== 'endpoint') {
    observeRule(ctx, translated, { rule: hit.rule, machine, verdict: hit.type === 'reject' ? 'REJECT' : 'DROP' })
    if (hit.type === 'reject') answerBack(ctx, translated, { ok: false, failure: { type: 'refused' } })
    return
  }
  const { address, port } = hit.endpoint
  observeRule(ctx, translated, { rule: hit.rule, machine, verdict: 'DNAT', to: { address, port }, place: hit.endpoint.place })
  deliver(ctx, machine, { ...translated, destination: { address, port } })
}

interface Verdict {
  readonly rule: Rule
  readonly machine: Machine
  readonly verdict: 'DNAT' | 'REJECT' | 'DROP'
  readonly to?: Endpoint
  readonly place?: string
}

function observeRule(ctx: StepContext, packet: Packet, { rule, machine, verdict, to, place }: Verdict): void {
  const { service, chain, portName, endpoints } = rule
  observeHop(ctx, packet, {
    type: 'rule',
    from: `services/${service}`,
    to: place ?? `services/${service}`,
    duration: micros(0),
    fromAddress: placeKey(packet.destination),
    toAddress: to ? placeKey(to) : '',
    outcome: verdict === 'DNAT' ? 'ok' : verdict === 'REJECT' ? 'refused' : 'timeout',
    params: { node: machine.name, service, chain, port: portName, endpoints: endpoints.length, verdict },
  })
}

function deliver(ctx: StepContext, machine: Machine, packet: Packet): void {
  const { destination } = packet
  const uid = machine.addresses.get(destination.address)
  const isLocal = uid !== undefined || destination.address === machine.address
  if (!isLocal) {
    const event: PacketEvent = { type: 'packet', packet, from: ctx.self }
    return ctx.send('network', event)
  }
  const sandbox = uid === undefined ? undefined : machine.sandboxes.get(uid)
  const to = sandbox ? `pods/${sandbox.namespace}/${sandbox.name}` : `nodes/${machine.name}`
  const took = latency(ctx, 'bridge')
  const from = packet.path.at(-1) ?? ''
  observeFlight(ctx, { flight: 'http', from, to, latency: took, request: packet.request, label: `${packet.http.method} ${packet.http.path}` })
  observeHop(ctx, packet, {
    type: 'link',
    from: packet.path[0] ?? '',
    to,
    duration: took,
    fromAddress: placeKey(packet.source),
    toAddress: placeKey(destination),
    params: { crossNode: 'false', node: machine.name },
  })
  const event: PacketEvent = { type: 'packet', packet: { ...packet, path: [...packet.path, to] } }
  ctx.send(ctx.self, event, took)
}

/** Sends an answer, a refusal or a reset back to whoever opened the connection. */
export function answerBack(ctx: StepContext, packet: Packet, answer: Answer): void {
  const { part, exchange } = packet.reply
  if (part !== ctx.self) {
    const event: RouteBackEvent = { type: 'route-back', packet, answer, from: ctx.self }
    return ctx.send('network', event)
  }
  const took = latency(ctx, 'bridge')
  observeReply(ctx, packet, { answer, took })
  const event: AnswerEvent = { type: 'answer', exchange, answer, from: packet.destination }
  ctx.send(ctx.self, event, took)
}

/**
 * What lies between machines: the underlay and flannel's VXLAN overlay on it (v0.27, UDP 8472), and the way to and from
 * the internet. A packet goes to whoever owns its address, an answer retraces the packet's places.
 */
import type { StepContext } from '../../sim/part.ts'
import { plus, type Micros } from '../../sim/time.ts'
import type { Exchange, ExchangeHost } from './exchange.ts'
import { routeTo } from './fabric.ts'
import { latency } from './latency.ts'
import { cross, endOf } from './link.ts'
import type { NetworkState } from './network-state.ts'
import { observeFlight, observeHop, outcomeOf, outcomeOfFailure } from './observe.ts'
import { failureText, type AnswerEvent, type Packet, type PacketEvent, type RouteBackEvent } from './packet.ts'
import { placeKey } from './place.ts'
import { finishRequest } from './request.ts'

/** The host of exchanges for the client on the internet. */
export const outside = (ctx: StepContext, state: NetworkState): ExchangeHost => ({
  ctx,
  book: state,
  transmit: (_, packet) => forward(ctx, state, { packet, from: 'network' }),
  finish: (exchange: Exchange, answer) => finishRequest(ctx, exchange, answer),
})

export interface Forwarded {
  readonly packet: Packet
  /** The part that it leaves; `network` for a client outside, who sees less than a machine that passes the packet on. */
  readonly from: string
}

/** A packet on the underlay: to whoever owns the address, or nowhere. */
export function forward(ctx: StepContext, state: NetworkState, { packet, from: sender }: Forwarded): void {
  const fromOutside = sender === 'network'
  const route = routeTo(state.fabric, packet.destination.address, fromOutside)
  if (!route || packet.hopsLeft === 0) return drop(ctx, packet, 'no-route')
  const { isLost, delay } = cross(ctx, [endOf(sender), endOf(route.part)], 'connect')
  if (isLost) return drop(ctx, packet, 'lost')
  const took = plus(latency(ctx, fromOutside || route.part === 'ingress-controller' ? 'internet' : 'overlay'), delay)
  if (route.part === 'ingress-controller' && !ingressListens(ctx, packet)) return refuse(ctx, packet)
  const [from, to] = [packet.path.at(-1) ?? '', state.fabric.pods.get(packet.destination.address) ?? route.place]
  observeFlight(ctx, { flight: 'http', from, to, latency: took, request: packet.request, label: `${packet.http.method} ${packet.http.path}` })
  observeHop(ctx, packet, {
    type: fromOutside ? 'send' : 'link',
    from: packet.path[0] ?? '',
    to,
    duration: took,
    fromAddress: placeKey(packet.source),
    toAddress: placeKey(packet.destination),
    params: fromOutside ? { method: packet.http.method, path: packet.http.path, host: packet.http.host } : { crossNode: 'true' },
  })
  const event: PacketEvent = { type: 'packet', packet: { ...packet, path: [...packet.path, to], hopsLeft: packet.hopsLeft - 1 } }
  ctx.send(route.part, event, took)
}

/** nginx listens on two ports, if it runs; its host stays up and refuses without it. */
const ingressListens = (ctx: StepContext, { destination }: Packet): boolean =>
  (destination.port === 80 || destination.port === 443) && ctx.borrow('ingress-controller') !== undefined

function refuse(ctx: StepContext, packet: Packet): void {
  routeBack(ctx, { type: 'route-back', packet, answer: { ok: false, failure: { type: 'refused' } }, from: 'ingress-controller' })
}

/** Nobody owns the address, or nothing comes through: SYN after SYN goes unanswered, until the client gives up. */
function drop(ctx: StepContext, packet: Packet, reason: 'no-route' | 'lost'): void {
  const from = packet.path.at(-1) ?? ''
  observeHop(ctx, packet, {
    type: 'fail',
    from,
    to: from,
    duration: ctx.charged,
    fromAddress: placeKey(packet.source),
    toAddress: placeKey(packet.destination),
    outcome: 'timeout',
    params: { reason },
  })
}

export function routeBack(ctx: StepContext, { packet, answer, from }: RouteBackEvent): void {
  const { part, exchange } = packet.reply
  const { isLost, delay } = cross(ctx, [endOf(from), ...machinesOn(packet).reverse(), endOf(part)], 'data')
  if (isLost) return drop(ctx, packet, 'lost')
  const took = plus(latency(ctx, part === 'network' || part === 'ingress-controller' ? 'internet' : 'overlay'), delay)
  observeReply(ctx, packet, { answer, took })
  const event: AnswerEvent = { type: 'answer', exchange, answer, from: packet.destination }
  ctx.send(part, event, took)
}

/** Machines that a packet was passed on by, as for a node port. */
const machinesOn = ({ path }: Packet): string[] => path.slice(1, -1).flatMap((place) => (place.startsWith('nodes/') ? [place.slice('nodes/'.length)] : []))

interface Replied {
  readonly answer: RouteBackEvent['answer']
  readonly took: Micros
}

/** The answer retraces the places of the packet, one flight per leg. */
export function observeReply(ctx: StepContext, packet: Packet, { answer, took }: Replied): void {
  const { path, request } = packet
  const outcome = answer.ok ? outcomeOf(answer.response.status) : outcomeOfFailure(answer.failure)
  const label = answer.ok ? String(answer.response.status) : failureText(answer.failure)
  for (let i = path.length - 1; i > 0; i--) {
    observeFlight(ctx, { flight: 'http', from: path[i] ?? '', to: path[i - 1] ?? '', latency: took, outcome, reply: true, request, label })
  }
  observeHop(ctx, packet, {
    type: answer.ok ? 'reply' : 'fail',
    from: path.at(-1) ?? '',
    to: path[0] ?? '',
    duration: took,
    fromAddress: placeKey(packet.destination),
    toAddress: placeKey(packet.source),
    outcome,
    params: answer.ok ? { status: answer.response.status, bytes: answer.response.body.length } : { error: label },
  })
}

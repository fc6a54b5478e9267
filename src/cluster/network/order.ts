/**
 * Orders from outside the world: send this request from there, once or so many times a second. Called as inputs on the
 * part `network`. A request from a pod or a machine is handed to that machine; its end comes back as an event.
 */
import { assert } from '../../sim/assert.ts'
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import type { Table } from '../../sim/table.ts'
import { micros, plus } from '../../sim/time.ts'
import { parseUrl, type HttpUrl } from './address.ts'
import { openExchange } from './exchange.ts'
import { networkStateAt, type NetworkState, type RequestOrder } from './network-state.ts'
import { parseSender, type Sender } from './place.ts'
import { observeRequest, requestTimeout, type RequestOwner, type SendRequestEvent } from './request.ts'
import { outside } from './underlay.ts'

/** Why a request, or a stream of them, was not sent: a code, and what its sentence names. Whoever ordered it has the words. */
export type SendRefusal =
  | { readonly code: 'request.url'; readonly params: { /** As JSON. */ readonly value: string } }
  | { readonly code: 'request.from'; readonly params: { /** As JSON. */ readonly value: string } }
  | { readonly code: 'request.pod-idle'; readonly params: { readonly pod: string } }
  | { readonly code: 'request.node-down'; readonly params: { readonly node: string } }
  | { readonly code: 'request.rate' | 'request.streams'; readonly params: { readonly limit: number } }

interface NotSent {
  readonly ok: false
  readonly refusal: SendRefusal
}

export type Ordered = { readonly ok: true; readonly id: number } | NotSent

const notSent = (refusal: SendRefusal): NotSent => ({ ok: false, refusal })

/** A script may give anything. */
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

interface TrafficTickEvent extends SimEvent {
  readonly type: 'traffic-tick'
  readonly traffic: number
}
export const isTrafficTick = (event: SimEvent): event is TrafficTickEvent => event.type === 'traffic-tick'
const trafficTick = (traffic: number): TrafficTickEvent => ({ type: 'traffic-tick', traffic })

/** Streams are for watching, not for load tests. */
const limits = { streams: 50, perSecond: 200 }

/** Sends one request; to be called as an input on the part `network`. */
export function sendRequest(ctx: StepContext, order: RequestOrder): Ordered {
  return send(ctx, networkAt(ctx), { ...order, traffic: 0 })
}

export function startTraffic(ctx: StepContext, order: RequestOrder, perSecond: number): Ordered {
  const state = networkAt(ctx)
  const read = readOrder(state.attached, order)
  if (!read.ok) return read
  if (!(perSecond > 0 && perSecond <= limits.perSecond)) return notSent({ code: 'request.rate', params: { limit: limits.perSecond } })
  if (state.traffic.size >= limits.streams) return notSent({ code: 'request.streams', params: { limit: limits.streams } })
  const id = state.nextTraffic++
  state.traffic.set(id, Object.freeze({ ...order, perSecond }))
  ctx.send('network', trafficTick(id))
  return { ok: true, id }
}

export function stopTraffic(ctx: StepContext, id: number): void {
  networkStateAt(ctx)?.traffic.delete(id)
}

export function onTrafficTick(ctx: StepContext, state: NetworkState, traffic: number): void {
  const stream = state.traffic.get(traffic)
  if (!stream) return
  const { from, url, method, perSecond } = stream
  send(ctx, state, { from, url, method, traffic })
  ctx.send(ctx.self, trafficTick(traffic), micros(1_000_000 / perSecond))
}

/** The network itself is never stopped. */
function networkAt(ctx: StepContext): NetworkState {
  const state = networkStateAt(ctx)
  assert(state, 'there is a network')
  return state
}

type Read = { readonly ok: true; readonly url: HttpUrl; readonly sender: Sender } | NotSent

function readOrder(attached: Table<string, string>, order: RequestOrder): Read {
  const [url, sender] = [parseUrl(order.url), parseSender(order.from)]
  if (!url) return notSent({ code: 'request.url', params: { value: shown(order.url) } })
  if (!sender) return notSent({ code: 'request.from', params: { value: shown(order.from) } })
  if (sender.type === 'pod' && !attached.has(`${sender.namespace}/${sender.name}`)) return notSent({ code: 'request.pod-idle', params: { pod: sender.name } })
  return { ok: true, url, sender }
}

function send(ctx: StepContext, state: NetworkState, order: RequestOrder & { traffic: number }): Ordered {
  const read = readOrder(state.attached, order)
  if (!read.ok) return read
  const { url, sender } = read
  const node = nodeOf(state, sender)
  if (node !== undefined && ctx.borrow(`node/${node}`) === undefined) return notSent({ code: 'request.node-down', params: { node } })
  const { from, method, traffic } = order
  const owner: RequestOwner = { type: 'request', id: state.nextRequest++, from, url: order.url, method, traffic, start: plus(ctx.now, ctx.charged) }
  observeRequest(ctx, owner)
  if (node === undefined) openFromOutside(ctx.as('network'), state, { url, owner })
  else {
    const pod = sender.type === 'pod' ? `${sender.namespace}/${sender.name}` : ''
    const event: SendRequestEvent = { type: 'send-request', pod, url, owner }
    ctx.send(`node/${node}`, event)
  }
  return { ok: true, id: owner.id }
}

function nodeOf({ attached }: NetworkState, sender: Sender): string | undefined {
  if (sender.type === 'internet') return undefined
  return sender.type === 'node' ? sender.node : attached.get(`${sender.namespace}/${sender.name}`)
}

function openFromOutside(ctx: StepContext, state: NetworkState, { url, owner }: { url: HttpUrl; owner: RequestOwner }): void {
  openExchange(outside(ctx, state), {
    request: owner.id,
    depth: 0,
    client: { place: 'internet', address: '198.51.100.7' },
    method: owner.method,
    url,
    resolver: { server: 'internet', search: [], ndots: 1 },
    timeout: requestTimeout,
    owner,
  })
}

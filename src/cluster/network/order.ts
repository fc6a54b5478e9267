/**
 * Orders from outside the world: send this request from there, once or so many times a second. Called as inputs on the
 * part `network`. A request from a pod or a machine is handed to that machine; its end comes back as an event.
 */
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

export type Ordered = { readonly ok: true; readonly id: number } | { readonly ok: false; readonly message: string }

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
  const state = networkStateAt(ctx)
  return state ? send(ctx, state, { ...order, traffic: 0 }) : { ok: false, message: 'the network is down' }
}

export function startTraffic(ctx: StepContext, order: RequestOrder, perSecond: number): Ordered {
  const state = networkStateAt(ctx)
  if (!state) return { ok: false, message: 'the network is down' }
  const problem = problemOf(state.attached, order)
  if (problem) return { ok: false, message: problem }
  if (!(perSecond > 0 && perSecond <= limits.perSecond)) return { ok: false, message: `a stream sends more than 0 and at most ${limits.perSecond} requests per second` }
  if (state.traffic.size >= limits.streams) return { ok: false, message: `at most ${limits.streams} streams run at once` }
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

function problemOf(attached: Table<string, string>, { from, url }: RequestOrder): string | undefined {
  if (!parseUrl(url)) return `URL rejected: ${JSON.stringify(url)} is not an http:// URL`
  const sender = parseSender(from)
  if (!sender) return `a request comes from internet, node/NAME or pod/NAMESPACE/NAME, not from ${JSON.stringify(from)}`
  if (sender.type === 'pod' && !attached.has(`${sender.namespace}/${sender.name}`)) return `pods "${sender.name}" is not running`
  return undefined
}

function send(ctx: StepContext, state: NetworkState, order: RequestOrder & { traffic: number }): Ordered {
  const problem = problemOf(state.attached, order)
  const [url, sender] = [parseUrl(order.url), parseSender(order.from)]
  if (problem || !url || !sender) return { ok: false, message: problem ?? '' }
  const node = nodeOf(state, sender)
  if (node !== undefined && ctx.borrow(`node/${node}`) === undefined) return { ok: false, message: `nodes "${node}" is not running` }
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

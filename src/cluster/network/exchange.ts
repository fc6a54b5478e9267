/**
 * The client's side of an HTTP exchange, as a machine whose state is data: resolve the name through the search list,
 * send, wait, give up. Used by every part that opens connections (the internet client, a machine for its pods, the
 * ingress controller); each supplies a host with its own way out and its own use of the end.
 */
import type { StepContext } from '../../sim/part.ts'
import type { Table } from '../../sim/table.ts'
import { micros, plus, type Micros } from '../../sim/time.ts'
import { hostPort, isAddress, type HttpUrl } from './address.ts'
import { latency } from './latency.ts'
import { controlPlaneEnd, cross, endOf, internetEnd } from './link.ts'
import { observeFlight, observeHop } from './observe.ts'
import type {
  Answer,
  AnswerEvent,
  DnsAnswerEvent,
  DnsQueryEvent,
  Endpoint,
  ExpireEvent,
  Failure,
  Headers,
  Packet,
  Place,
  Thread,
} from './packet.ts'
import { candidates, clusterDnsAddress, type ResolverConfig } from './resolver.ts'

/** Frozen; a change makes a new one. */
export interface Exchange extends Thread {
  readonly id: number
  readonly client: { readonly place: Place; readonly address: string }
  readonly method: string
  readonly url: HttpUrl
  /** Host header: as the client wrote the URL, or as a proxy passes it on. */
  readonly host: string
  readonly headers: Headers
  readonly resolver: ResolverConfig
  /** Names still to be asked for; the first one is under way. Empty once resolved. */
  readonly names: readonly string[]
  readonly startedAt: Micros
  readonly queriedAt: Micros
  /** Places to put before the next hop, the client first. */
  readonly path: readonly Place[]
  readonly connected: boolean
  /** What the host part wants to know when it ends. */
  readonly owner: ExchangeOwner
}

export type ExchangeOwner = { readonly type: string }

export interface ExchangeOrder extends Thread {
  readonly client: Exchange['client']
  readonly method: string
  readonly url: HttpUrl
  readonly host?: string
  readonly headers?: Headers
  readonly resolver: ResolverConfig
  readonly path?: readonly Place[]
  readonly timeout: Micros
  readonly owner: ExchangeOwner
}

export interface ExchangeBook {
  readonly exchanges: Table<number, Exchange>
  nextExchange: number
}

export interface ExchangeHost {
  readonly ctx: StepContext
  readonly book: ExchangeBook
  /** The way out: this host's rules and routes. */
  readonly transmit: (exchange: Exchange, packet: Packet) => void
  readonly finish: (exchange: Exchange, answer: Answer) => void
}

/** Routers a packet may pass before it is dropped. */
const hopLimit = 8
const clientPort = { from: 32_768, count: 28_232 }

export function openExchange(host: ExchangeHost, order: ExchangeOrder): void {
  const { ctx, book } = host
  const id = book.nextExchange++
  const { timeout, url, client, request, depth, method, resolver, owner } = order
  const now = plus(ctx.now, ctx.charged)
  const exchange: Exchange = Object.freeze({
    id,
    request,
    depth,
    client,
    method,
    url,
    host: order.host ?? url.host,
    headers: order.headers ?? {},
    resolver,
    names: isAddress(url.host) ? [] : candidates(url.host, resolver),
    startedAt: now,
    queriedAt: now,
    path: order.path ?? [client.place],
    connected: false,
    owner,
  })
  book.exchanges.set(id, exchange)
  const expire: ExpireEvent = { type: 'expire', exchange: id }
  ctx.send(ctx.self, expire, timeout)
  proceed(host, exchange)
}

function proceed(host: ExchangeHost, exchange: Exchange): void {
  if (exchange.url.host === 'localhost') return send(host, exchange, '127.0.0.1')
  if (exchange.method === lookUp && exchange.names.length === 0) return found(host, exchange, { name: exchange.url.host, addresses: [exchange.url.host] })
  if (exchange.names.length === 0) return send(host, exchange, exchange.url.host)
  query(host, exchange)
}

/** The method of an exchange that only asks for a name. */
const lookUp = 'LOOKUP'

function found(host: ExchangeHost, exchange: Exchange, { name, addresses }: { readonly name: string; readonly addresses: readonly string[] }): void {
  end(host, exchange, { ok: true, response: { status: 200, headers: { name }, body: addresses.join(' ') } })
}

function query({ ctx }: ExchangeHost, { id, names, request, depth, client, resolver }: Exchange): void {
  const [name = ''] = names
  const to = resolver.server === 'coredns' ? 'coredns' : 'network'
  const oneWay = latency(ctx, 'dns')
  const event: DnsQueryEvent = { type: 'dns-query', request, depth, name, client: client.place, reply: { part: ctx.self, exchange: id } }
  const { isLost, delay } = cross(ctx, [endOf(ctx.self), to === 'coredns' ? controlPlaneEnd : internetEnd], 'dns')
  if (!isLost) ctx.send(to, event, plus(oneWay, delay))
  if (to === 'coredns') observeFlight(ctx, { flight: 'dns', from: client.place, to: 'process/coredns', latency: oneWay, request, label: name })
}

export function onDnsAnswer(host: ExchangeHost, event: DnsAnswerEvent): void {
  const exchange = host.book.exchanges.get(event.exchange)
  if (!exchange || exchange.names[0] !== event.name) return
  observeDns(host.ctx, exchange, event)
  const [address] = event.addresses
  if (address !== undefined && exchange.method === lookUp) return found(host, exchange, event)
  if (address !== undefined) return send(host, exchange, address)
  const names = exchange.names.slice(1)
  if (names.length === 0) return fail(host, exchange, { type: 'nxdomain', name: exchange.url.host })
  const next = Object.freeze({ ...exchange, names, queriedAt: plus(host.ctx.now, host.ctx.charged) })
  host.book.exchanges.set(next.id, next)
  query(host, next)
}

function observeDns(ctx: StepContext, exchange: Exchange, { name, code, addresses, canonical }: DnsAnswerEvent): void {
  const { client, queriedAt, resolver } = exchange
  const clustered = resolver.server === 'coredns'
  const found = addresses.length > 0
  observeHop(ctx, exchange, {
    type: 'dns',
    from: client.place,
    to: clustered ? 'process/coredns' : 'internet',
    start: queriedAt,
    duration: micros(ctx.now - queriedAt),
    fromAddress: client.address,
    toAddress: clustered ? `${clusterDnsAddress}:53` : '',
    outcome: found ? 'ok' : 'client-error',
    params: { name, code, answer: addresses.join(', '), ...(canonical && { canonical }) },
  })
}

function send(host: ExchangeHost, exchange: Exchange, address: string): void {
  const { ctx, book } = host
  const { id, request, depth, client, method, url, headers, path } = exchange
  const resolved = Object.freeze({ ...exchange, names: [] })
  book.exchanges.set(id, resolved)
  const source: Endpoint = { address: client.address, port: clientPort.from + (id % clientPort.count) }
  host.transmit(resolved, {
    request,
    depth,
    source,
    destination: { address, port: url.port },
    http: { method, host: exchange.host, path: url.path, headers },
    reply: { part: ctx.self, exchange: id },
    path,
    hopsLeft: hopLimit,
  })
}

export function onAnswer(host: ExchangeHost, event: AnswerEvent): void {
  const exchange = host.book.exchanges.get(event.exchange)
  if (exchange) end(host, exchange, event.answer)
}

/** The connection stands; what follows now is waiting for the answer. */
export function onAccepted(host: ExchangeHost, id: number): void {
  const exchange = host.book.exchanges.get(id)
  if (exchange) host.book.exchanges.set(id, Object.freeze({ ...exchange, connected: true }))
}

export function onExpire(host: ExchangeHost, event: ExpireEvent): void {
  const exchange = host.book.exchanges.get(event.exchange)
  if (!exchange) return
  const { names, connected, url, client, startedAt } = exchange
  const waited = { start: startedAt, duration: micros(host.ctx.now - startedAt), fromAddress: client.address, toAddress: hostPort(url.host, url.port) }
  observeHop(host.ctx, exchange, { type: 'fail', from: client.place, to: client.place, ...waited, outcome: 'timeout', params: { reason: 'timeout' } })
  fail(host, exchange, names.length > 0 ? { type: 'resolver-timeout', name: url.host } : { type: 'timeout', connected })
}

function fail(host: ExchangeHost, exchange: Exchange, failure: Failure): void {
  end(host, exchange, { ok: false, failure })
}

function end(host: ExchangeHost, exchange: Exchange, answer: Answer): void {
  host.book.exchanges.delete(exchange.id)
  host.finish(exchange, answer)
}

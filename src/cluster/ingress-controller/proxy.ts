/** nginx at work: picks a location, an endpoint of its Service, passes the request on and the answer back. */
import type { EndpointSlice, Service } from '../../api/generated/types.ts'
import type { StepContext } from '../../sim/part.ts'
import { micros, seconds } from '../../sim/time.ts'
import { openExchange, type ExchangeHost, type ExchangeOwner } from '../network/exchange.ts'
import { ingressAddress } from '../network/fabric.ts'
import { latency } from '../network/latency.ts'
import { observeFlight, observeHop } from '../network/observe.ts'
import type { Answer, HttpResponse, Packet, PacketEvent, RouteBackEvent } from '../network/packet.ts'
import { hostResolver } from '../network/resolver.ts'
import { rewritten, route, type Location } from './locations.ts'
import { informerOf, type IngressControllerState } from './state.ts'

interface ProxyOwner extends ExchangeOwner {
  readonly type: 'proxy'
  readonly packet: Packet
}
const isProxyOwner = (owner: ExchangeOwner): owner is ProxyOwner => owner.type === 'proxy'

const place = 'process/ingress-controller'
/** proxy-read-timeout. */
const upstreamTimeout = seconds(60)
const serviceName = 'kubernetes.io/service-name'

/** nginx's own error pages. */
const page = (status: number, title: string): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
})

export function proxyHost(ctx: StepContext, state: IngressControllerState): ExchangeHost {
  return {
    ctx,
    book: state,
    transmit: (_, packet) => {
      const event: PacketEvent = { type: 'packet', packet, from: ctx.self }
      ctx.send('network', event)
    },
    finish: ({ owner }, answer) => {
      if (isProxyOwner(owner)) passBack(ctx, owner.packet, answer)
    },
  }
}

export function proxy(ctx: StepContext, state: IngressControllerState, packet: Packet): void {
  const { http } = packet
  const [path = '/', query] = http.path.split('?', 2)
  ctx.charge(latency(ctx, 'rules'))
  const location = route(state.servers, http.host.toLowerCase(), path)
  if (!location) return answerBack(ctx, packet, page(404, 'Not Found'))
  const upstreamPath = rewritten(location, path) + (query === undefined ? '' : `?${query}`)
  observeHop(ctx, packet, {
    type: 'rewrite',
    from: place,
    to: `services/${location.namespace}/${location.service}`,
    duration: micros(0),
    params: { ingress: location.ingress, rule: location.path, before: http.path, after: upstreamPath, service: `${location.namespace}/${location.service}`, port: location.port },
  })
  const endpoint = nextEndpoint(state, location)
  if (!endpoint) return answerBack(ctx, packet, page(503, 'Service Temporarily Unavailable'))
  passOn(ctx, state, { packet, location, endpoint, path: upstreamPath })
}

interface Passing {
  readonly packet: Packet
  readonly location: Location
  readonly endpoint: { readonly address: string; readonly port: number }
  readonly path: string
}

/** Straight to the endpoint; the Service's gate stands on the way because its endpoints were asked for. */
function passOn(ctx: StepContext, state: IngressControllerState, { packet, location, endpoint, path }: Passing): void {
  const { http, request, depth, source } = packet
  const gate = `services/${location.namespace}/${location.service}`
  observeFlight(ctx, { flight: 'http', from: place, to: gate, latency: micros(0), request, label: `${http.method} ${path}` })
  const owner: ProxyOwner = { type: 'proxy', packet }
  openExchange(proxyHost(ctx, state), {
    request,
    depth,
    client: { place, address: ingressAddress },
    method: http.method,
    url: { host: endpoint.address, port: endpoint.port, path },
    host: http.host,
    headers: { ...http.headers, 'X-Real-IP': source.address, 'X-Forwarded-For': source.address, 'X-Forwarded-Host': http.host },
    resolver: hostResolver,
    path: [place, gate],
    timeout: upstreamTimeout,
    owner,
  })
}

function nextEndpoint(state: IngressControllerState, { namespace, service, port }: Location): Passing['endpoint'] | undefined {
  const found = informerOf(state, 'services')?.get(namespace, service)
  const slices = informerOf(state, 'endpointslices.discovery.k8s.io')?.list(namespace) ?? []
  const endpoints = found ? endpointsOf(found, slices.filter((slice) => slice.metadata.labels?.[serviceName] === service), port) : []
  const key = `${namespace}/${service}:${port}`
  const turn = state.turns.get(key) ?? 0
  state.turns.set(key, turn + 1)
  return endpoints[turn % Math.max(1, endpoints.length)]
}

function endpointsOf({ spec }: Service, slices: readonly EndpointSlice[], port: number | string): Passing['endpoint'][] {
  const wanted = spec.ports?.find((candidate) => candidate.port === port || candidate.name === port)
  if (!wanted) return []
  return slices.flatMap((slice) => {
    const target = slice.ports?.find((candidate) => (candidate.name ?? '') === (wanted.name ?? ''))?.port
    if (target === undefined) return []
    return (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses.slice(0, 1).map((address) => ({ address, port: target })))
  })
}

/** What nginx makes of its upstream's silence. */
function passBack(ctx: StepContext, packet: Packet, answer: Answer): void {
  if (answer.ok) return answerBack(ctx, packet, answer.response)
  answerBack(ctx, packet, answer.failure.type === 'timeout' ? page(504, 'Gateway Time-out') : page(502, 'Bad Gateway'))
}

function answerBack(ctx: StepContext, packet: Packet, response: HttpResponse): void {
  const event: RouteBackEvent = { type: 'route-back', packet, answer: { ok: true, response }, from: ctx.self }
  ctx.send('network', event)
}

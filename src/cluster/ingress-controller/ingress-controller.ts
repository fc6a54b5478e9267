/**
 * The part `ingress-controller`: ingress-nginx as a reverse proxy on an address of its own. It takes the Ingresses of
 * its class, writes its address into their status, and sends requests straight to the endpoints of their Services, round
 * robin. Follows ingress-nginx v1.14; leaves out TLS, canaries, authentication and most annotations.
 */
import type { Ingress } from '../../api/generated/types.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { Table } from '../../sim/table.ts'
import { ms, seconds } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'
import { createInformer, deliver, listerOf, type InformerState } from '../client-go/informer.ts'
import { record, type RecorderState } from '../client-go/recorder.ts'
import { tell } from '../client-go/tell.ts'
import { isWatchEvent, type WatchEvent } from '../client-go/watch.ts'
import { onAccepted, onAnswer, onDnsAnswer, onExpire, type ExchangeBook } from '../network/exchange.ts'
import { ingressAddress } from '../network/fabric.ts'
import { isAccepted, isAnswer, isDnsAnswer, isExpire, isPacket } from '../network/packet.ts'
import { serversOf } from './locations.ts'
import { proxy, proxyHost } from './proxy.ts'

const resources = ['ingresses.networking.k8s.io', 'ingressclasses.networking.k8s.io', 'services', 'endpointslices.discovery.k8s.io'] as const
type Watched = (typeof resources)[number]

export interface IngressControllerState extends ExchangeBook {
  readonly informers: Map<Watched, InformerState>
  readonly recorded: RecorderState
  /** By `NAMESPACE/NAME`: the generation that nginx runs with. */
  readonly configured: Map<string, number>
  /** By service and port: the endpoint whose turn it is. */
  readonly turns: Map<string, number>
  /** A look at the Ingresses is under way, because of this revision. */
  due: number
}

const controllerName = 'k8s.io/ingress-nginx'
const legacyClass = 'kubernetes.io/ingress.class'
/** From a change to nginx's reload. */
const reload = ms(30)
const startRetry = seconds(1)

export const defineIngressController = (client: Client): PartDefinition<IngressControllerState> => ({
  type: 'ingress-controller',
  init: () => ({ informers: new Map(), recorded: new Map(), configured: new Map(), turns: new Map(), due: 0, exchanges: new Table(), nextExchange: 1 }),
  step: (ctx, state, event) => {
    const host = () => proxyHost(ctx, state)
    if (isWatchEvent(event)) onWatch(ctx, state, event)
    else if (isPacket(event)) proxy(ctx, { state, servers: serversOf(ownIngresses(state)) }, event.packet)
    else if (isAnswer(event)) onAnswer(host(), event)
    else if (isDnsAnswer(event)) onDnsAnswer(host(), event)
    else if (isAccepted(event)) onAccepted(host(), event.exchange)
    else if (isExpire(event)) onExpire(host(), event)
    else if (event.type === 'reload') configure(ctx, state, client)
    else if (event.type === 'start') start(ctx, state, client)
  },
})

function start(ctx: StepContext, state: IngressControllerState, client: Client): void {
  for (const resource of resources) {
    if (state.informers.has(resource)) continue
    const listed = client.listAndWatch(ctx, resource)
    if (!listed.ok) return ctx.send(ctx.self, { type: 'start' }, startRetry)
    state.informers.set(resource, createInformer(listed.object.objects, listed.object.revision))
  }
  ctx.send(ctx.self, { type: 'reload' }, reload)
}

function onWatch(ctx: StepContext, state: IngressControllerState, event: WatchEvent): void {
  const informer = state.informers.get(event.resource as Watched)
  if (!informer) return
  deliver(informer, event)
  const concernsRules = event.resource === 'ingresses.networking.k8s.io' || event.resource === 'ingressclasses.networking.k8s.io'
  if (!concernsRules || state.due !== 0) return
  state.due = event.revision
  ctx.send(ctx.self, { type: 'reload' }, reload)
}

export function informerOf<R extends Watched>(state: IngressControllerState, resource: R) {
  const informer = state.informers.get(resource)
  return informer && listerOf(informer, resource)
}

/** The Ingresses of a class that names this controller, eldest first. */
function ownIngresses(state: IngressControllerState): Ingress[] {
  const classes = informerOf(state, 'ingressclasses.networking.k8s.io')?.list() ?? []
  const own = new Set(classes.filter(({ spec }) => spec.controller === controllerName).map(({ metadata }) => metadata.name))
  const isOwn = ({ metadata, spec }: Ingress) => {
    const name = spec.ingressClassName ?? metadata.annotations?.[legacyClass]
    return name !== undefined && own.has(name) && metadata.deletionTimestamp === undefined
  }
  const age = ({ metadata }: Ingress) => metadata.creationTimestamp ?? ''
  return (informerOf(state, 'ingresses.networking.k8s.io')?.list() ?? []).filter(isOwn).sort((a, b) => (age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : 0))
}

function configure(ctx: StepContext, state: IngressControllerState, client: Client): void {
  ctx.cause = state.due
  state.due = 0
  const ingresses = ownIngresses(state)
  const kept = new Set(ingresses.map(keyOf))
  for (const key of [...state.configured.keys()]) if (!kept.has(key)) state.configured.delete(key)
  for (const ingress of ingresses) {
    const key = keyOf(ingress)
    const version = ingress.metadata.generation ?? 0
    if (state.configured.get(key) !== version) {
      state.configured.set(key, version)
      const source = { component: 'nginx-ingress-controller' }
      record(ctx, { client, source, state: state.recorded }, ingress, { type: 'Normal', reason: 'Sync', message: 'Scheduled for sync' })
      const paths = (ingress.spec.rules ?? []).reduce((sum, { http }) => sum + (http?.paths.length ?? 0), 0)
      tell(ctx, 'ingress.configured', about(key), { ingress: ingress.metadata.name, paths })
    }
    publishAddress(ctx, ingress, client)
  }
}

const keyOf = ({ metadata }: Ingress): string => `${metadata.namespace ?? ''}/${metadata.name}`
const about = (key: string) => ({ actor: 'process/ingress-controller', object: `ingresses.networking.k8s.io/${key}` })

function publishAddress(ctx: StepContext, ingress: Ingress, client: Client): void {
  if (ingress.status?.loadBalancer?.ingress?.some(({ ip }) => ip === ingressAddress)) return
  const written = client.updateStatus(ctx, 'ingresses.networking.k8s.io', { ...ingress, status: { loadBalancer: { ingress: [{ ip: ingressAddress }] } } })
  if (written.ok) tell(ctx, 'ingress.address', { ...about(keyOf(ingress)), revision: Number(written.object.metadata.resourceVersion) }, { ingress: ingress.metadata.name, address: ingressAddress })
}

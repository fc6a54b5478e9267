/**
 * The part `ingress-controller`: ingress-nginx as a reverse proxy on an address of its own. It takes the Ingresses of
 * its class, writes its address into their status, and sends requests straight to the endpoints of their Services, round
 * robin. Follows ingress-nginx v1.14; leaves out TLS, canaries, authentication and most annotations.
 */
import type { Ingress } from '../../api/generated/types.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { Table } from '../../sim/table.ts'
import { ms, seconds } from '../../sim/time.ts'
import type { Client, Resource } from '../client-go/client.ts'
import { createInformer, deliver } from '../client-go/informer.ts'
import { record } from '../client-go/recorder.ts'
import { tell } from '../client-go/tell.ts'
import { isWatchEnded, onWatchEnded } from '../client-go/reflector.ts'
import { isWatchEvent, type WatchEvent } from '../client-go/watch.ts'
import { onAccepted, onAnswer, onDnsAnswer, onExpire } from '../network/exchange.ts'
import { ingressAddress } from '../network/fabric.ts'
import { isAccepted, isAnswer, isDnsAnswer, isExpire, isPacket } from '../network/packet.ts'
import { serversOf } from './locations.ts'
import { proxy, proxyHost } from './proxy.ts'
import { informerOf, resources, type IngressControllerState, type Watched } from './state.ts'

const controllerName = 'k8s.io/ingress-nginx'
const legacyClass = 'kubernetes.io/ingress.class'
/** From a change to nginx's reload. */
const reload = ms(30)
/** Addresses that could not be written are written then. */
const statusInterval = seconds(60)
const startRetry = seconds(1)

export const defineIngressController = (client: Client): PartDefinition<IngressControllerState> => ({
  type: 'ingress-controller',
  init: () => ({ informers: new Map(), reflectors: new Map(), recorded: new Map(), configured: new Map(), servers: new Map(), turns: new Map(), due: 0, exchanges: new Table(), nextExchange: 1 }),
  step: (ctx, state, event) => {
    const host = () => proxyHost(ctx, state)
    if (isWatchEvent(event)) onWatch(ctx, state, event)
    else if (isWatchEnded(event)) {
      const cached = (resource: Resource) => state.informers.get(resource as Watched)?.objects.values() ?? []
      onWatchEnded(ctx, { client, resources, reflectors: state.reflectors, cached, take: (change) => onWatch(ctx, state, change) }, event)
    }
    else if (isPacket(event)) proxy(ctx, state, event.packet)
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
  state.servers = serversOf(ingresses)
  for (const ingress of ingresses) {
    schedule(ctx, state, { ingress, client })
    publishAddress(ctx, ingress, client)
  }
}

/** Any change of an Ingress is an Event, its own address included; only other locations are told as a new configuration. */
function schedule(ctx: StepContext, state: IngressControllerState, { ingress, client }: { ingress: Ingress; client: Client }): void {
  const key = keyOf(ingress)
  const known = state.configured.get(key)
  const revision = ingress.metadata.resourceVersion ?? ''
  if (known?.revision === revision) return
  const own = [...serversOf([ingress])]
  const locations = JSON.stringify(own)
  state.configured.set(key, Object.freeze({ revision, locations }))
  const source = { component: 'nginx-ingress-controller' }
  record(ctx, { client, source, state: state.recorded }, ingress, { type: 'Normal', reason: 'Sync', message: 'Scheduled for sync' })
  if (known?.locations === locations) return
  const paths = own.reduce((sum, [, list]) => sum + list.length, 0)
  tell(ctx, 'ingress.configured', about(key), { ingress: ingress.metadata.name, paths })
}

const keyOf = ({ metadata }: Ingress): string => `${metadata.namespace ?? ''}/${metadata.name}`
const about = (key: string) => ({ actor: 'process/ingress-controller', object: `ingresses.networking.k8s.io/${key}` })

function publishAddress(ctx: StepContext, ingress: Ingress, client: Client): void {
  if (ingress.status?.loadBalancer?.ingress?.some(({ ip }) => ip === ingressAddress)) return
  const written = client.updateStatus(ctx, 'ingresses.networking.k8s.io', { ...ingress, status: { loadBalancer: { ingress: [{ ip: ingressAddress }] } } })
  if (!written.ok) return ctx.send(ctx.self, { type: 'reload' }, statusInterval)
  tell(ctx, 'ingress.address', { ...about(keyOf(ingress)), revision: Number(written.object.metadata.resourceVersion) }, { ingress: ingress.metadata.name, address: ingressAddress })
}

/**
 * The part `coredns`: answers the names of Services from what it has heard of them, forwards the rest. Follows CoreDNS
 * 1.12 plugin/kubernetes and Kubernetes' DNS specification 1.1; leaves out SRV, PTR, caching and negative TTLs. It
 * stands behind 10.96.0.10 as a process of its own, not as Pods.
 */
import type { EndpointSlice, Service } from '../../api/generated/types.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { plus, seconds } from '../../sim/time.ts'
import type { Client, Resource } from '../client-go/client.ts'
import { createInformer, deliver, listerOf, type InformerState } from '../client-go/informer.ts'
import { isWatchEnded, onWatchEnded, type Reflectors } from '../client-go/reflector.ts'
import { isWatchEvent, type WatchEvent } from '../client-go/watch.ts'
import { isAddress } from '../network/address.ts'
import { ingressAddress } from '../network/fabric.ts'
import { latency } from '../network/latency.ts'
import { controlPlaneEnd, cross, endOf } from '../network/link.ts'
import { observeFlight } from '../network/observe.ts'
import { isDnsQuery, type DnsAnswerEvent, type DnsQueryEvent } from '../network/packet.ts'
import { clusterDomain } from '../network/resolver.ts'

export interface CoreDnsState {
  services: InformerState | null
  slices: InformerState | null
  readonly reflectors: Reflectors
}

export interface DnsAnswer {
  readonly code: DnsAnswerEvent['code']
  readonly addresses: readonly string[]
  /** The end of a CNAME chain, '' without one. */
  readonly canonical: string
}

const resources = ['services', 'endpointslices.discovery.k8s.io'] as const
const startRetry = seconds(1)
const nxdomain: DnsAnswer = { code: 'NXDOMAIN', addresses: [], canonical: '' }
const serviceName = 'kubernetes.io/service-name'

export const defineCoreDns = (client: Client): PartDefinition<CoreDnsState> => ({
  type: 'coredns',
  init: () => ({ services: null, slices: null, reflectors: new Map() }),
  step: (ctx, state, event) => {
    if (isWatchEvent(event)) receive(state, event)
    else if (isWatchEnded(event)) {
      const cached = (resource: Resource) => informerOf(state, resource)?.objects.values() ?? []
      onWatchEnded(ctx, { client, resources, reflectors: state.reflectors, cached, take: (change) => receive(state, change) }, event)
    } else if (isDnsQuery(event)) answer(ctx, state, event)
    else if (event.type === 'start') start(ctx, state, client)
  },
})

function start(ctx: StepContext, state: CoreDnsState, client: Client): void {
  const [services, slices] = [client.listAndWatch(ctx, 'services'), client.listAndWatch(ctx, 'endpointslices.discovery.k8s.io')]
  if (!services.ok || !slices.ok) return ctx.send(ctx.self, { type: 'start' }, startRetry)
  state.services = createInformer(services.object.objects, services.object.revision)
  state.slices = createInformer(slices.object.objects, slices.object.revision)
}

const informerOf = ({ services, slices }: CoreDnsState, resource: Resource): InformerState | null => (resource === 'services' ? services : slices)

function receive(state: CoreDnsState, event: WatchEvent): void {
  const informer = informerOf(state, event.resource)
  if (informer) deliver(informer, event)
}

function answer(ctx: StepContext, state: CoreDnsState, { reply, name, client, request }: DnsQueryEvent): void {
  const found = lookUp(state, name)
  const event: DnsAnswerEvent = { type: 'dns-answer', exchange: reply.exchange, name, ...found }
  const took = latency(ctx, 'dns')
  const { isLost, delay } = cross(ctx, [controlPlaneEnd, endOf(reply.part)], 'dns')
  if (!isLost) ctx.send(reply.part, event, plus(took, delay))
  const exists = found.addresses.length > 0
  observeFlight(ctx, {
    ...{ flight: 'dns', from: 'process/coredns', to: client, latency: took, request, reply: true },
    outcome: exists ? 'ok' : 'client-error',
    label: exists ? found.addresses.join(', ') : found.code,
  })
}

/** `servera-svc.my-test-space.svc.cluster.local` and its relatives. */
export function lookUp(state: CoreDnsState, name: string): DnsAnswer {
  const lower = name.toLowerCase()
  if (lower === clusterDomain) return { code: 'NOERROR', addresses: [], canonical: '' }
  if (!lower.endsWith(`.${clusterDomain}`)) return forwarded(lower)
  const labels = lower.slice(0, -clusterDomain.length - 1).split('.')
  const zone = labels.pop()
  if (zone === 'pod') return ofPod(labels)
  return zone === 'svc' ? ofService(state, labels) : nxdomain
}

/** The upstream resolver of a small world: every name with a dot leads to the ingress controller. */
const forwarded = (name: string): DnsAnswer => (name.includes('.') ? { code: 'NOERROR', addresses: [ingressAddress], canonical: '' } : nxdomain)

/** `10-244-1-3.my-test-space.pod`: kubeadm's Corefile says `pods insecure`, so any address is echoed. */
function ofPod([dashed = '', namespace, ...rest]: readonly string[]): DnsAnswer {
  const address = dashed.replaceAll('-', '.')
  return namespace !== undefined && rest.length === 0 && isAddress(address) ? { code: 'NOERROR', addresses: [address], canonical: '' } : nxdomain
}

/** [SERVICE, NAMESPACE], or [HOSTNAME, SERVICE, NAMESPACE] for a pod behind a headless Service. */
function ofService(state: CoreDnsState, labels: readonly string[]): DnsAnswer {
  const [namespace = '', name = '', hostname, ...rest] = [...labels].reverse()
  const service = state.services && listerOf(state.services, 'services').get(namespace, name)
  if (!service || rest.length > 0) return nxdomain
  const { type, externalName = '', clusterIP = '' } = service.spec
  if (type === 'ExternalName') return hostname === undefined ? { ...forwarded(externalName), canonical: externalName } : nxdomain
  if (clusterIP !== 'None' && hostname === undefined) return { code: 'NOERROR', addresses: [clusterIP], canonical: '' }
  const addresses = endpointAddresses(slicesOf(state, service), { hostname, unready: service.spec.publishNotReadyAddresses === true })
  return addresses.length > 0 ? { code: 'NOERROR', addresses, canonical: '' } : nxdomain
}

const slicesOf = ({ slices }: CoreDnsState, { metadata }: Service): EndpointSlice[] =>
  slices ? listerOf(slices, 'endpointslices.discovery.k8s.io').list(metadata.namespace).filter((slice) => slice.metadata.labels?.[serviceName] === metadata.name) : []

function endpointAddresses(slices: readonly EndpointSlice[], { hostname, unready }: { hostname: string | undefined; unready: boolean }): string[] {
  const endpoints = slices.flatMap((slice) => slice.endpoints ?? []).filter(({ conditions }) => unready || conditions?.ready !== false)
  const named = hostname === undefined ? endpoints : endpoints.filter((endpoint) => endpoint.hostname === hostname || endpoint.addresses[0]?.replaceAll('.', '-') === hostname)
  return named.flatMap(({ addresses }) => addresses.slice(0, 1))
}

/**
 * The part `kube-proxy/NODE`: watches Services and EndpointSlices and programs the kernel of the machine it runs on.
 * Traffic never passes through it: without it the rules stay as they were. Follows kubernetes v1.36 pkg/proxy/iptables
 * (proxier.go); leaves out externalIPs, topology hints and IPv6.
 */
import type { EndpointSlice, Service } from '../../api/generated/types.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { ms, seconds } from '../../sim/time.ts'
import { changeOf } from '../client-go/change.ts'
import type { Client } from '../client-go/client.ts'
import { createInformer, deliver, listerOf, type InformerState } from '../client-go/informer.ts'
import { tell } from '../client-go/tell.ts'
import { isWatchEvent, joinKey, type WatchEvent } from '../client-go/watch.ts'
import { machineAt, type Machine } from '../network/machine.ts'
import { rulesOf, serviceNameLabel, type ProgrammedRule } from './rules.ts'

export interface KubeProxyState {
  services: InformerState | null
  slices: InformerState | null
  /** Services to look at in the next sync, with the revision that made each due. */
  readonly due: Map<string, number>
  /** By service key: the rules that stand in the kernel. */
  readonly programmed: Map<string, readonly ProgrammedRule[]>
  syncing: boolean
}

/** Changes that arrive together are programmed together. */
const gathering = ms(5)
/** iptables-restore of what changed. */
const programming = ms(2)
const startRetry = seconds(1)

export const defineKubeProxy = (client: Client): PartDefinition<KubeProxyState> => ({
  type: 'kube-proxy',
  init: () => ({ services: null, slices: null, due: new Map(), programmed: new Map(), syncing: false }),
  step: (ctx, state, event) => {
    if (isWatchEvent(event)) onWatch(ctx, state, event)
    else if (event.type === 'sync-rules') sync(ctx, state)
    else if (event.type === 'start') start(ctx, state, client)
  },
})

function start(ctx: StepContext, state: KubeProxyState, client: Client): void {
  const [services, slices] = [client.listAndWatch(ctx, 'services'), client.listAndWatch(ctx, 'endpointslices.discovery.k8s.io')]
  if (!services.ok || !slices.ok) return ctx.send(ctx.self, { type: 'start' }, startRetry)
  state.services = createInformer(services.object.objects, services.object.revision)
  state.slices = createInformer(slices.object.objects, slices.object.revision)
  const machine = machineAt(ctx, ctx.instance)
  if (machine) takeOver(state, machine)
  for (const key of [...state.services.objects.keys(), ...state.programmed.keys()]) markDue(ctx, state, { key, cause: 0 })
}

/** What an earlier life left in the kernel is what its rules are compared with. */
function takeOver({ programmed }: KubeProxyState, { rules }: Machine): void {
  for (const table of ['services', 'nodePorts'] as const) {
    for (const [key, rule] of rules[table].entries()) programmed.set(rule.service, [...(programmed.get(rule.service) ?? []), { table, key, rule }])
  }
}

function onWatch(ctx: StepContext, state: KubeProxyState, event: WatchEvent): void {
  const informer = event.resource === 'services' ? state.services : state.slices
  if (!informer) return
  const previous = deliver(informer, event)
  const slices = changeOf('endpointslices.discovery.k8s.io', event, previous)
  const keys = slices ? [slices.previous, slices.current].map(serviceOf) : [event.key]
  for (const key of new Set(keys)) if (key !== '') markDue(ctx, state, { key, cause: event.revision })
}

function serviceOf(slice: EndpointSlice | undefined): string {
  const name = slice?.metadata.labels?.[serviceNameLabel]
  return name ? joinKey(slice?.metadata.namespace ?? '', name) : ''
}

function markDue(ctx: StepContext, state: KubeProxyState, { key, cause }: { key: string; cause: number }): void {
  state.due.set(key, cause)
  if (state.syncing) return
  state.syncing = true
  const event: SimEvent = { type: 'sync-rules' }
  ctx.send(ctx.self, event, gathering)
}

function sync(ctx: StepContext, state: KubeProxyState): void {
  state.syncing = false
  const machine = machineAt(ctx, ctx.instance)
  const due = [...state.due]
  state.due.clear()
  if (!machine || !state.services || !state.slices) return
  ctx.charge(programming)
  const services = listerOf(state.services, 'services')
  const slices = listerOf(state.slices, 'endpointslices.discovery.k8s.io')
  for (const [key, cause] of due) {
    ctx.cause = cause
    const service = services.byKey(key)
    const own = service ? slices.list(service.metadata.namespace).filter((slice) => serviceOf(slice) === key) : []
    const rules = service ? rulesOf(service, own, machine.name) : []
    program(ctx, { state, machine }, { key, service, rules })
  }
}

interface Wanted {
  readonly key: string
  readonly service: Service | undefined
  readonly rules: readonly ProgrammedRule[]
}

function program(ctx: StepContext, { state, machine }: { state: KubeProxyState; machine: Machine }, { key, service, rules }: Wanted): void {
  const before = state.programmed.get(key) ?? []
  if (sameRules(before, rules)) return
  for (const { table, key: place } of before) machine.rules[table].delete(place)
  for (const { table, key: place, rule } of rules) machine.rules[table].set(place, rule)
  if (rules.length > 0) state.programmed.set(key, rules)
  else state.programmed.delete(key)
  const [first] = rules
  const about = { actor: `kube-proxy/${machine.name}`, object: `services/${key}` }
  const endpoints = first?.rule.endpoints.length ?? 0
  tell(ctx, 'kube-proxy.programmed', about, { node: machine.name, service: key.slice(key.indexOf('/') + 1), address: service?.spec.clusterIP ?? '', endpoints })
}

/** Each rule says where it stands, so the order does not matter. */
function sameRules(before: readonly ProgrammedRule[], after: readonly ProgrammedRule[]): boolean {
  const known = new Map(before.map(({ table, key, rule }) => [`${table} ${key}`, JSON.stringify(rule)]))
  return before.length === after.length && after.every(({ table, key, rule }) => known.get(`${table} ${key}`) === JSON.stringify(rule))
}

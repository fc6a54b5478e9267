/**
 * The part `kube-proxy/NODE`: watches Services and EndpointSlices and programs the kernel of the machine it runs on.
 * Traffic never passes through it: without it the rules stay as they were. Follows kubernetes v1.36 pkg/proxy/iptables
 * (proxier.go); leaves out externalIPs, topology hints and IPv6.
 */
import type { EndpointSlice, Service } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { Table, withPrefix } from '../../sim/table.ts'
import { later, micros, ms, seconds, type Micros } from '../../sim/time.ts'
import { changeOf, type Change } from '../client-go/change.ts'
import type { Client, Resource } from '../client-go/client.ts'
import { isWatchEnded, onWatchEnded, type Reflectors } from '../client-go/reflector.ts'
import { tell } from '../client-go/tell.ts'
import { isWatchEvent, joinKey, keyOf, type WatchEvent } from '../client-go/watch.ts'
import { machineAt, type Machine } from '../network/machine.ts'
import { rulesOf, sameRules, serviceNameLabel, type ProgrammedRule } from './rules.ts'

export interface KubeProxyState {
  /** By `NAMESPACE/NAME`. */
  readonly services: Table<string, Service>
  /** By `NAMESPACE/SERVICE NAME-OF-SLICE`, so that the slices of one Service stand together. */
  readonly slices: Table<string, EndpointSlice>
  /** Services to look at in the next sync, with the revision that made each due. */
  readonly due: Map<string, number>
  readonly reflectors: Reflectors
  /** By service key: the rules that stand in the kernel. */
  readonly programmed: Map<string, readonly ProgrammedRule[]>
  syncing: boolean
  /** When the last sync began, and what is left of the time that syncs may take up, in microseconds. */
  lastSync: Micros
  credit: number
}

/** Changes that arrive together are programmed together. */
const gathering = ms(5)
/** iptables-restore of what changed. */
const programming = ms(2)
const resources = ['services', 'endpointslices.discovery.k8s.io'] as const
const startRetry = seconds(1)
/** minSyncPeriod of iptables mode, with the burst of its BoundedFrequencyRunner: two at once, then one a second. */
const syncPeriod = 1_000_000
const burst = 2

export const defineKubeProxy = (client: Client): PartDefinition<KubeProxyState> => ({
  type: 'kube-proxy',
  init: () => ({
    services: new Table(),
    slices: new Table(),
    due: new Map(),
    reflectors: new Map(),
    programmed: new Map(),
    syncing: false,
    lastSync: micros(0),
    credit: burst * syncPeriod,
  }),
  step: (ctx, state, event) => {
    if (isWatchEvent(event)) onWatch(ctx, state, event)
    else if (isWatchEnded(event)) {
      const cached = (resource: Resource) => (resource === 'services' ? state.services : state.slices).values()
      onWatchEnded(ctx, { client, resources, reflectors: state.reflectors, cached, take: (change) => onWatch(ctx, state, change) }, event)
    }
    else if (event.type === 'sync-rules') sync(ctx, state)
    else if (event.type === 'start') start(ctx, state, client)
  },
})

function start(ctx: StepContext, state: KubeProxyState, client: Client): void {
  const [services, slices] = [client.listAndWatch(ctx, 'services'), client.listAndWatch(ctx, 'endpointslices.discovery.k8s.io')]
  if (!services.ok || !slices.ok) return ctx.send(ctx.self, { type: 'start' }, startRetry)
  for (const service of services.object.objects) state.services.set(keyOf(service), service)
  for (const slice of slices.object.objects) state.slices.set(sliceKey(slice), slice)
  const machine = machineAt(ctx, ctx.instance)
  if (machine) takeOver(state, machine)
  for (const key of [...state.services.keys(), ...state.programmed.keys()]) markDue(ctx, state, { key, cause: 0 })
}

/** What an earlier life left in the kernel is what its rules are compared with. */
function takeOver({ programmed }: KubeProxyState, { rules }: Machine): void {
  for (const table of ['services', 'nodePorts'] as const) {
    for (const [key, rule] of rules[table].entries()) programmed.set(rule.service, [...(programmed.get(rule.service) ?? []), { table, key, rule }])
  }
}

function onWatch(ctx: StepContext, state: KubeProxyState, event: WatchEvent): void {
  const slices = changeOf('endpointslices.discovery.k8s.io', event, undefined)
  const services = changeOf('services', event, undefined)
  if (services) store(state.services, services, (service) => keyOf(service))
  if (slices) store(state.slices, slices, sliceKey)
  const key = slices ? serviceOf(slices.current ?? slices.previous) : event.key
  if (key !== '') markDue(ctx, state, { key, cause: event.revision })
}

/** The label that names a slice's Service does not change in a slice's life, so its key does not either. */
function store<T extends ApiObject>(table: Table<string, T>, { current, previous }: Change<T>, keyFor: (object: T) => string): void {
  if (current) table.set(keyFor(current), current)
  else if (previous) table.delete(keyFor(previous))
}

const sliceKey = (slice: EndpointSlice): string => `${serviceOf(slice)} ${slice.metadata.name}`

function serviceOf(slice: EndpointSlice | undefined): string {
  const name = slice?.metadata.labels?.[serviceNameLabel]
  return name ? joinKey(slice?.metadata.namespace ?? '', name) : ''
}

function markDue(ctx: StepContext, state: KubeProxyState, { key, cause }: { key: string; cause: number }): void {
  state.due.set(key, cause)
  if (state.syncing) return
  state.syncing = true
  const credit = Math.min(burst * syncPeriod, state.credit + ctx.now - state.lastSync)
  const allowed = credit >= syncPeriod ? ctx.now : micros(state.lastSync + syncPeriod)
  const event: SimEvent = { type: 'sync-rules' }
  ctx.send(ctx.self, event, later(gathering, micros(allowed - ctx.now)))
}

function sync(ctx: StepContext, state: KubeProxyState): void {
  state.syncing = false
  state.credit = Math.max(0, Math.min(burst * syncPeriod, state.credit + ctx.now - state.lastSync) - syncPeriod)
  state.lastSync = ctx.now
  const machine = machineAt(ctx, ctx.instance)
  const due = [...state.due]
  state.due.clear()
  if (!machine) return
  ctx.charge(programming)
  for (const [key, cause] of due) {
    ctx.cause = cause
    const service = state.services.get(key)
    const own = service ? withPrefix(state.slices, `${key} `).map(([, slice]) => slice) : []
    program(ctx, { state, machine }, { key, service, rules: service ? rulesOf(service, own, machine.name) : [] })
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

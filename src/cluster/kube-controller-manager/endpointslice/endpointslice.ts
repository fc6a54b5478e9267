/**
 * The endpointslice controller: keeps the slices of every Service that selects pods. Follows kubernetes v1.36
 * pkg/controller/endpointslice and staging/src/k8s.io/endpointslice; leaves out dual stack and hints by topology cache.
 */
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice, Pod, Service } from '../../../api/generated/types.ts'
import { changeOf, type Change } from '../../client-go/change.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { tell } from '../../client-go/tell.ts'
import { joinKey, keyOf } from '../../client-go/watch.ts'
import { countsAlike } from '../pod-state.ts'
import { endpointOf, isMember, portsOf, selects, selectsPods } from './members.ts'
import { carryOut } from './carry-out.ts'
import { newSlice } from './new-slice.ts'
import { planSlices, recycled, withPlaceholder, type Plan, type SliceShape, type Wanted } from './reconcile.ts'
import { isForeignChange, isStale, sliceGone, type SliceTracker } from './slice-tracker.ts'
import { triggerTime, withTriggerTime, type TriggerTimes } from './trigger-time.ts'

export interface EndpointSliceMemory {
  readonly tracker: SliceTracker
  readonly triggers: TriggerTimes
}
type Context = ControllerContext<EndpointSliceMemory>

const serviceLabel = 'kubernetes.io/service-name'
const managerLabel = 'endpointslice.kubernetes.io/managed-by'
const manager = 'endpointslice-controller.k8s.io'
export const headlessLabel = 'service.kubernetes.io/headless'

export const endpointslice: Controller<EndpointSliceMemory> = {
  name: 'endpointslice',
  component: 'endpoint-slice-controller',
  resources: ['services', 'pods', 'nodes', 'endpointslices.discovery.k8s.io'],
  createMemory: () => ({ tracker: new Map(), triggers: new Map() }),
  onChange: (c, event, before) => {
    if (event.resource === 'services') return c.enqueue(event.key)
    const slice = changeOf('endpointslices.discovery.k8s.io', event, before)
    if (slice) onSlice(c, slice)
    const pod = changeOf('pods', event, before)
    if (pod) for (const service of affected(c, pod)) c.enqueue(keyOf(service))
  },
  sync: (c, key) => {
    const service = c.lister('services').byKey(key)
    if (service && selectsPods(service)) return syncService(c, service)
    if (!service) {
      c.memory.tracker.delete(key)
      c.memory.triggers.delete(key)
    }
    return done
  },
}

/** Services whose endpoints a change of a pod may change: by its old labels and by its new ones. */
export function affected(c: ControllerContext<unknown>, { previous, current }: Change<Pod>): Service[] {
  const pod = current ?? previous
  if (!pod || (previous && current && !isNews(previous, current))) return []
  const services = c.lister('services').list(pod.metadata.namespace ?? '')
  return services.filter((service) => (previous && selects(service, previous)) || (current && selects(service, current)))
}

/** What an endpoint is made of. */
const isNews = (before: Pod, now: Pod): boolean =>
  !countsAlike(before, now) || before.status?.podIP !== now.status?.podIP || before.spec.nodeName !== now.spec.nodeName

const isOwn = ({ metadata }: EndpointSlice): boolean => metadata.labels?.[managerLabel] === manager
const serviceKeyOf = ({ metadata }: EndpointSlice): string => joinKey(metadata.namespace ?? '', metadata.labels?.[serviceLabel] ?? '')

/** Only what others did to our slices is news. */
function onSlice(c: Context, { previous, current }: Change<EndpointSlice>): void {
  const { tracker } = c.memory
  if (!current) {
    if (previous && isOwn(previous) && sliceGone(tracker, serviceKeyOf(previous), previous)) c.enqueue(serviceKeyOf(previous))
    return
  }
  if (previous && isOwn(previous) && (!isOwn(current) || serviceKeyOf(previous) !== serviceKeyOf(current))) c.enqueue(serviceKeyOf(previous))
  if (isOwn(current) && isForeignChange(tracker, serviceKeyOf(current), current)) c.enqueue(serviceKeyOf(current))
}

function syncService(c: Context, service: Service): SyncOutcome {
  const key = keyOf(service)
  const namespace = service.metadata.namespace ?? ''
  const slices = c.lister('endpointslices.discovery.k8s.io').list(namespace).filter((slice) => isOwn(slice) && serviceKeyOf(slice) === key)
  const alive = slices.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  if (isStale(c.memory.tracker, key, alive)) return retry('EndpointSlice informer cache is out of date')
  const pods = c.lister('pods').list(namespace).filter((pod) => selects(service, pod))
  const time = triggerTime(c.memory.triggers, key, { service, pods })
  const members = pods.filter((pod) => isMember(pod, { includeTerminating: true }))
  const { wanted, missingNodes } = wantedFor(c, service, members)
  const labels = labelsFor(service)
  const shape: SliceShape = { labels, create: (ports, endpoints) => newSlice(service, { labels, ports, endpoints }) }
  const plan = recycled(withPlaceholder(alive, planSlices(alive, wanted, shape), shape))
  const carried = carryOut({ c, tracker: c.memory.tracker, key }, stamped(plan, time))
  if (!carried.ok) return retry(carried.status.message ?? '')
  if (plan.create.length + plan.update.length + plan.delete.length > 0) report(c, service, wanted)
  return missingNodes.length > 0 ? retry(`node "${missingNodes[0]}" not found`) : done
}

function wantedFor(c: Context, service: Service, members: readonly Pod[]): { wanted: Wanted[]; missingNodes: string[] } {
  const groups = new Map<string, { ports: DiscoveryEndpointPort[]; endpoints: Endpoint[] }>()
  const missingNodes: string[] = []
  for (const pod of members) {
    const node = c.lister('nodes').byKey(pod.spec.nodeName ?? '')
    if (!node && pod.spec.nodeName && service.spec?.publishNotReadyAddresses !== true) {
      missingNodes.push(pod.spec.nodeName)
      continue
    }
    const ports = portsOf(pod, service)
    const group = groups.get(JSON.stringify(ports)) ?? { ports, endpoints: [] }
    group.endpoints.push(endpointOf(pod, service, node))
    groups.set(JSON.stringify(ports), group)
  }
  return { wanted: [...groups.values()], missingNodes }
}

/** The Service's own labels, less those that other controllers give meaning to. */
function labelsFor({ metadata, spec }: Service): { [key: string]: string } {
  const { [serviceLabel]: _name, [managerLabel]: _manager, [headlessLabel]: _headless, ...own } = metadata.labels ?? {}
  const headless = spec?.clusterIP === 'None'
  return { ...own, ...(headless && { [headlessLabel]: '' }), [serviceLabel]: metadata.name, [managerLabel]: manager }
}

function stamped(plan: Plan, time: string | undefined): Plan {
  const stamp = (slice: EndpointSlice): EndpointSlice => ({
    ...slice,
    metadata: { ...slice.metadata, annotations: withTriggerTime(slice.metadata.annotations, time) },
  })
  return { ...plan, create: plan.create.map(stamp), update: plan.update.map(stamp) }
}

function report(c: Context, { metadata }: Service, wanted: readonly Wanted[]): void {
  const endpoints = wanted.flatMap((one) => one.endpoints)
  const ready = endpoints.filter(({ conditions }) => conditions?.ready).length
  const about = { actor: 'controller/endpointslice', object: `services/${metadata.namespace}/${metadata.name}` }
  tell(c.ctx, 'endpointslice.synced', about, { service: metadata.name, ready, total: endpoints.length })
}

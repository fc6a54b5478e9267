/**
 * The endpointslice-mirroring controller: copies Endpoints that somebody keeps by hand, for a Service without selector,
 * into slices. Follows kubernetes v1.36 pkg/controller/endpointslicemirroring; leaves out IPv6 and the limit of a
 * thousand addresses per subset.
 */
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice, EndpointSubset } from '../../../api/generated/types.ts'
import { changeOf } from '../../client-go/change.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { joinKey, splitKey } from '../../client-go/watch.ts'
import { carryOut } from './carry-out.ts'
import { newSlice } from './new-slice.ts'
import { planSlices, recycled, type SliceShape, type Wanted } from './reconcile.ts'
import { isForeignChange, isStale, sliceGone, type SliceTracker } from './slice-tracker.ts'

type Context = ControllerContext<SliceTracker>

const serviceLabel = 'kubernetes.io/service-name'
const managerLabel = 'endpointslice.kubernetes.io/managed-by'
const manager = 'endpointslicemirroring-controller.k8s.io'
const skipLabel = 'endpointslice.kubernetes.io/skip-mirror'
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader'
/** Annotations that belong to the Endpoints object alone. */
const notCopied = new Set(['endpoints.kubernetes.io/over-capacity', 'kubectl.kubernetes.io/last-applied-configuration'])

export const endpointsliceMirroring: Controller<SliceTracker> = {
  name: 'endpointslice-mirroring',
  component: 'endpoint-slice-mirroring-controller',
  resources: ['services', 'endpoints', 'endpointslices.discovery.k8s.io'],
  createMemory: () => new Map(),
  onChange: (c, event, before) => {
    const slice = changeOf('endpointslices.discovery.k8s.io', event, before)
    const own = slice && (slice.current ?? slice.previous)
    if (own && isOwn(own)) {
      const key = joinKey(own.metadata.namespace ?? '', own.metadata.labels?.[serviceLabel] ?? '')
      if (slice.current ? isForeignChange(c.memory, key, own) : sliceGone(c.memory, key, own)) c.enqueue(key)
    }
    const service = changeOf('services', event, before)
    if (service && (service.current ?? service.previous)?.spec?.selector === undefined) c.enqueue(event.key)
    if (service?.current && service.previous && hasSelector(service.current) !== hasSelector(service.previous)) c.enqueue(event.key)
    const endpoints = changeOf('endpoints', event, before)
    if (endpoints && [endpoints.current, endpoints.previous].some((one) => one && mayMirror(one))) c.enqueue(event.key)
  },
  sync: (c, key) => syncEndpoints(c, key),
}

const isOwn = ({ metadata }: EndpointSlice): boolean => metadata.labels?.[managerLabel] === manager
const hasSelector = ({ spec }: { readonly spec?: { readonly selector?: { readonly [key: string]: string } } }): boolean =>
  Object.keys(spec?.selector ?? {}).length > 0

const mayMirror = ({ metadata }: Endpoints): boolean => metadata.labels?.[skipLabel] !== 'true' && metadata.annotations?.[leaderAnnotation] === undefined

function syncEndpoints(c: Context, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key)
  const slices = c.lister('endpointslices.discovery.k8s.io').list(namespace).filter((slice) => isOwn(slice) && slice.metadata.labels?.[serviceLabel] === name)
  const alive = slices.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  if (isStale(c.memory, key, alive)) return retry('EndpointSlice informer cache is out of date')
  const endpoints = c.lister('endpoints').byKey(key)
  const service = c.lister('services').byKey(key)
  const isMirrored = endpoints && mayMirror(endpoints) && service && !hasSelector(service)
  const plan = isMirrored ? recycled(planSlices(alive, wantedFor(endpoints), shapeFor(endpoints))) : { create: [], update: [], delete: alive }
  const carried = carryOut({ c, tracker: c.memory, key }, plan)
  return carried.ok ? done : retry(carried.status.message ?? '')
}

const wantedFor = ({ subsets }: Endpoints): Wanted[] =>
  (subsets ?? []).map((subset: EndpointSubset) => ({
    ports: (subset.ports ?? []).map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })),
    endpoints: [
      ...(subset.addresses ?? []).map((address) => endpointOf(address, true)),
      ...(subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false)),
    ],
  }))

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname && { hostname }),
  ...(nodeName && { nodeName }),
  ...(targetRef && { targetRef }),
})

const labelsFor = ({ metadata }: Endpoints): { readonly [key: string]: string } => ({
  ...metadata.labels,
  [serviceLabel]: metadata.name,
  [managerLabel]: manager,
})

function shapeFor(source: Endpoints): SliceShape {
  const labels = labelsFor(source)
  const annotations = Object.fromEntries(Object.entries(source.metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key)))
  return { labels, create: (ports, endpoints) => newSlice(source, { labels, annotations, ports, endpoints }) }
}

/**
 * What to create, update and delete so that slices hold the wanted endpoints: those in place stay in place, new ones
 * fill slices that change anyway, then one unchanged slice if all fit, then new slices of at most a hundred. Follows
 * kubernetes v1.36 staging/src/k8s.io/endpointslice/reconciler.go. Example: ten new endpoints and two slices with five
 * free places each make one new slice; the others are left untouched.
 */
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from '../../../api/generated/types.ts'
import { isEqual } from '../equal.ts'

/** Upstream's --max-endpoints-per-slice. */
export const maxEndpointsPerSlice = 100

export interface Wanted {
  readonly ports: readonly DiscoveryEndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** How slices of this Service look, apart from ports and endpoints. */
export interface SliceShape {
  readonly create: (ports: readonly DiscoveryEndpointPort[], endpoints: readonly Endpoint[]) => EndpointSlice
  readonly labels: { readonly [key: string]: string }
}

export interface Plan {
  readonly create: readonly EndpointSlice[]
  readonly update: readonly EndpointSlice[]
  readonly delete: readonly EndpointSlice[]
}

export function planSlices(existing: readonly EndpointSlice[], wanted: readonly Wanted[], shape: SliceShape): Plan {
  const groups = groupByPorts(existing)
  const plans = wanted.map((one) => planGroup(groups.get(portsKey(one.ports)) ?? [], one, shape))
  const keys = new Set(wanted.map(({ ports }) => portsKey(ports)))
  const unused = [...groups].filter(([key]) => !keys.has(key)).flatMap(([, slices]) => slices)
  return {
    create: plans.flatMap((one) => one.create),
    update: plans.flatMap((one) => one.update),
    delete: [...unused, ...plans.flatMap((one) => one.delete)],
  }
}

const portsKey = (ports: readonly DiscoveryEndpointPort[] | undefined): string =>
  JSON.stringify((ports ?? []).map(({ name, port, protocol, appProtocol }) => [name ?? '', protocol ?? 'TCP', port, appProtocol ?? '']).sort())

function groupByPorts(slices: readonly EndpointSlice[]): Map<string, EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>()
  for (const slice of slices) {
    const group = groups.get(portsKey(slice.ports)) ?? []
    group.push(slice)
    groups.set(portsKey(slice.ports), group)
  }
  return groups
}

/** The same pod at the same address is the same endpoint, whatever its conditions. */
const identity = ({ addresses, targetRef }: Endpoint): string => JSON.stringify([addresses, targetRef?.name, targetRef?.uid])

interface Kept {
  readonly slice: EndpointSlice
  readonly endpoints: Endpoint[]
  readonly isChanged: boolean
}

function planGroup(existing: readonly EndpointSlice[], { ports, endpoints }: Wanted, shape: SliceShape): Plan {
  const open = new Map(endpoints.map((endpoint) => [identity(endpoint), endpoint]))
  const kept = existing.map((slice) => keep(slice, open, shape))
  const emptied = kept.filter((one) => one.isChanged && one.endpoints.length === 0)
  const changed = kept.filter((one) => one.isChanged && one.endpoints.length > 0).sort((a, b) => b.endpoints.length - a.endpoints.length)
  const left = [...open.values()]
  for (const { endpoints } of changed) endpoints.push(...left.splice(0, maxEndpointsPerSlice - endpoints.length))
  const filled = left.length > 0 ? fittest(kept.filter((one) => !one.isChanged), left.length) : undefined
  filled?.endpoints.push(...left.splice(0))
  const create: EndpointSlice[] = []
  while (left.length > 0) create.push(shape.create(ports, left.splice(0, maxEndpointsPerSlice)))
  return {
    create,
    update: [...changed, ...(filled ? [filled] : [])].map(({ slice, endpoints }) => ({ ...slice, endpoints, metadata: { ...slice.metadata, labels: shape.labels } })),
    delete: emptied.map(({ slice }) => slice),
  }
}

/** What stays in a slice; taken out of `open`. */
function keep(slice: EndpointSlice, open: Map<string, Endpoint>, shape: SliceShape): Kept {
  const before = slice.endpoints ?? []
  let isChanged = !isEqual(shape.labels, slice.metadata.labels)
  const endpoints = before.flatMap((endpoint) => {
    const wanted = open.get(identity(endpoint))
    if (!open.delete(identity(endpoint)) || !wanted) return []
    if (!isEqual(wanted, endpoint)) isChanged = true
    return [wanted]
  })
  return { slice, endpoints, isChanged: isChanged || endpoints.length !== before.length }
}

/** The unchanged slice that is fullest and still has room for all of them. */
function fittest(unchanged: readonly Kept[], count: number): Kept | undefined {
  const roomy = unchanged.filter(({ endpoints }) => endpoints.length + count <= maxEndpointsPerSlice)
  return roomy.sort((a, b) => b.endpoints.length - a.endpoints.length)[0]
}

/** A Service without endpoints still has one slice, empty and without ports: adds it to a plan that leaves none. */
export function withPlaceholder(existing: readonly EndpointSlice[], plan: Plan, shape: SliceShape): Plan {
  if (existing.length !== plan.delete.length || plan.create.length > 0) return plan
  const [only] = plan.delete
  const isPlaceholder = only && (only.endpoints ?? []).length === 0 && (only.ports ?? []).length === 0 && isEqual(only.metadata.labels, shape.labels)
  if (plan.delete.length === 1 && isPlaceholder) return { ...plan, delete: [] }
  return { ...plan, create: [shape.create([], [])] }
}

/** A slice that would go and one that would come become one update. */
export function recycled({ create, update, delete: remove }: Plan): Plan {
  const count = Math.min(create.length, remove.length)
  const reused = remove.slice(0, count).map((old, index) => {
    const fresh = create[create.length - 1 - index] ?? old
    return { ...fresh, metadata: { ...old.metadata, labels: fresh.metadata.labels ?? {}, annotations: fresh.metadata.annotations ?? {} } }
  })
  return { create: create.slice(0, create.length - count), update: [...update, ...reused], delete: remove.slice(count) }
}

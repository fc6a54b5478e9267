/** Which edges the picture has: from rows (rules of an Ingress, endpoints of a Service) and from calls that were seen. */
import type { Place } from '../worker/protocol.ts'
import type { PlacedNode } from './layout.ts'
import { gateToFrame, routeBetween, type Places, type Route } from './routes.ts'
import { objectKey, rowsOf, type Row, type World } from './world.ts'

export interface SceneEdge {
  readonly id: string
  readonly from: Place
  readonly to: Place
  readonly route: Route
  /** App hue 1…6; 0 for ways that belong to no app. */
  readonly hue: number
  /** `call`: a pod's own call to a Service, dashed. `waiting`: what it leads to is not there yet. */
  readonly type: 'rule' | 'endpoint' | 'call' | 'waiting'
}

export interface IngressPath {
  readonly ingress: Row
  readonly host: string
  readonly path: string
  readonly service: string
  readonly port: string | number
}

export interface Endpoint {
  readonly ip: string
  readonly ready: boolean
  readonly pod: string
  readonly node: string
}

/** The paths of every Ingress, in order. The worker wrote these details in this shape (api/kinds/ingress.ts). */
export function ingressPaths(world: World): readonly IngressPath[] {
  return rowsOf(world, 'ingresses.networking.k8s.io').flatMap((ingress) => {
    const rules = (ingress.detail['rules'] ?? []) as readonly { host: string; paths: readonly Omit<IngressPath, 'ingress' | 'host'>[] }[]
    return [...rules.flatMap(({ host, paths }) => paths.map(({ path, service, port }) => ({ ingress, host, path, service, port }))), ...defaultBackend(ingress)]
  })
}

/** Where everything else goes: `web:80`. */
function defaultBackend(ingress: Row): readonly IngressPath[] {
  const [service = '', port = ''] = String(ingress.detail['defaultBackend'] ?? '').split(':')
  return service !== '' && port !== '' ? [{ ingress, host: '*', path: '', service, port }] : []
}

/** Endpoints of every Service by its key; the shape is that of api/kinds/endpoint-slice.ts. */
export function endpointsByService(world: World): ReadonlyMap<string, readonly Endpoint[]> {
  const byService = new Map<string, Endpoint[]>()
  for (const slice of rowsOf(world, 'endpointslices.discovery.k8s.io')) {
    const key = objectKey('services', slice.namespace, String(slice.detail['service'] ?? ''))
    const endpoints = (slice.detail['endpoints'] ?? []) as readonly Endpoint[]
    byService.set(key, [...(byService.get(key) ?? []), ...endpoints])
  }
  return byService
}

export function edgesOf(world: World, places: Places): readonly SceneEdge[] {
  const endpoints = endpointsByService(world)
  return [...callEdges(world, places, endpoints), ...entryEdges(world, places), ...ruleEdges(world, places), ...endpointEdges(world, places, endpoints)]
}

function edge(places: Places, given: Omit<SceneEdge, 'id' | 'route'>): SceneEdge[] {
  const route = routeBetween(places, given.from, given.to)
  return route ? [{ ...given, id: `${given.from} ${given.to}`, route }] : []
}

const controller: Place = 'process/ingress-controller'

/** From the Internet to the Ingress; waiting until there is a rule. */
function entryEdges(world: World, places: Places): readonly SceneEdge[] {
  const waiting = ingressPaths(world).length === 0
  const entry = edge(places, { from: 'internet', to: controller, hue: 0, type: waiting ? 'waiting' : 'rule' })
  if (!waiting || places.gates.size > 0) return entry
  const { ingress, gate } = places.layout.measures
  const x = ingress.x + ingress.w / 2
  return [...entry, { id: 'services', from: controller, to: 'services', hue: 0, type: 'waiting', route: [[x, ingress.y + ingress.h], [x, gate.y]] }]
}

function ruleEdges(world: World, places: Places): readonly SceneEdge[] {
  const targets = new Set(ingressPaths(world).map(({ ingress, service }) => objectKey('services', ingress.namespace, service)))
  return [...targets].flatMap((to) => edge(places, { from: controller, to, hue: 0, type: 'rule' }))
}

type Endpoints = ReadonlyMap<string, readonly Endpoint[]>

function endpointEdges(world: World, places: Places, all: Endpoints): readonly SceneEdge[] {
  const bundled = new Set<string>()
  return [...all].flatMap(([from, endpoints]) =>
    endpoints.flatMap(({ ready, pod, node }) => {
      const gate = places.gates.get(from)
      if (!ready || !gate) return []
      const to = objectKey('pods', gate.row.namespace, pod)
      const hue = hueOf(world, places, { pod: to, service: gate.row })
      const placed = places.pods.get(to)
      if (placed && hasCards(placed.node, places)) return edge(places, { from, to, hue, type: 'endpoint' })
      // What is smaller than a card is too small for an edge each: one leads to the frame.
      const frame = places.nodes.get(node)
      if (bundled.has(`${from} ${node}`)) return []
      bundled.add(`${from} ${node}`)
      return frame ? [{ id: `${from} ${to}`, from, to, hue, type: 'endpoint' as const, route: gateToFrame(places.layout, gate, frame) }] : []
    }),
  )
}

const hasCards = ({ level }: PlacedNode, { layout }: Places): boolean => layout.measures.density === 'whole' && level !== 'square'

/** Between marks there is no lane for them: there, only what travels shows who calls. */
function callEdges(world: World, places: Places, all: Endpoints): readonly SceneEdge[] {
  if (places.layout.measures.density === 'quarter') return []
  return [...world.calls.keys()].sort().flatMap((pair) => {
    const [from = '', to = ''] = pair.split(' ')
    const gate = places.gates.get(to)
    if (!gate || !places.pods.has(from)) return []
    const [endpoint] = all.get(to) ?? []
    const hue = hueOf(world, places, { pod: objectKey('pods', gate.row.namespace, endpoint?.pod ?? ''), service: gate.row })
    return edge(places, { from, to, hue, type: 'call' })
  })
}

/** An edge wears the hue of the app it leads to. */
function hueOf(world: World, places: Places, { pod, service }: { pod: string; service: Row }): number {
  const app = world.byKey.get(pod)?.app || service.app
  return places.layout.hues.get(app) ?? 0
}

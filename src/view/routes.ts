/**
 * The ways between places: polylines with rounded corners that run in the gutters and along card borders, never across
 * text. Inside a node frame they use the lanes above, between and below the rows of pods. A flight's place is a function
 * of the flight and the clock alone, so a frozen clock shows the same dots.
 */
import type { Flight, Place } from '../worker/protocol.ts'
import { gateGap } from './column.ts'
import type { Layout, PlacedGate, PlacedNode, PlacedPod } from './layout.ts'
import type { Rect, StripMeasures } from './measures.ts'

export type Point = readonly [x: number, y: number]
export type Route = readonly Point[]

export const middle = ({ x, w }: Rect): number => x + w / 2
const centre = ({ y, h }: Rect): number => y + h / 2

/** Edges of different services keep apart in a lane, and pods' own calls run beside them. */
const laneOffsets = [-4, 0, -2]
const callOffset = 4
const laneOffset = (slot: number): number => laneOffsets[slot % laneOffsets.length] ?? 0

interface PodPlace {
  readonly node: PlacedNode
  readonly pod: PlacedPod
}

export interface Places {
  readonly layout: Layout
  readonly pods: ReadonlyMap<Place, PodPlace>
  readonly gates: ReadonlyMap<Place, PlacedGate>
  readonly nodes: ReadonlyMap<Place, PlacedNode>
  readonly controllers: readonly string[]
  /** Ways found so far, by `FROM TO`: flights ask for the same few over and over. A memo, not state. */
  readonly ways: Map<string, Route | null>
}

/** What stands where, by place; `controllers` are those that have a chip of their own, in order. */
export function placesOf(layout: Layout): Places {
  const pods = layout.nodes.flatMap((node) => node.pods.map((pod): [Place, PodPlace] => [pod.row.key, { node, pod }]))
  return {
    layout,
    pods: new Map(pods),
    gates: new Map(layout.gates.map((gate) => [gate.row.key, gate])),
    nodes: new Map(layout.nodes.map((node) => [node.row.name, node])),
    controllers: shownControllers.slice(0, layout.measures.strip?.controllers.length ?? 0),
    ways: new Map(),
  }
}

const shownControllers = ['deployment', 'replicaset']

/** The way from one place to another; null if the picture has no place for one of them. */
export function routeBetween(places: Places, from: Place, to: Place): Route | null {
  const name = `${from} ${to}`
  const known = places.ways.get(name)
  if (known !== undefined) return known
  const way = findRoute(places, from, to)
  places.ways.set(name, way)
  return way
}

function findRoute(places: Places, from: Place, to: Place): Route | null {
  const there = forward(places, from, to)
  if (there) return there
  const back = forward(places, to, from)
  return back ? [...back].reverse() : alongCallLane(places, from, to)
}

/** Between any two places that send and answer requests: out to the lane of calls, along it, and in. */
function alongCallLane(places: Places, from: Place, to: Place): Route | null {
  const pod = places.pods.get(to)
  const out = toCallLane(places, from)
  const into = pod ? intoPod(places.layout, pod, { lane: places.layout.measures.callLane, slot: 0 }) : [...(toCallLane(places, to) ?? [])].reverse()
  return from === to || !out || into.length === 0 ? null : [...out, ...into]
}

function toCallLane({ layout, pods, gates, nodes }: Places, place: Place): Route | null {
  const { callLane, internet, ingress } = layout.measures
  const rightOf = (rect: Rect): Route => [[rect.x + rect.w, centre(rect)], [callLane, centre(rect)]]
  const [pod, gate] = [pods.get(place), gates.get(place)]
  if (pod) return outOfPod(layout, pod)
  if (gate) return [[middle(gate.rect), footOf(gate.rect) + 1], [middle(gate.rect), underGate(layout, gate)], [callLane, underGate(layout, gate)]]
  if (place === 'internet') return rightOf(internet)
  if (place === 'process/ingress-controller') return rightOf(ingress)
  if (place === 'process/coredns') return layout.dns && rightOf(layout.dns)
  const node = place.startsWith('nodes/') ? nodes.get(place.slice('nodes/'.length)) : undefined
  return node ? outOfNode(layout, node) : null
}

/** A node's own requests leave its frame beside its name. */
function outOfNode(layout: Layout, node: PlacedNode): Route {
  const y = node.rect.y + nameHeight
  return [[node.rect.x, y], ...toGutter(layout, node, { y, lane: layout.measures.callLane })]
}

/** Half of the line in which a node's name stands. */
const nameHeight = 18

function forward(places: Places, from: Place, to: Place): Route | null {
  const { measures } = places.layout
  const strip = measures.strip
  if (to === 'process/kube-apiserver') return strip && toApiServer(places, strip, from)
  if (from === 'process/kube-apiserver' && to === 'process/etcd') return strip && straight(endOf(strip.apiserver), strip.etcd[0], strip.chipTop + 20)
  const ingress = measures.ingress
  if (from === 'internet' && to === 'process/ingress-controller') return [[middle(measures.internet), footOf(measures.internet)], [middle(ingress), ingress.y]]
  const gate = places.gates.get(to)
  if (gate && from === 'process/ingress-controller') return ingressToGate(places.layout, gate)
  const caller = places.pods.get(from)
  if (gate && caller) return podToGate(places.layout, caller, gate)
  if (to === 'process/coredns') return caller ? podToDns(places.layout, caller) : null
  if (from === 'registry') return registryToNode(places, to)
  return fromGateOrPod(places, from, to)
}

function fromGateOrPod(places: Places, from: Place, to: Place): Route | null {
  const gate = places.gates.get(from)
  const pod = places.pods.get(to)
  const node = places.nodes.get(to.replace(/^nodes\//, ''))
  if (gate && pod) return gateToPod(places.layout, gate, pod)
  if (gate && node) return [...gateToFrame(places.layout, gate, node)]
  const caller = places.pods.get(from)
  if (caller && pod) return [...outOfPod(places.layout, caller), ...intoPod(places.layout, pod, { lane: places.layout.measures.callLane, slot: 0 })]
  return null
}

const straight = (x1: number, x2: number, y: number): Route => [[x1, y], [x2, y]]
const endOf = ([x, w]: readonly [number, number]): number => x + w
const midOf = ([x, w]: readonly [number, number]): number => x + w / 2
const footOf = ({ y, h }: Rect): number => y + h

/* ---- the control strip ---- */

/** x of a process's chip in the strip; controllers without a chip of their own share the last one. */
export function chipOf(places: Places, strip: StripMeasures, place: Place): readonly [number, number] | null {
  const name = place.replace(/^(process|controller)\//, '')
  if (name === 'kubectl') return strip.kubectl
  if (name === 'kube-scheduler') return strip.scheduler
  if (!place.startsWith('controller/') && name !== 'kube-controller-manager') return null
  return strip.controllers[places.controllers.indexOf(name)] ?? strip.more
}

function toApiServer(places: Places, strip: StripMeasures, from: Place): Route | null {
  const api = midOf(strip.apiserver)
  const foot = strip.chipTop + 40
  if (from === 'process/kubectl') return straight(endOf(strip.kubectl), strip.apiserver[0], strip.chipTop + 20)
  const chip = chipOf(places, strip, from)
  if (chip) return [[midOf(chip), foot], [midOf(chip), strip.busY], [api, strip.busY], [api, foot]]
  const way = fromNode(places, from)
  return way && [...way, [places.layout.measures.apiLane, strip.busY], [api, strip.busY], [api, foot]]
}

/** From a process of a node to the lane beside the node field; from its frame where the processes are not drawn. */
function fromNode({ layout, nodes }: Places, from: Place): Route | null {
  const [kind, name = ''] = from.split('/')
  const node = nodes.get(name)
  if (!node || (kind !== 'kubelet' && kind !== 'kube-proxy')) {
    const { ingress, apiLane } = layout.measures
    return from === 'process/ingress-controller' ? [[ingress.x + ingress.w, ingress.y + 12], [apiLane, ingress.y + 12]] : null
  }
  const { processes, apiLane } = layout.measures
  if (processes.h === 0) return [[node.rect.x, node.rect.y + nameHeight], ...toGutter(layout, node, { y: node.rect.y + nameHeight, lane: apiLane })]
  const top = footOf(node.rect) - processes.foot - processes.h
  const third = (node.rect.w - 32) / 3
  const start: Route =
    kind === 'kubelet'
      ? [[node.rect.x + 16, top + processes.h / 2]]
      : [[node.rect.x + 16 + third * 1.5, top], [node.rect.x + 16 + third * 1.5, top - 8]]
  const [, y] = start[start.length - 1] ?? [0, 0]
  return [...start, ...toGutter(layout, node, { y, lane: apiLane })]
}

/* ---- the traffic column ---- */

function ingressToGate({ measures }: Layout, gate: PlacedGate): Route {
  const { ingress, leftLane } = measures
  if (gate.slot === 0) return [[middle(ingress), footOf(ingress)], [middle(gate.rect), gate.rect.y]]
  return [[ingress.x, centre(ingress)], [leftLane, centre(ingress)], [leftLane, centre(gate.rect)], [gate.rect.x, centre(gate.rect)]]
}

const laneOf = (layout: Layout, slot: number): number => layout.measures.lanes[slot % layout.measures.lanes.length] ?? layout.measures.callLane

const gateToPod = (layout: Layout, gate: PlacedGate, pod: PodPlace): Route => outOfGate(layout, gate, (entry) => intoPod(layout, pod, entry))

/** To the frame's border, for what has no card of its own. */
export const gateToFrame = (layout: Layout, gate: PlacedGate, node: PlacedNode): Route => outOfGate(layout, gate, (entry) => intoFrame(layout, node, entry))

function outOfGate(layout: Layout, { rect, slot }: PlacedGate, into: (entry: Entry) => Route): Route {
  const [lane, y] = [laneOf(layout, slot), centre(rect)]
  return [[rect.x + rect.w, y], [lane, y], ...into({ lane, slot, from: y })]
}

/** The lane of the gutter by which a way comes, which of the lanes beside each other it takes, and the height it comes from. */
interface Entry {
  readonly lane: number
  readonly slot: number
  readonly from?: number
}

interface Gutter extends Omit<Entry, 'slot'> {
  readonly y: number
}

/** Where a way goes on at height y: at the height it comes from, if the step between the two would look like a mistake. */
const level = (y: number, { from = y }: Pick<Entry, 'from'>): number => (Math.abs(y - from) <= 4 ? from : y)

function intoFrame(layout: Layout, node: PlacedNode, entry: Entry): Route {
  const y = level(node.rect.y + layout.measures.cells.y - 8 + laneOffset(entry.slot), entry)
  return [...fromGutter(layout, node, { ...entry, y }), [node.rect.x, y]]
}

/** A call leaves a card at its foot, and a chip or square at its left border; it ends at the gate's foot. */
function podToGate(layout: Layout, caller: PodPlace, gate: PlacedGate): Route {
  const { callLane } = layout.measures
  const under = underGate(layout, gate)
  const x = middle(gate.rect)
  return [...outOfPod(layout, caller), [callLane, under], [x, under], [x, footOf(gate.rect) + 1]]
}

const underGate = ({ measures }: Layout, { rect }: PlacedGate): number => footOf(rect) + Math.min(measures.profile === 'phone' ? 8 : 20, gateGap(measures) / 2)

function podToDns(layout: Layout, caller: PodPlace): Route | null {
  const { dns, measures } = layout
  return dns && [...outOfPod(layout, caller), [measures.callLane, centre(dns)], [dns.x + dns.w, centre(dns)]]
}

/** Images come from outside: from where the Internet stands to the node's processes. */
function registryToNode(places: Places, to: Place): Route | null {
  const { internet, apiLane } = places.layout.measures
  const way = fromNode(places, to)
  return way && [[internet.x + internet.w, centre(internet)], [apiLane, centre(internet)], ...[...way].reverse()]
}

function outOfPod(layout: Layout, { node, pod }: PodPlace): Route {
  const { callLane, cells, density } = layout.measures
  if (density === 'quarter') return outOfNode(layout, node)
  const { rect } = pod
  const y = aboveLane(layout, node, pod) + cells.step + callOffset
  if (node.level === 'card') return [[middle(rect), footOf(rect) + 1], [middle(rect), y], ...toGutter(layout, node, { y, lane: callLane })]
  const first = pod.rect.x < node.rect.x + cells.x[1] - 8
  const lane = first ? node.rect.x + cells.x[0] - 6 : midLane(layout, node) + callOffset
  const exit = centre(rect) + 8
  return [[rect.x, exit], [lane, exit], [lane, y], ...toGutter(layout, node, { y, lane: callLane })]
}

/* ---- in and out of node frames ---- */

const midLane = ({ measures }: Layout, { rect }: PlacedNode): number => rect.x + (measures.cells.x[0] + measures.cells.w + measures.cells.x[1]) / 2

/** y of the lane above the row in which a pod stands. */
function aboveLane({ measures }: Layout, { rect }: PlacedNode, pod: PlacedPod): number {
  const row = Math.floor((pod.rect.y - rect.y - measures.cells.y) / measures.cells.step)
  return rect.y + measures.cells.y + row * measures.cells.step - 8
}

/** From a vertical lane of the gutter to a pod's left border, or to its frame's where pods are marks; the lane is left where the way needs it. */
function intoPod(layout: Layout, { node, pod }: PodPlace, entry: Entry): Route {
  if (layout.measures.density === 'quarter') return intoFrame(layout, node, entry)
  const [left, height] = [pod.rect.x - 1, centre(pod.rect)]
  const offset = laneOffset(entry.slot)
  const first = pod.rect.x < node.rect.x + layout.measures.cells.x[1] - 8
  const plain = node.level !== 'square' || pod.rect.x === node.rect.x + layout.measures.cells.x[0]
  if (first && plain) {
    const y = level(height, entry)
    return [...fromGutter(layout, node, { ...entry, y }), [left, y]]
  }
  const y = level(aboveLane(layout, node, pod) + offset, entry)
  const mid = (first ? node.rect.x + layout.measures.cells.x[0] - 8 : midLane(layout, node)) + offset
  return [...fromGutter(layout, node, { ...entry, y }), [mid, y], [mid, height], [left, height]]
}

/** From a lane of the gutter to the left of a frame, at height y; frames of later columns are reached above their line. */
function fromGutter({ measures }: Layout, node: PlacedNode, { y, lane, ...entry }: Gutter): Route {
  if (node.column === 0) return [[lane, y]]
  const above = level(node.rect.y - measures.frameGap.y / 2, entry)
  const beside = node.rect.x - measures.frameGap.x / 2 + ((lane - (measures.lanes[0] ?? lane)) * measures.frameGap.x) / 64
  return [[lane, above], [beside, above], [beside, y]]
}

const toGutter = (layout: Layout, node: PlacedNode, at: Gutter): Route => [...fromGutter(layout, node, at)].reverse()

/* ---- along a route ---- */

export function lengthOf(route: Route): number {
  return route.reduce((sum, [x, y], i) => {
    const [px, py] = route[i - 1] ?? [x, y]
    return sum + Math.hypot(x - px, y - py)
  }, 0)
}

/** The point at a share of the way, 0…1. */
export function pointAlong(route: Route, share: number): Point {
  let left = lengthOf(route) * Math.min(1, Math.max(0, share))
  for (let i = 1; i < route.length; i++) {
    const [x1, y1] = route[i - 1] ?? [0, 0]
    const [x2, y2] = route[i] ?? [0, 0]
    const length = Math.hypot(x2 - x1, y2 - y1)
    if (left <= length && length > 0) return [x1 + ((x2 - x1) * left) / length, y1 + ((y2 - y1) * left) / length]
    left -= length
  }
  return route[route.length - 1] ?? [0, 0]
}

/** How far a flight has come: 0…1, or -1 before and after it is drawn. */
export const progressOf = (flight: Pick<Flight, 'start' | 'end'>, now: number): number =>
  now < flight.start || now > flight.end ? -1 : (now - flight.start) / Math.max(1, flight.end - flight.start)

/** The way of a flight; an answer goes back the way its question came. */
export function routeOfFlight(places: Places, { from, to, reply }: Pick<Flight, 'from' | 'to' | 'reply'>): Route | null {
  if (!reply) return routeBetween(places, from, to)
  const route = routeBetween(places, to, from)
  return route && [...route].reverse()
}

/** Where a flight is now; null if it is not in the air or has no way in this picture. */
export function positionOf(places: Places, flight: Flight, now: number): Point | null {
  const progress = progressOf(flight, now)
  if (progress < 0) return null
  const route = routeOfFlight(places, flight)
  return route && pointAlong(route, progress)
}

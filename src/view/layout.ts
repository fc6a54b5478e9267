/**
 * Where everything stands. Nodes in order of birth; each pod has a slot on its node that it keeps while it lives, and
 * holes are used again, so that adding a pod moves no other one. A slot's corner is the same at every level of detail:
 * as cards (one per cell), as half-high chips (two per cell) and as squares (ten per cell), a pod only shrinks.
 */
import { shortened, type Measures, type Rect } from './measures.ts'
import { rowsOf, type Row, type World } from './world.ts'

/** Slot of each pod on its node, and of each service in the column, by uid: that stays when time is rewound. */
export interface Slots {
  readonly epoch: number
  readonly pods: ReadonlyMap<string, number>
  readonly services: ReadonlyMap<string, number>
  /** App hues 1…6 by order of first appearance. */
  readonly hues: ReadonlyMap<string, number>
}

export const noSlots: Slots = { epoch: 0, pods: new Map(), services: new Map(), hues: new Map() }

/** There are six hues; the seventh app wears the first again. */
export const hueCount = 6

export type Level = 'card' | 'chip' | 'square'

export interface PlacedPod {
  readonly row: Row
  readonly rect: Rect
  readonly slot: number
}

export interface PlacedNode {
  readonly row: Row
  readonly rect: Rect
  readonly column: number
  readonly level: Level
  readonly pods: readonly PlacedPod[]
  /** Pods that have no place in the frame. */
  readonly hidden: number
  /** Free cells, drawn dashed; only among cards. */
  readonly free: readonly Rect[]
}

export interface PlacedGate {
  readonly row: Row
  readonly rect: Rect
  readonly slot: number
}

export interface Layout {
  readonly measures: Measures
  readonly width: number
  readonly height: number
  readonly gates: readonly PlacedGate[]
  readonly nodes: readonly PlacedNode[]
  readonly pending: readonly Row[]
  readonly tray: Rect
  /** Where CoreDNS stands once there is a Service to look up; null before that, and on a phone. */
  readonly dns: Rect | null
  readonly hues: ReadonlyMap<string, number>
}

/** Squares in a cell: five beside each other, two above each other. */
const squares = { across: 5, down: 2, size: 28, stepX: 32, stepY: 36 }

/** The Service of the API server itself is every cluster's furniture. */
const isDrawnService = (row: Row): boolean => !(row.namespace === 'default' && row.name === 'kubernetes')

export const drawnServices = (world: World): readonly Row[] => rowsOf(world, 'services').filter(isDrawnService)

/** By birth and name: row ids depend on how the worker cut its frames, this does not. */
const byBirth = (a: Row, b: Row): number => a.created - b.created || (a.key < b.key ? -1 : 1)

export const nodesInOrder = (world: World): readonly Row[] => [...rowsOf(world, 'nodes')].sort(byBirth)

/** The given slots for what still lives, and the first free ones for what is new. The same object if nothing changed. */
export function nextSlots(previous: Slots, world: World): Slots {
  const base = previous.epoch === world.epoch || isSameCluster(previous, world) ? previous : { ...noSlots, epoch: world.epoch }
  const podGroups = [...world.byNode].filter(([node]) => node !== '').map(([, pods]) => pods)
  const pods = keptSlots(base.pods, podGroups)
  const services = keptSlots(base.services, [drawnServices(world)])
  const hues = grownHues(base.hues, world)
  if (base === previous && pods === base.pods && services === base.services && hues === base.hues) return previous
  return { epoch: world.epoch, pods, services, hues }
}

/** After a jump in time; in another cluster none of these lives. */
const isSameCluster = ({ pods, services }: Slots, world: World): boolean =>
  [...rowsOf(world, 'pods'), ...rowsOf(world, 'services')].some(({ uid }) => pods.has(uid) || services.has(uid))

function keptSlots(old: ReadonlyMap<string, number>, groups: readonly (readonly Row[])[]): ReadonlyMap<string, number> {
  const next = new Map<string, number>()
  for (const group of groups) {
    const taken = new Set(group.flatMap(({ uid }) => old.get(uid) ?? []))
    let free = 0
    for (const { uid } of [...group].sort(byBirth)) {
      const kept = old.get(uid)
      if (kept !== undefined) next.set(uid, kept)
      else {
        while (taken.has(free)) free++
        taken.add(free)
        next.set(uid, free)
      }
    }
  }
  const same = next.size === old.size && [...next].every(([uid, slot]) => old.get(uid) === slot)
  return same ? old : next
}

function grownHues(old: ReadonlyMap<string, number>, world: World): ReadonlyMap<string, number> {
  const apps = [...rowsOf(world, 'deployments.apps'), ...rowsOf(world, 'pods')].sort(byBirth).map(({ app }) => app)
  const fresh = [...new Set(apps)].filter((app) => app !== '' && !old.has(app))
  if (fresh.length === 0) return old
  const next = new Map(old)
  for (const app of fresh) next.set(app, (next.size % hueCount) + 1)
  return next
}

/** Lines of tall frames that can still be read at once. */
const tallLines = 2

export function layOut(world: World, slots: Slots, given: Measures): Layout {
  const rows = nodesInOrder(world)
  const spots = rows.map((_, i) => spotOf(i, rows.length, given))
  const measures = spots.some(({ line }) => line >= tallLines) ? shortened(given) : given
  const nodes = rows.map((row, i) => placeNode(row, { world, slots, measures, ...(spots[i] ?? noSpot) }))
  const gates = drawnServices(world).map((row) => {
    const slot = slots.services.get(row.uid) ?? 0
    return { row, slot, rect: { ...measures.gate, y: measures.gate.y + slot * measures.gateStep } }
  })
  // On a phone the tray stands below the nodes; its room is kept free, so that nothing moves when a pod waits.
  const isPhone = measures.profile === 'phone'
  const tray = isPhone ? { ...measures.tray, y: bottomOf(nodes) + 8 } : measures.tray
  const right = Math.max(...nodes.map(({ rect }) => rect.x + rect.w), (measures.strip?.rect.x ?? 0) + (measures.strip?.rect.w ?? 0), tray.x + tray.w)
  const dns = dnsRect(measures, gates, bottomOf(nodes))
  const foot = Math.max(isPhone ? tray.y + tray.h : bottomOf(nodes), ...gates.map(({ rect }) => rect.y + rect.h), measures.gate.y + measures.gate.h, dns ? dns.y + dns.h : 0)
  return {
    measures,
    width: right + measures.margin,
    height: foot + measures.foot,
    gates,
    nodes,
    pending: world.byNode.get('') ?? noRows,
    tray,
    dns,
    hues: slots.hues,
  }
}

const dnsHeight = 28

/** At the column's foot, level with the node field's, or below the last gate. */
function dnsRect({ gate, profile }: Measures, gates: readonly PlacedGate[], fieldFoot: number): Rect | null {
  if (gates.length === 0 || profile === 'phone') return null
  const below = Math.max(...gates.map(({ rect }) => rect.y + rect.h)) + 36
  return { x: gate.x, w: gate.w, h: dnsHeight, y: Math.max(below, fieldFoot - dnsHeight) }
}

const noRows: readonly Row[] = Object.freeze([])
const bottomOf = (nodes: readonly PlacedNode[]): number => Math.max(0, ...nodes.map(({ rect }) => rect.y + rect.h))

interface Spot {
  readonly column: number
  readonly line: number
}

const noSpot: Spot = { column: 0, line: 0 }

/** Two above each other, two beside them, two below: up to the sixth, a further node moves none. */
const firstSpots: readonly Spot[] = [0, 1].flatMap((column) => [0, 1].map((line) => ({ column, line }))).concat([0, 1].map((column) => ({ column, line: 2 })))

/** More than six stand in about as many columns as lines; on a phone up to six stand below each other. */
function spotOf(index: number, nodes: number, { profile }: Measures): Spot {
  if (nodes <= firstSpots.length) return profile === 'phone' ? { column: 0, line: index } : (firstSpots[index] ?? noSpot)
  const columns = Math.ceil(Math.sqrt(nodes))
  return { column: index % columns, line: Math.floor(index / columns) }
}

interface NodePlace {
  readonly world: World
  readonly slots: Slots
  readonly measures: Measures
  readonly column: number
  readonly line: number
}

function placeNode(row: Row, { world, slots, measures, column, line }: NodePlace): PlacedNode {
  const { frame, frameGap, cells, rows } = measures
  const rect = { ...frame, x: frame.x + column * (frame.w + frameGap.x), y: frame.y + line * (frame.h + frameGap.y) }
  const pods = world.byNode.get(row.name) ?? noRows
  const slotOf = (pod: Row) => slots.pods.get(pod.uid) ?? 0
  const cellCount = rows * 2
  const level = levelFor(Math.max(-1, ...pods.map(slotOf)) + 1, cellCount)
  const places = level === 'card' ? cellCount : level === 'chip' ? cellCount * 2 : cellCount * squares.across * squares.down
  const shown = pods.filter((pod) => slotOf(pod) < places)
  const placed = shown.map((pod) => ({ row: pod, slot: slotOf(pod), rect: slotRect(rect, { slot: slotOf(pod), level, measures }) }))
  const taken = new Set(placed.map(({ slot }) => slot % cellCount))
  const empty = Array.from({ length: cellCount }, (_, cell) => cell).filter((cell) => !taken.has(cell))
  return {
    row,
    rect,
    column,
    level,
    pods: placed,
    hidden: pods.length - shown.length,
    free: empty.map((cell) => ({ ...cellRect(rect, cell, measures), w: cells.w, h: cells.h })),
  }
}

function levelFor(slots: number, cells: number): Level {
  if (slots <= cells) return 'card'
  return slots <= 2 * cells ? 'chip' : 'square'
}

/** Cells go from left to right, then down. */
function cellRect(frame: Rect, cell: number, { cells }: Measures): Rect {
  const x = frame.x + (cell % 2 === 0 ? cells.x[0] : cells.x[1])
  return { x, y: frame.y + cells.y + Math.floor(cell / 2) * cells.step, w: cells.w, h: cells.h }
}

function slotRect(frame: Rect, { slot, level, measures }: { slot: number; level: Level; measures: Measures }): Rect {
  const cellCount = measures.rows * 2
  const cell = cellRect(frame, slot % cellCount, measures)
  const inCell = Math.floor(slot / cellCount)
  if (level === 'card') return cell
  const half = (cell.h - 8) / 2
  if (level === 'chip') return { ...cell, y: cell.y + inCell * (half + 8), h: half }
  const size = Math.min(squares.size, half)
  const stepX = (cell.w - size) / (squares.across - 1)
  return { x: cell.x + Math.floor(inCell / 2) * stepX, y: cell.y + (inCell % 2) * (half + 8), w: size, h: size }
}

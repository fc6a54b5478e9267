/**
 * Where everything stands. Nodes in order of birth; each pod has a slot on its node that it keeps while it lives, and
 * holes are used again, so that adding a pod moves no other one. The corner of a cell's first pod is the same at every
 * level of detail: as cards (one per cell) or lines (one per row), as chips (two or three per cell) and as smaller and
 * smaller squares.
 */
import { columnFoot, dnsRect, gateRect, withGates } from './column.ts'
import { arrange, type Spot } from './density.ts'
import type { Chips, Grid, Measures, Rect } from './measures.ts'
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

/** A line is a chip as wide as a small frame. */
export type Level = 'card' | 'chip' | 'line' | 'square'

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
  /** x of the last thing beside the panel at the right. */
  readonly fieldEnd: number
  readonly height: number
  readonly gates: readonly PlacedGate[]
  readonly nodes: readonly PlacedNode[]
  readonly pending: readonly Row[]
  readonly tray: Rect
  /** Where CoreDNS stands once there is a Service to look up; null before that, and on a phone. */
  readonly dns: Rect | null
  readonly hues: ReadonlyMap<string, number>
}

/** The Service of the API server itself is every cluster's furniture. */
const isDrawnService = (row: Row): boolean => !(row.namespace === 'default' && row.name === 'kubernetes')

export const drawnServices = (world: World): readonly Row[] => rowsOf(world, 'services').filter(isDrawnService)

/** By birth and name: row ids depend on how the worker cut its frames, this does not. */
const byBirth = (a: Row, b: Row): number => a.created - b.created || (a.key < b.key ? -1 : 1)

export const nodesInOrder = (world: World): readonly Row[] => [...rowsOf(world, 'nodes')].sort((a, b) => a.created - b.created || (counted(a.name) < counted(b.name) ? -1 : 1))

/** Names of machines that joined in the same second are compared as people count: `node-9` stands before `node-10`. */
const counted = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(9, '0'))

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

export function layOut(world: World, slots: Slots, given: Measures): Layout {
  const rows = nodesInOrder(world)
  const services = drawnServices(world)
  const slotOf = (service: Row): number => slots.services.get(service.uid) ?? 0
  const taken = services.map(slotOf)
  const gated = withGates(given, taken)
  const { measures, spot } = arrange(rows.length, columnFoot(gated, taken), gated)
  const nodes = rows.map((row, i) => placeNode(row, { world, slots, measures, ...spot(i) }))
  const gates = services.map((row) => ({ row, slot: slotOf(row), rect: gateRect(measures, slotOf(row)) }))
  // On a phone the tray stands below the nodes; its room is kept free, so that nothing moves when a pod waits.
  const isPhone = measures.profile === 'phone'
  const tray = isPhone ? { ...measures.tray, y: bottomOf(nodes) + 8 } : measures.tray
  const dns = dnsRect(measures, gates, bottomOf(nodes))
  const foot = Math.max(isPhone ? tray.y + tray.h : bottomOf(nodes), ...gates.map(({ rect }) => rect.y + rect.h), measures.gate.y + measures.gate.h, dns ? dns.y + dns.h : 0)
  return {
    measures,
    fieldEnd: Math.max(...nodes.map(({ rect }) => rect.x + rect.w), tray.x + tray.w),
    height: foot + measures.foot,
    gates,
    nodes,
    pending: world.byNode.get('') ?? noRows,
    tray,
    dns,
    hues: slots.hues,
  }
}

const noRows: readonly Row[] = Object.freeze([])
const bottomOf = (nodes: readonly PlacedNode[]): number => Math.max(0, ...nodes.map(({ rect }) => rect.y + rect.h))

interface NodePlace extends Spot {
  readonly world: World
  readonly slots: Slots
  readonly measures: Measures
}

function placeNode(row: Row, { world, slots, measures, column, line }: NodePlace): PlacedNode {
  const { frame, frameGap, cells, rows } = measures
  const rect = { ...frame, x: frame.x + column * (frame.w + frameGap.x), y: frame.y + line * (frame.h + frameGap.y) }
  const pods = world.byNode.get(row.name) ?? noRows
  const slotOf = (pod: Row) => slots.pods.get(pod.uid) ?? 0
  const shape = shapeFor(Math.max(-1, ...pods.map(slotOf)) + 1, measures)
  const places = placesIn(shape, rows)
  const shown = pods.filter((pod) => slotOf(pod) < places)
  const placed = shown.map((pod) => ({ row: pod, slot: slotOf(pod), rect: slotRect(rect, { slot: slotOf(pod), shape, measures }) }))
  const taken = new Set(placed.map(({ slot }) => slot % (rows * 2)))
  const empty = measures.density === 'whole' ? Array.from({ length: rows * 2 }, (_, cell) => cell).filter((cell) => !taken.has(cell)) : []
  return {
    row,
    rect,
    column,
    level: shape.level,
    pods: placed,
    hidden: pods.length - shown.length,
    free: empty.map((cell) => ({ ...cellRect(rect, cell, measures), w: cells.w, h: cells.h })),
  }
}

/** How the pods of a node are drawn. */
type Shape = { readonly level: 'card' } | { readonly level: 'chip'; readonly chips: Chips } | { readonly level: 'line' } | { readonly level: 'square'; readonly grid: Grid }

function shapesOf({ density, chips, grids }: Measures): readonly Shape[] {
  const squares = grids.map((grid): Shape => ({ level: 'square', grid }))
  if (density === 'whole') return [{ level: 'card' }, ...chips.map((each): Shape => ({ level: 'chip', chips: each })), ...squares]
  return density === 'half' ? [{ level: 'line' }, { level: 'card' }, ...squares] : squares
}

/** The largest with which all have a place. */
function shapeFor(slots: number, measures: Measures): Shape {
  const shapes = shapesOf(measures)
  return shapes.find((shape) => slots <= placesIn(shape, measures.rows)) ?? shapes[shapes.length - 1] ?? { level: 'card' }
}

function placesIn(shape: Shape, rows: number): number {
  if (shape.level === 'line') return rows
  if (shape.level === 'square') return rows * 2 * shape.grid.across * shape.grid.down
  return rows * 2 * (shape.level === 'chip' ? shape.chips.down : 1)
}

/** Cells go from left to right, then down; in a small frame down first, so that lines are shortened to make room. */
function cellRect(frame: Rect, cell: number, { cells, density, rows }: Measures): Rect {
  const [column, row] = density === 'half' ? [Math.floor(cell / rows), cell % rows] : [cell % 2, Math.floor(cell / 2)]
  return { x: frame.x + (column === 0 ? cells.x[0] : cells.x[1]), y: frame.y + cells.y + row * cells.step, w: cells.w, h: cells.h }
}

function slotRect(frame: Rect, { slot, shape, measures }: { slot: number; shape: Shape; measures: Measures }): Rect {
  const cellCount = measures.rows * 2
  const cell = cellRect(frame, slot % cellCount, measures)
  const inCell = Math.floor(slot / cellCount)
  if (shape.level === 'card') return cell
  if (shape.level === 'line') return { ...cell, w: measures.cells.x[1] - measures.cells.x[0] + cell.w }
  if (shape.level === 'chip') {
    const { down, gap } = shape.chips
    const h = (cell.h - (down - 1) * gap) / down
    return { ...cell, y: cell.y + inCell * (h + gap), h }
  }
  const { across, down, size, stepX = (cell.w - size) / (across - 1) } = shape.grid
  const stepY = down === 1 ? 0 : (cell.h - size) / (down - 1)
  return { x: cell.x + Math.floor(inCell / down) * stepX, y: cell.y + (inCell % down) * stepY, w: size, h: size }
}

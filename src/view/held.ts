/**
 * In slow motion a write is drawn on its way for a while after it was made. Until its envelope has reached etcd, the
 * picture shows the pod as it was before: no card stands on a node before one has seen who put it there. At full speed,
 * and when the clock stands, everything shows what is true.
 */
import type { Air } from './flights.ts'
import type { Row, World } from './world.ts'

export interface Held {
  /** As the picture shows it; undefined if it is not there yet. */
  readonly shown: Row | undefined
  /** What it became since, with the times at which that has arrived; oldest first. */
  readonly versions: readonly { readonly row: Row; readonly at: number }[]
}

/** Pods that are shown as they were, by row id. */
export type HeldRows = ReadonlyMap<number, Held>

export const nothingHeld: HeldRows = new Map()

export interface HeldBy {
  readonly changed: readonly Row[]
  readonly removed: Iterable<number>
  /** The rows before this frame. */
  readonly before: ReadonlyMap<number, Row>
  readonly air: Air
  readonly now: number
  readonly isSlow: boolean
}

/** The same object if nothing is held and nothing was. */
export function nextHeld(held: HeldRows, { changed, removed, before, air, now, isSlow }: HeldBy): HeldRows {
  if (!isSlow) return held.size === 0 ? held : nothingHeld
  const next = new Map(held)
  for (const row of changed) {
    if (row.resource !== 'pods') continue
    const at = air.arrivals.get(`write/${row.revision}`) ?? now
    const { shown, versions } = next.get(row.id) ?? { shown: before.get(row.id), versions: [] }
    next.set(row.id, { shown, versions: [...versions, { row, at }] })
  }
  for (const id of removed) next.delete(id)
  for (const [id, { shown, versions }] of next) {
    const arrived = versions.findLastIndex(({ at }) => at <= now)
    if (arrived === versions.length - 1) next.delete(id)
    else if (arrived >= 0) next.set(id, { shown: versions[arrived]?.row ?? shown, versions: versions.slice(arrived + 1) })
  }
  return next.size === 0 && held.size === 0 ? held : next
}

/** The world as the picture shows it. */
export function arrived(world: World): World {
  if (world.held.size === 0) return world
  const byNode = new Map(world.byNode)
  const touched = new Set<string>()
  for (const [id, { shown }] of world.held) {
    const row = world.rows.get(id)
    if (row) byNode.set(row.node, (byNode.get(row.node) ?? []).filter((other) => other.id !== id))
    if (shown) byNode.set(shown.node, [...(byNode.get(shown.node) ?? []), shown])
    for (const each of [row, shown]) if (each) touched.add(each.node)
  }
  for (const node of touched) byNode.set(node, [...(byNode.get(node) ?? [])].sort((a, b) => a.id - b.id))
  return { ...world, byNode }
}

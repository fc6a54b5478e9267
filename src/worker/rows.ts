/**
 * Turns the store's writes since the last frame into rows: one per object, as columns, with an append-only string table
 * per epoch. An object is known by its uid: one that was deleted and made again under the same name is another row.
 */
import type { Kind, RowFacts } from '../api/kinds/kind.ts'
import { controllerOf, type ApiObject } from '../api/meta/object.ts'
import { healthCodes, type RowColumns } from './protocol.ts'

/** A write as the rows need it: what stands under the key now, and when the object was created. */
export interface ChangedRow {
  readonly resource: string
  readonly object: ApiObject
  readonly deleted: boolean
  /** Micros of creation. */
  readonly created: number
  readonly revision: number
}

export interface RowDelta {
  readonly rows: RowColumns
  readonly removed: Uint32Array
  readonly strings: readonly string[]
}

export interface RowTable {
  /** Takes writes in, oldest first; several to one object become one row. */
  take(changes: readonly ChangedRow[]): RowDelta
}

/** `kindOf` gives the kind file of a resource, or undefined for what is not drawn. */
export function createRowTable(kindOf: (resource: string) => Kind | undefined): RowTable {
  const ids = new Map<string, number>()
  let nextId = 1
  const numberOf = new Map<string, number>([['', 0]])
  let fresh: string[] = []

  const intern = (text: string | undefined): number => {
    if (!text) return 0
    let index = numberOf.get(text)
    if (index === undefined) {
      index = numberOf.size
      numberOf.set(text, index)
      fresh.push(text)
    }
    return index
  }
  const idOf = (uid: string): number => {
    const known = ids.get(uid) ?? nextId++
    ids.set(uid, known)
    return known
  }

  return {
    take: (changes) => {
      const latest = new Map<string, ChangedRow>()
      for (const change of changes) {
        const uid = change.object.metadata.uid ?? ''
        latest.delete(uid)
        latest.set(uid, change)
      }
      const removed: number[] = []
      const kept: { change: ChangedRow; facts: RowFacts; id: number }[] = []
      for (const [uid, change] of latest) {
        const kind = kindOf(change.resource)
        if (!kind) continue
        if (!change.deleted) kept.push({ change, facts: kind.row(change.object), id: idOf(uid) })
        else if (ids.has(uid)) {
          removed.push(idOf(uid))
          ids.delete(uid)
        }
      }
      const rows = columnsOf(kept, intern, idOf)
      const strings = fresh
      fresh = []
      return { rows, removed: Uint32Array.from(removed), strings }
    },
  }
}

type Kept = readonly { readonly change: ChangedRow; readonly facts: RowFacts; readonly id: number }[]

function columnsOf(kept: Kept, intern: (text: string | undefined) => number, idOf: (uid: string) => number): RowColumns {
  const strings = (read: (row: Kept[number]) => string | undefined) => Uint32Array.from(kept, (row) => intern(read(row)))
  const integers = (read: (facts: RowFacts) => number | undefined) => Int32Array.from(kept, (row) => read(row.facts) ?? -1)
  const numbers = (read: (row: Kept[number]) => number | undefined) => Float64Array.from(kept, (row) => read(row) ?? -1)
  return {
    id: Uint32Array.from(kept, (row) => row.id),
    resource: strings((row) => row.change.resource),
    namespace: strings((row) => row.change.object.metadata.namespace),
    name: strings((row) => row.change.object.metadata.name),
    uid: strings((row) => row.change.object.metadata.uid),
    owner: Uint32Array.from(kept, (row) => {
      const owner = controllerOf(row.change.object)
      return owner ? idOf(owner.uid) : 0
    }),
    node: strings((row) => row.facts.node),
    ip: strings((row) => row.facts.ip),
    app: strings((row) => row.facts.app),
    phase: strings((row) => row.facts.phase),
    detail: strings((row) => row.facts.detail && JSON.stringify(row.facts.detail)),
    labels: strings((row) => row.change.object.metadata.labels && JSON.stringify(row.change.object.metadata.labels)),
    health: Uint8Array.from(kept, (row) => healthCodes.indexOf(row.facts.health)),
    deleting: Uint8Array.from(kept, (row) => (row.change.object.metadata.deletionTimestamp ? 1 : 0)),
    ready: integers((facts) => facts.ready),
    desired: integers((facts) => facts.desired),
    restarts: integers((facts) => facts.restarts),
    cpuMilli: numbers((row) => row.facts.cpuMilli),
    memoryBytes: numbers((row) => row.facts.memoryBytes),
    created: numbers((row) => row.change.created),
    revision: numbers((row) => row.change.revision),
  }
}

/** The buffers of a frame's columns, for transfer. */
export const buffersOf = (rows: RowColumns): ArrayBuffer[] => Object.values(rows).map((column) => (column as Uint32Array<ArrayBuffer>).buffer)

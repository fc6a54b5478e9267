/** The shape of the simulated world: one value that can be copied, saved and hashed. See `kernel.ts`. */
import type { PartDefinition } from './part.ts'
import type { Queued } from './queue.ts'
import type { Table } from './table.ts'
import type { Micros } from './time.ts'

/** One process: its state, whether it runs, how many random numbers it has drawn. `epoch` tells who may change it. */
export interface PartEntry {
  readonly definition: PartDefinition
  state: unknown
  running: boolean
  drawn: number
  /** The part's random stream, `hashName` of its name. */
  readonly stream: number
  readonly epoch: number
}

export interface World {
  readonly seed: number
  now: Micros
  /** Events sent so far; the next one's `seq`. */
  seq: number
  /** Events taken so far; the place of an input in the log. */
  taken: number
  queue: Queued[]
  parts: Table<string, PartEntry>
  /** Entries of another epoch are shared with a snapshot and are copied before they change. */
  epoch: number
}

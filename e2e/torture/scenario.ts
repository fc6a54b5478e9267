/** A scenario: what is there, what a user does, and when everything has settled. */
import type { TortureWorld } from './world.ts'

export interface Scenario {
  readonly name: string
  /** `node-1` and `node-2` unless it says otherwise. */
  readonly nodes?: readonly string[]
  /** What is there before, and has settled. */
  readonly prepare?: (world: TortureWorld) => void
  /** In order of time, in seconds from the beginning. */
  readonly acts: readonly Act[]
  /** Seconds from the last act until nothing changes any more, whatever crashes. */
  readonly settles: number
}

export interface Act {
  readonly at: number
  readonly act: (world: TortureWorld) => void
}

export const act = (at: number, perform: (world: TortureWorld) => void): Act => ({ at, act: perform })

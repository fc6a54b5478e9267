/**
 * A moment of a run: what lies before it, and what the clock shows. Along one branch all three only grow, so of two
 * moments one is before the other. The clock alone would not do: several inputs may come while it stands still.
 */
import type { Cluster } from '../../cluster/cluster.ts'
import { ms, type Micros } from '../../sim/time.ts'
import { DoorError } from '../door-error.ts'

export interface Moment {
  /** Micros. */
  readonly at: number
  /** Events taken before it. */
  readonly taken: number
  /** Inputs before it, from the cluster's birth. */
  readonly inputs: number
}

export const isBefore = (a: Moment, b: Moment): boolean => a.inputs < b.inputs || a.taken < b.taken || a.at < b.at

/** The present of a cluster. */
export const momentOf = ({ kernel: { world }, inputs }: Cluster): Moment => ({ at: world.now, taken: world.taken, inputs: inputs.length })

/** What someone outside means by a time. */
export function momentAt(milliseconds: number): Micros {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds) || milliseconds < 0) throw new DoorError('a moment is a number of milliseconds since the cluster was born')
  return ms(milliseconds)
}

/**
 * A moment that someone names by its time is the one at which that time was read: what was done before, while the clock
 * stood there, has happened, and what was done after has not. Kept on the branch for times at which something was done.
 */
import type { LoggedInput } from '../../cluster/cluster.ts'
import type { Branch } from './branch.ts'
import type { Moment } from './moment.ts'

export interface Readings {
  /** Milliseconds since birth. */
  read(branch: Branch, moment: Moment): number
  /** An input comes. */
  before(branch: Branch, logged: LoggedInput): void
}

export function createReadings(born: Moment): Readings {
  let last = born
  return {
    read: ({ log, readings }, moment) => {
      last = moment
      if (log[moment.inputs]?.at === moment.at) readings.set(moment.at, moment)
      else readings.delete(moment.at)
      return moment.at / 1_000
    },
    before: ({ readings }, { at }) => {
      if (last.at === at) readings.set(at, last)
    },
  }
}

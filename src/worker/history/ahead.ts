/** A look at what will be told if nothing more is done. */
import type { Observed } from '../../sim/part.ts'
import type { Session } from '../session.ts'

/** The first thing of a sort that is told after the present; undefined if nothing is so soon. `within` in micros. */
export function firstAhead({ history, cluster }: Session, within: number, isMeant: (observed: Observed) => boolean): Observed | undefined {
  const present = history.world.now
  let first: Observed | undefined
  history.foretell(present + within, {
    observe: (observed) => {
      if (observed.at > present && isMeant(observed) && observed.at < (first?.at ?? Infinity)) first = observed
    },
    // A step tells of what happens a little after it, so a later one may still tell of something earlier.
    hasEnough: () => cluster.kernel.world.now > (first?.at ?? Infinity),
  })
  return first
}

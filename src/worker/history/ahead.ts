/** A look at what will be told if nothing more is done. */
import type { Observed } from '../../sim/part.ts'
import { isFact } from '../observations.ts'
import type { Fact } from '../protocol.ts'
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

/** Facts that one step may tell. */
const lookBack = 100

/** When the next fact of a sort is told; undefined if none is so soon. What a step told already of what comes a little after it counts as well. */
export function nextFactAt(session: Session, within: number, isMeant: (fact: Pick<Fact, 'code' | 'level' | 'object'>, cause: number) => boolean): number | undefined {
  const { history, observations } = session
  const told = observations.facts.kept.slice(-lookBack).filter((fact) => fact.at > history.world.now && isMeant(fact, fact.cause)).map(({ at }) => at)
  const ahead = firstAhead(session, within, ({ observation, cause }) => isFact(observation) && isMeant(observation, cause))?.at
  const next = Math.min(...told, ahead ?? Infinity)
  return next === Infinity ? undefined : next
}

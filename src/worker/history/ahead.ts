/** A look at what will be told if nothing more is done, as a way that may be gone in slices. */
import type { Observed } from '../../sim/part.ts'
import { micros } from '../../sim/time.ts'
import { goThrough, inTurn, type Way } from '../in-slices.ts'
import { isFact } from '../observations.ts'
import type { Fact } from '../protocol.ts'
import { refuse } from '../refused.ts'
import type { Session } from '../session.ts'
import { isBefore } from './moment.ts'

export interface Look<T> extends Way {
  /** Undefined if nothing is so soon. To be asked at the end of the way. */
  found(): T | undefined
}

/** The first thing of a sort that is told after the present. `within` in micros. */
export function lookAhead({ history, cluster }: Session, within: number, isMeant: (observed: Observed) => boolean): Look<Observed> {
  const present = history.world.now
  let first: Observed | undefined
  const way = history.foretell(present + within, {
    observe: (observed) => {
      if (observed.at > present && isMeant(observed) && observed.at < (first?.at ?? Infinity)) first = observed
    },
    // A step tells of what happens a little after it, so a later one may still tell of something earlier.
    hasEnough: () => cluster.kernel.world.now > (first?.at ?? Infinity),
  })
  return { ...way, found: () => first }
}

/** Facts that one step may tell. */
const lookBack = 100

/** When the next fact of a sort is told. What a step told already of what comes a little after it counts as well. */
export function lookForFact(session: Session, within: number, isMeant: (fact: Pick<Fact, 'code' | 'level' | 'object'>, cause: number) => boolean): Look<number> {
  const { history, observations } = session
  const told = observations.facts.kept.slice(-lookBack).filter((fact) => fact.at > history.world.now && isMeant(fact, fact.cause)).map(({ at }) => at)
  const look = lookAhead(session, within, ({ observation, cause }) => isFact(observation) && isMeant(observation, cause))
  return { ...look, found: () => soonest([...told, look.found()?.at]) }
}

export const soonest = (times: readonly (number | undefined)[]): number | undefined => times.reduce((first, at) => (at !== undefined && at < (first ?? Infinity) ? at : first), undefined)

/** In one piece. */
export function foundAtOnce<T>(look: Look<T>): T | undefined {
  goThrough(look)
  return look.found()
}

/** To what a look finds, if it finds anything; `act` surrounds each step of really going there. */
export function wayTo(session: Session, look: Look<number>, act: (step: () => boolean) => boolean = (step) => step()): Look<number> {
  const there = () => {
    const at = look.found()
    return at === undefined ? undefined : runUpTo(session, at, act)
  }
  return { ...undisturbed(session, inTurn(look, there)), found: look.found }
}

function runUpTo({ history }: Session, at: number, act: (step: () => boolean) => boolean): Way {
  const from = history.world.now
  const step = (): boolean => {
    if ((history.nextAt() ?? at + 1) <= at) return history.step()
    history.advanceTo(micros(at))
    return false
  }
  return { step: () => act(step), progress: () => ({ done: history.world.now - from, total: at - from }) }
}

/** A way that ends, unfinished, where something else is done with time or to the cluster between two slices. */
export function undisturbed({ history }: Session, way: Way): Way {
  let [left, line] = [history.moment(), history.branch()]
  const isLeft = (): boolean => history.branch() === line && !isBefore(history.moment(), left) && !isBefore(left, history.moment())
  return {
    ...way,
    enter: () => {
      if (!isLeft()) refuse('look.disturbed', {})
      way.enter?.()
    },
    leave: () => {
      way.leave?.()
      ;[left, line] = [history.moment(), history.branch()]
    },
  }
}

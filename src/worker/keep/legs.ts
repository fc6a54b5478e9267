/**
 * The way to a session that was written down, in legs, each run event by event: so that whoever opens it may do other
 * things between, say how far it is, and give up. What does not fit is met on the way: no branch is left unrun.
 */
import type { LoggedInput } from '../../cluster/cluster.ts'
import { micros } from '../../sim/time.ts'
import type { Branch } from '../history/branch.ts'
import { isBefore, type Moment } from '../history/moment.ts'
import type { Way } from '../in-slices.ts'
import type { Session } from '../session.ts'
import type { KeptTree } from './format.ts'
import { limits } from './limits.ts'
import { refuse } from '../refused.ts'

/** One stretch of a way. */
export interface Leg {
  /** In whatever the legs of one way are measured by. */
  readonly length: number
  begin(): void
  /** False at its end. */
  step(): boolean
  /** How much of its length is behind. */
  done(): number
}

export function createWay(legs: readonly Leg[]): Way {
  const total = legs.reduce((sum, { length }) => sum + length, 0)
  let [index, behind, steps] = [0, 0, 0]
  let begun: Leg | undefined
  return {
    step: () => {
      const leg = legs[index]
      if (!leg) return false
      if (++steps > limits.taken) refuse('long', { days: limits.at / 86_400_000_000, events: limits.taken })
      if (begun !== leg) leg.begin()
      begun = leg
      if (leg.step()) return true
      behind += leg.length
      return ++index < legs.length
    },
    progress: () => ({ done: Math.min(total, behind + (begun && begun === legs[index] ? begun.done() : 0)), total }),
  }
}

const isAt = ({ history }: Session, wanted: Moment): boolean => !isBefore(history.moment(), wanted) && !isBefore(wanted, history.moment())

/** Along the present branch to a moment that it has been at. */
export function legTo(session: Session, to: Moment): Leg {
  const { history } = session
  const from = history.moment().taken
  return {
    length: Math.max(0, to.taken - from),
    begin: () => undefined,
    step: () => {
      const { taken, inputs } = history.moment()
      if (taken < to.taken || inputs < to.inputs) return history.step() || refuse('unfit', {})
      history.advanceTo(micros(to.at))
      return isAt(session, to) ? false : refuse('unfit', {})
    },
    done: () => history.moment().taken - from,
  }
}

/** Each branch up to its head, then back to the moment that was shown. */
export function legsAlong(session: Session, { current, moment }: KeptTree): readonly Leg[] {
  const { history } = session
  const branches = history.branches()
  const show = () => {
    const shown = branches.find(({ id }) => id === current)
    if (shown) history.switchTo(shown, moment)
    if (!isAt(session, moment)) refuse('unfit', {})
  }
  const along = (branch: Branch): Leg => {
    const { head, parent, forkedAt } = branch
    const start = parent ? forkedAt.taken : 0
    return {
      ...legTo(session, head),
      length: Math.max(0, head.taken - start),
      begin: () => {
        const from = history.begin(branch)
        if (!isAt(session, from)) refuse('unfit', {})
      },
      done: () => history.moment().taken - start,
    }
  }
  return [...branches.map(along), { length: 0, begin: show, step: () => false, done: () => 0 }]
}

/** Each input when it came, as a new one; what it does may differ. */
export function legsAnew(session: Session, log: readonly LoggedInput[], until: number): readonly Leg[] {
  const { cluster, history } = session
  const { now } = history.world
  // The first belongs to the installation, which this cluster has had already.
  const own = log.filter(({ at, input }) => !(at <= now && input.type === 'http' && input.request.path.endsWith('/ingressclasses')))
  const perform = ({ input }: LoggedInput) => {
    history.beginAction()
    cluster.performAnew(input)
  }
  let from: number = now
  const upTo = (at: number, then: () => void): Leg => {
    const leg = legUpTo(session, { from, at }, then)
    from = Math.max(from, at)
    return leg
  }
  return [...own.map((logged) => upTo(logged.at, () => perform(logged))), upTo(until, () => undefined)]
}

/** Up to a time, if that is still to come; what is to be done then follows. */
export function legUpTo({ history }: Session, { from, at }: { readonly from: number; readonly at: number }, then: () => void): Leg {
  return {
    length: Math.max(0, at - from),
    begin: () => undefined,
    step: () => {
      if ((history.nextAt() ?? Infinity) <= at) return history.step()
      if (at > history.world.now) history.advanceTo(micros(at))
      then()
      return false
    },
    done: () => Math.max(0, history.world.now - from),
  }
}

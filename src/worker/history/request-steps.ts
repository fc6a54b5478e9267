/**
 * Time as one request sees it: to its next hop and the last one. What is in the air is then drawn in the time that it
 * takes, so that it stands where the request is.
 */
import { micros, seconds, type Micros } from '../../sim/time.ts'
import type { RequestDetail } from '../protocol.ts'
import { refuse } from '../refused.ts'
import { isOfRequest } from '../requests.ts'
import type { Session } from '../session.ts'
import { foundAtOnce, lookAhead, soonest, wayTo, type Look } from './ahead.ts'
import { requestDetailOf } from './old-requests.ts'

/** Simulated time in which something must happen to a request; more than any client waits. */
const horizon = seconds(120)

/** To where something more is told of it, if anything is. */
export const wayToNextHop = (session: Session, id: number): Look<number> => wayTo(session, lookForMoment(session, id), session.observations.flights.exactly)

/** To where something was told of it before; false if nothing was. */
export function goToLastHop(session: Session, id: number): boolean {
  const at = lastMoment(session, id)
  if (at !== undefined) goExactly(session, micros(at))
  return at !== undefined
}

export const goExactly = ({ history, observations }: Session, at: Micros): void => observations.flights.exactly(() => history.seek(at))

export function requireRequest(session: Session, id: number): RequestDetail {
  return requestDetailOf(session, id) ?? refuse('no-request', { id })
}

/** When the next thing will be told of it, if nothing more is done; undefined if nothing will. */
export const nextMomentOf = (session: Session, id: number): number | undefined => foundAtOnce(lookForMoment(session, id))

function lookForMoment(session: Session, id: number): Look<number> {
  const { history, observations } = session
  if (id <= observations.requests.seen.requests && requestDetailOf(session, id)?.outcome !== 'pending') return nothing
  // What a step told of what comes a little after it is known already.
  const told = observations.requests.moments(id).find((at) => at > history.world.now)
  const look = lookAhead(session, horizon, ({ observation }) => isOfRequest(observation, id))
  return { ...look, found: () => soonest([told, look.found()?.at]) }
}

const nothing: Look<number> = { step: () => false, progress: () => ({ done: 0, total: 0 }), found: () => undefined }

function lastMoment(session: Session, id: number): number | undefined {
  const { history, observations } = session
  requestDetailOf(session, id)
  return observations.requests.moments(id).findLast((at) => at < history.world.now)
}

/**
 * Time as one request sees it: to its next hop and the last one. What is in the air is then drawn in the time that it
 * takes, so that it stands where the request is.
 */
import { micros, seconds, type Micros } from '../../sim/time.ts'
import type { RequestDetail } from '../protocol.ts'
import { refuse } from '../refused.ts'
import { isOfRequest } from '../requests.ts'
import type { Session } from '../session.ts'
import { firstAhead } from './ahead.ts'
import { requestDetailOf } from './old-requests.ts'

/** Simulated time in which something must happen to a request; more than any client waits. */
const horizon = seconds(120)

/** To where something more is told of it, or was told before; false if nothing is. */
export function stepRequest(session: Session, id: number, direction: 'next' | 'previous'): boolean {
  const { history, observations } = session
  const at = direction === 'next' ? nextMomentOf(session, id) : lastMoment(session, id)
  if (at === undefined) return false
  if (direction === 'next') observations.flights.exactly(() => history.run(micros(at)))
  else goExactly(session, micros(at))
  return true
}

export const goExactly = ({ history, observations }: Session, at: Micros): void => observations.flights.exactly(() => history.seek(at))

export function requireRequest(session: Session, id: number): RequestDetail {
  return requestDetailOf(session, id) ?? refuse('no-request', { id })
}

/** When the next thing will be told of it, if nothing more is done; undefined if nothing will. */
export function nextMomentOf(session: Session, id: number): number | undefined {
  const { history, observations } = session
  if (id <= observations.requests.seen.requests && requestDetailOf(session, id)?.outcome !== 'pending') return undefined
  // What a step told of what comes a little after it is known already.
  const told = observations.requests.moments(id).find((at) => at > history.world.now)
  const ahead = firstAhead(session, horizon, ({ observation }) => isOfRequest(observation, id))?.at
  return told === undefined ? ahead : Math.min(told, ahead ?? told)
}

function lastMoment(session: Session, id: number): number | undefined {
  const { history, observations } = session
  requestDetailOf(session, id)
  return observations.requests.moments(id).findLast((at) => at < history.world.now)
}

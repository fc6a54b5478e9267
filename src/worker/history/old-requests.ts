/** A request whose hops the ring has forgotten, told again by running that part of the branch once more. */
import { createObservations } from '../observations.ts'
import type { RequestDetail } from '../protocol.ts'
import type { Session } from '../session.ts'

/** With all its hops by now; null if none of this number has begun, or its beginning lies before all that can be gone back to. */
export function requestDetailOf(session: Session, id: number): RequestDetail | null {
  const { requests } = session.observations
  if (id > requests.seen.requests) return null
  if (!requests.detail(id)) recall(session, id)
  const detail = requests.detail(id)
  // A step may tell of what comes a little after it.
  return detail && { ...detail, hops: detail.hops.filter(({ told }) => told <= session.history.world.now) }
}

function recall({ history, observations: { requests } }: Session, id: number): void {
  const heard = createObservations({ speed: () => 1, committedAt: () => undefined })
  const isOver = () => heard.requests.detail(id)?.outcome !== 'pending'
  history.retell(({ seen }) => seen.requests < id, {
    begin: (seen, at) => heard.rewind(seen, at, undefined),
    observe: heard.observe,
    hasEnough: () => heard.requests.seen.requests >= id && isOver(),
  })
  const tellings = heard.requests.kept.get(id)
  if (tellings && heard.requests.detail(id)) requests.recall(id, tellings)
}

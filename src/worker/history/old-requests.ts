/** A request whose hops the ring has forgotten, told again by running that part of the branch once more. */
import type { Observations } from '../observations.ts'
import type { RequestDetail } from '../protocol.ts'
import type { Session } from '../session.ts'
import { retold } from './retold.ts'

/** With all its hops by now; null if none of this number has begun, or its beginning lies before all that can be gone back to. */
export function requestDetailOf(session: Session, id: number): RequestDetail | null {
  const { requests } = session.observations
  if (id > requests.seen.requests) return null
  if (!requests.detail(id)) recall(session, id)
  const detail = requests.detail(id)
  // A step may tell of what comes a little after it.
  return detail && { ...detail, hops: detail.hops.filter(({ told }) => told <= session.history.world.now) }
}

function recall(session: Session, id: number): void {
  const hasEnough = ({ requests: { seen, detail } }: Observations) => seen.requests >= id && detail(id)?.outcome !== 'pending'
  const { requests: heard } = retold(session, ({ seen }) => seen.requests < id, hasEnough)
  const tellings = heard.kept.get(id)
  if (tellings && heard.detail(id)) session.observations.requests.recall(id, tellings)
}

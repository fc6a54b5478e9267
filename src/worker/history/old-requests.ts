/** Requests that the ring has forgotten, told again with their hops by running that part of the branch once more. */
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

/** Requests that a list shows. */
const listed = 200
/** Events that may be run again for it: some 0.3 s of work. */
const budget = 6_000

/** The last ones before the present, as far back as is not too much work. */
export function recallLatest(session: Session): void {
  const { history, observations: { requests } } = session
  const last = requests.seen.requests
  const wanted = Array.from({ length: Math.min(listed, last) }, (_, index) => last - index).filter((id) => !requests.detail(id))
  const first = Math.min(...wanted)
  if (wanted.length === 0) return
  const { requests: heard } = retold(session, ({ seen, moment }) => seen.requests < first || moment.taken < history.world.taken - budget, () => false)
  for (const id of wanted.reverse()) {
    const tellings = heard.kept.get(id)
    if (tellings && heard.detail(id)) requests.recall(id, tellings)
  }
}

function recall(session: Session, id: number): void {
  const hasEnough = ({ requests: { seen, detail } }: Observations) => seen.requests >= id && detail(id)?.outcome !== 'pending'
  const { requests: heard } = retold(session, ({ seen }) => seen.requests < id, hasEnough)
  const tellings = heard.kept.get(id)
  if (tellings && heard.detail(id)) session.observations.requests.recall(id, tellings)
}

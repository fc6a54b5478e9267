/** What a branch told once, told again by running it once more from the last keyframe that lies early enough. */
import { createObservations, type Observations } from '../observations.ts'
import type { Session } from '../session.ts'
import type { IsWithin } from './excursion.ts'

/** Up to the present, or until what was heard is enough. */
export function retold({ cluster, history }: Session, isWithin: IsWithin, hasEnough: (heard: Observations) => boolean): Observations {
  const heard = createObservations({ speed: () => 1, committedAt: (revision) => cluster.store().log.get(revision)?.at })
  history.retell(isWithin, {
    begin: (seen, from) => heard.rewind(seen, from, undefined),
    observe: heard.observe,
    hasEnough: () => hasEnough(heard),
  })
  return heard
}

/**
 * Time goes along with one thing: slower where much happens to it, and never faster than was chosen. A request is followed
 * until it is answered, an object until it is gone; or until something else is done with time.
 */
import { micros } from '../../sim/time.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import { requestOfRef, targetOf, type Target } from '../target.ts'
import { existsNow, nextChangeOf } from './object-steps.ts'
import { goExactly, nextMomentOf, requireRequest } from './request-steps.ts'

/** An object, or `requests/ID`; one that was answered is gone back to the beginning of. */
export function follow(session: Session, ref: string, loop: RunLoop): Promise<void> {
  const request = requestOfRef(ref)
  if (request === undefined) {
    const target = targetOf(ref)
    return travel(loop, (window) => nextStopOf(session, target, window))
  }
  const { outcome, start } = requireRequest(session, request)
  if (outcome !== 'pending') goExactly(session, micros(start))
  return travel(loop, () => nextMomentOf(session, request))
}

const travel = (loop: RunLoop, nextStop: (window: number) => number | undefined): Promise<void> => new Promise((resolve) => loop.follow({ nextStop, onEnd: resolve }))

/** Its next change, or as far as there is none; nothing follows for what is gone. */
function nextStopOf(session: Session, target: Target, window: number): number | undefined {
  return nextChangeOf(session, target, window) ?? (existsNow(session, target) ? session.history.world.now + window : undefined)
}

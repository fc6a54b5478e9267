/** What the page may ask of time for one thing's sake: its next change or hop, the last one, what led to it, its pace. */
import { micros } from '../../sim/time.ts'
import type { DoorMethods } from '../protocol.ts'
import type { InSlices } from '../in-slices.ts'
import { refuse } from '../refused.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import { requestOfRef } from '../target.ts'
import { causeOf, wayToEffect } from './causes.ts'
import { follow } from './follow.ts'
import { momentAt } from './moment.ts'
import { goToLastChange, wayToNextChange } from './object-steps.ts'
import { goExactly, goToLastHop, requireRequest, wayToNextHop } from './request-steps.ts'

type StepMethods = Pick<DoorMethods, 'change' | 'cause' | 'effect' | 'goToHop' | 'follow'>

export interface StepHost {
  readonly session: () => Session
  readonly loop: RunLoop
  readonly looking: InSlices
}

export function createStepDoor({ session, loop, looking }: StepHost): StepMethods {
  const history = () => session().history
  return {
    change: (ref, direction) => {
      loop.pause()
      const request = requestOfRef(ref)
      const clock = () => history().readClock()
      if (direction === 'previous') return (request === undefined ? goToLastChange(session(), ref) : goToLastHop(session(), request)) ? clock() : null
      const way = request === undefined ? wayToNextChange(session(), ref) : wayToNextHop(session(), request)
      return looking.go(way, () => (way.found() === undefined ? null : clock()), stopped)
    },
    cause: (of) => {
      loop.pause()
      const cause = causeOf(session(), of)
      if (!cause || (typeof of === 'string' && cause.at >= history().world.now)) return null
      history().seek(micros(cause.at))
      return cause
    },
    effect: (object) => {
      loop.pause()
      const way = wayToEffect(session(), object)
      return looking.go(way, () => way.found() ?? null, stopped)
    },
    goToHop: (request, milliseconds) => {
      requireRequest(session(), request)
      const at = momentAt(milliseconds)
      loop.pause()
      goExactly(session(), at)
      return history().readClock()
    },
    follow: (ref) => {
      loop.pause()
      return follow(session(), ref, loop)
    },
  }
}

export const stopped = (): never => refuse('look.stopped', {})

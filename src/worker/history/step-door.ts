/** What the page may ask of time for one thing's sake: its next change or hop, the last one, what led to it, its pace. */
import { micros } from '../../sim/time.ts'
import type { DoorMethods } from '../protocol.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import { requestOfRef } from '../target.ts'
import { causeOf, runToEffect } from './causes.ts'
import { follow } from './follow.ts'
import { momentAt } from './moment.ts'
import { stepObject } from './object-steps.ts'
import { goExactly, requireRequest, stepRequest } from './request-steps.ts'

type StepMethods = Pick<DoorMethods, 'change' | 'cause' | 'effect' | 'goToHop' | 'follow'>

export function createStepDoor({ session, loop }: { readonly session: () => Session; readonly loop: RunLoop }): StepMethods {
  const history = () => session().history
  return {
    change: (ref, direction) => {
      loop.pause()
      const request = requestOfRef(ref)
      const found = request === undefined ? stepObject(session(), ref, direction) : stepRequest(session(), request, direction)
      return found ? history().readClock() : null
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
      return runToEffect(session(), object) ?? null
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

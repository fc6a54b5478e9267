/** What the page may ask of the clock: to run, to stand still, to go on by so much or until something is so. */
import { objectKey } from '../cluster/kube-apiserver/keys.ts'
import { evaluate } from '../kubectl/json-path.ts'
import { ms, plus, seconds } from '../sim/time.ts'
import { DoorError } from './door-error.ts'
import { undisturbed, type Look } from './history/ahead.ts'
import { stopped, type StepHost } from './history/step-door.ts'
import type { Way } from './in-slices.ts'
import type { DoorMethods, Fact } from './protocol.ts'
import type { Session } from './session.ts'
import { targetOf } from './target.ts'

/** Simulated time that `step()` looks ahead. */
const stepHorizon = seconds(3_600)

type ClockMethods = Pick<DoorMethods, 'play' | 'pause' | 'step' | 'advance' | 'advanceUntil' | 'now' | 'hash'>

export function createClockDoor({ session, loop, looking }: StepHost): ClockMethods {
  const time = () => session().history
  return {
    play: (speed) => {
      if (typeof speed !== 'number' || !(speed > 0)) throw new DoorError('the speed must be a number above 0')
      looking.giveUp()
      loop.play(speed)
    },
    pause: () => {
      looking.giveUp()
      loop.pause()
    },
    step: () => {
      loop.pause()
      const way = wayToNextFact(session())
      return looking.go(way, () => way.found() ?? null, stopped)
    },
    advance: (milliseconds) => {
      if (!isDuration(milliseconds)) throw new DoorError('time only goes forward, by milliseconds')
      time().run(plus(time().world.now, ms(milliseconds)))
      return time().readClock()
    },
    advanceUntil: (ref, jsonPath, value, withinMilliseconds) => {
      if (!isDuration(withinMilliseconds)) throw new DoorError('the time to wait is a number of milliseconds')
      return advanceUntil(session(), { ref, jsonPath, value, withinMilliseconds })
    },
    now: () => time().readClock(),
    hash: () => {
      time().readClock()
      return session().cluster.kernel.hash()
    },
  }
}

/** Scripts are not type-checked: '5' would be joined, Infinity would never end. */
const isDuration = (milliseconds: unknown): boolean => typeof milliseconds === 'number' && Number.isFinite(milliseconds) && milliseconds >= 0

/** To the next fact that is not a detail, and to the moment it tells of. */
function wayToNextFact(session: Session): Look<Fact> {
  const { history, observations: { visible } } = session
  const [before, from] = [visible.count, history.world.now]
  const horizon = from + stepHorizon
  const way: Way = {
    step: () => visible.count === before && (history.nextAt() ?? horizon + 1) <= horizon && history.step(),
    progress: () => ({ done: history.world.now - from, total: stepHorizon }),
  }
  return { ...undisturbed(session, way), found: () => (visible.count === before ? undefined : (visible.last ?? undefined)) }
}

interface Wait {
  readonly ref: string
  readonly jsonPath: string
  readonly value: unknown
  readonly withinMilliseconds: number
}

function advanceUntil({ cluster: { store }, history }: Session, { ref, jsonPath, value, withinMilliseconds }: Wait) {
  const { kind, namespace, name } = targetOf(ref)
  const key = objectKey(kind, namespace, name)
  const isMet = (): boolean => {
    const found = evaluate(store().entries.get(key)?.value, jsonPath)
    if (!found.ok) throw new DoorError(found.message)
    if (found.values.length === 0) return value === null || value === undefined
    return found.values.some((candidate) => JSON.stringify(candidate) === JSON.stringify(value) || String(candidate) === String(value))
  }
  const until = plus(history.world.now, ms(withinMilliseconds))
  let met = isMet()
  for (let revision = store().revision; !met && (history.nextAt() ?? until + 1) <= until; ) {
    history.step()
    if (store().revision === revision) continue
    revision = store().revision
    met = isMet()
  }
  if (!met) history.run(until)
  return { met, now: history.readClock() }
}


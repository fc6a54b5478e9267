/** What simulated time is to be by the wall clock: from where it was let run last, at the pace that it runs at, up to a stop. */
import { createJourneys, type Journey, type Journeys } from './journey.ts'

/** Milliseconds of wall time that may be caught up on. */
const catchUpMilliseconds = 250

export interface Tempo {
  /** Simulated seconds per second, as they were chosen; Infinity runs as fast as it can. */
  readonly speed: number
  /** Those at which time runs now. */
  readonly pace: number
  readonly isFollowing: boolean
  /** What flights are stretched by: the speed, or 0 while time is slowed down to see what is followed. */
  readonly stretch: number
}

export interface Pacer extends Tempo, Pick<Journeys, 'end'> {
  choose(speed: number): void
  /** Counts from the present. */
  start(): void
  begin(journey: Journey): void
  /** From a stop on to the next one, where it has been reached; false if that was the last. */
  goOn(): boolean
  /** Micros. */
  target(): number
  /** `target` was not reached: what is too much to be caught up on is given up. */
  miss(target: number): void
}

/** `wall` in milliseconds, `now` in simulated micros. */
export function createPacer(wall: () => number, now: () => number): Pacer {
  const journeys = createJourneys()
  let speed = 1
  let anchor = { wall: 0, now: 0 }
  const pace = () => journeys.way()?.pace ?? speed
  const start = (): void => {
    anchor = { wall: wall(), now: now() }
  }
  return {
    get speed() {
      return speed
    },
    get pace() {
      return pace()
    },
    get isFollowing() {
      return journeys.way() !== undefined
    },
    get stretch() {
      return journeys.way()?.isSlow ? 0 : speed
    },
    choose: (chosen) => {
      speed = chosen
    },
    start,
    begin: (journey) => journeys.begin(journey, { now: now(), speed }),
    goOn: () => {
      const way = journeys.way()
      if (!way || now() < way.stop) return true
      journeys.goOn({ now: now(), speed })
      start()
      return journeys.way() !== undefined
    },
    end: journeys.end,
    target: () => {
      const free = pace() === Infinity ? Infinity : anchor.now + Math.floor((wall() - anchor.wall) * 1_000 * pace())
      return Math.min(free, journeys.way()?.stop ?? Infinity)
    },
    miss: (target) => {
      if ((target - now()) / (1_000 * pace()) > catchUpMilliseconds) start()
    },
  }
}

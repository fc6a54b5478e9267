/**
 * Drives simulated time by the wall clock: while playing, simulates up to the target time or until a slice of 8 ms is
 * used up, then yields. What a hidden tab or a slow machine missed is not made up for in a burst: the loop then runs
 * from the present again. The wall clock decides when something is simulated, never what.
 */
import type { Clockwork } from './history/walk.ts'
import { micros } from '../sim/time.ts'

/** Milliseconds of work before the loop yields. */
export const sliceMilliseconds = 8
/** Milliseconds of wall time that may be caught up on. */
const catchUpMilliseconds = 250
/** Events between two looks at the wall clock. */
const eventsPerLook = 16

export interface WallClock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Runs `act` soon, after pending messages were handled. */
  soon(act: () => void): void
  /** Runs `act` after some milliseconds. */
  later(act: () => void, milliseconds: number): void
}

export interface RunLoop {
  readonly playing: boolean
  /** Simulated seconds per second; Infinity runs as fast as it can. */
  readonly speed: number
  play(speed: number): void
  pause(): void
  stop(): void
}

export interface RunLoopOptions {
  /** A kernel, or a history before it. */
  readonly clockwork: () => Clockwork
  readonly clock: WallClock
  /** Called after every slice. */
  readonly onSlice: () => void
  /** An assertion failed inside a step. */
  readonly onBroken: (error: unknown) => void
}

export function createRunLoop({ clockwork, clock, onSlice, onBroken }: RunLoopOptions): RunLoop {
  let playing = false
  let speed = 1
  let scheduled = false
  let stopped = false
  let anchor = { wall: 0, now: 0 }

  const setAnchor = () => {
    anchor = { wall: clock.now(), now: clockwork().world.now }
  }
  const target = (): number => {
    const missed = clock.now() - anchor.wall
    return speed === Infinity ? Infinity : anchor.now + Math.floor(missed * 1_000 * speed)
  }
  const slice = () => {
    scheduled = false
    if (!playing || stopped) return
    try {
      const until = target()
      const reached = simulate(clockwork(), until, clock)
      if (!reached && (until - clockwork().world.now) / (1_000 * speed) > catchUpMilliseconds) setAnchor()
      onSlice()
      schedule(reached)
    } catch (error) {
      playing = false
      onBroken(error)
    }
  }
  const schedule = (idle: boolean) => {
    if (scheduled || !playing || stopped) return
    scheduled = true
    if (idle) clock.later(slice, sliceMilliseconds)
    else clock.soon(slice)
  }

  return {
    get playing() {
      return playing
    },
    get speed() {
      return speed
    },
    play: (at) => {
      speed = at
      playing = true
      setAnchor()
      schedule(false)
    },
    pause: () => {
      playing = false
    },
    stop: () => {
      stopped = true
    },
  }
}

/** Runs events up to `until` or to the end of the slice; true if `until` was reached. */
function simulate(clockwork: Clockwork, until: number, clock: WallClock): boolean {
  const deadline = clock.now() + sliceMilliseconds
  for (let taken = 0; ; taken++) {
    const next = clockwork.nextAt()
    if (next === undefined || next > until) break
    if (taken % eventsPerLook === 0 && clock.now() > deadline) return false
    clockwork.step()
  }
  if (until !== Infinity) clockwork.advanceTo(micros(Math.max(until, clockwork.world.now)))
  return true
}

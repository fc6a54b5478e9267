/**
 * Drives simulated time by the wall clock: while playing, simulates up to the target time or until a slice of 8 ms is
 * used up, then yields. What a hidden tab or a slow machine missed is not made up for in a burst: the loop then runs
 * from the present again. The wall clock decides when something is simulated, never what.
 */
import type { Clockwork } from './history/walk.ts'
import { micros } from '../sim/time.ts'
import type { Journey } from './journey.ts'
import { createPacer, type Tempo } from './pacer.ts'

/** Milliseconds of work before the loop yields. */
export const sliceMilliseconds = 8
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
  readonly tempo: Tempo
  play(speed: number): void
  pause(): void
  /** Runs from stop to stop and stands still at the last. */
  follow(journey: Journey): void
  /** The clockwork has become another one. */
  takeOver(): void
  stop(): void
}

export interface RunLoopOptions {
  /** A kernel, or a history before it. */
  readonly clockwork: () => Clockwork
  readonly clock: WallClock
  /** The clock stands still while this is so, whatever was chosen. */
  readonly isHeld: () => boolean
  /** Called after every slice. */
  readonly onSlice: () => void
  /** An assertion failed inside a step. */
  readonly onBroken: (error: unknown) => void
}

export function createRunLoop({ clockwork, clock, isHeld, onSlice, onBroken }: RunLoopOptions): RunLoop {
  const pacer = createPacer(clock.now, () => clockwork().world.now)
  let playing = false
  let scheduled = false
  let stopped = false

  const pause = () => {
    pacer.end()
    playing = false
  }
  const work = () => {
    if (isHeld()) {
      pacer.start()
      return schedule(true)
    }
    const until = pacer.target()
    const reached = simulate(clockwork(), until, clock)
    if (!reached) pacer.miss(until)
    onSlice()
    playing &&= pacer.goOn()
    schedule(reached)
  }
  const slice = () => {
    scheduled = false
    if (!playing || stopped) return
    try {
      work()
    } catch (error) {
      pause()
      onBroken(error)
    }
  }
  const schedule = (idle: boolean) => {
    if (scheduled || !playing || stopped) return
    scheduled = true
    if (idle) clock.later(slice, sliceMilliseconds)
    else clock.soon(slice)
  }
  const runFrom = (isRunning: boolean) => {
    playing = isRunning
    pacer.start()
    schedule(false)
  }

  return {
    get playing() {
      return playing
    },
    tempo: pacer,
    play: (at) => {
      pacer.end()
      pacer.choose(at)
      runFrom(true)
    },
    pause,
    follow: (journey) => {
      pacer.begin(journey)
      runFrom(pacer.isFollowing)
    },
    takeOver: () => {
      if (pacer.isFollowing) pause()
      runFrom(playing)
    },
    stop: () => void (stopped = true),
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

/** Time on its way from stop to stop, each way in as long as one can look at it, but never faster than was chosen. */

/** Milliseconds of wall time for one way. */
const look = 900
/** Micros that need be known where time runs as fast as it can. */
const farthest = 10_000_000

export interface Journey {
  /** Where it leads next, in micros; undefined ends it. What lies beyond `window` need not be known. */
  readonly nextStop: (window: number) => number | undefined
  /** It has ended, by itself or because something else was done with time. */
  readonly onEnd: () => void
}

export interface Way {
  /** Micros: where it leads. */
  readonly stop: number
  /** Simulated seconds per second. */
  readonly pace: number
  /** Time was slowed down for it. */
  readonly isSlow: boolean
}

export interface Departure {
  /** Micros. */
  readonly now: number
  /** As it was chosen. */
  readonly speed: number
}

export interface Journeys {
  /** The one that time is on; undefined while it runs freely. */
  way(): Way | undefined
  begin(journey: Journey, from: Departure): void
  /** From a stop on to the next one; that was the last if there is no way then. */
  goOn(from: Departure): void
  end(): void
}

export function createJourneys(): Journeys {
  let journey: Journey | undefined
  let way: Way | undefined
  const end = (): void => {
    const ended = journey
    journey = undefined
    way = undefined
    ended?.onEnd()
  }
  const goOn = ({ now, speed }: Departure): void => {
    const stop = journey?.nextStop(Math.min(look * 1_000 * speed, farthest))
    if (stop === undefined) return end()
    const pace = (stop - now) / (look * 1_000)
    way = { stop, pace: Math.min(speed, pace), isSlow: pace < speed }
  }
  return {
    way: () => way,
    begin: (next, from) => {
      end()
      journey = next
      goOn(from)
    },
    goOn,
    end,
  }
}

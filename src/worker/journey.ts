/** Time on its way from stop to stop, each way in as long as one can look at it; how a request's hops are followed. */

/** Milliseconds of wall time for one way. */
const look = 900

export interface Journey {
  /** Where it is followed to next; undefined ends it. */
  readonly nextStop: () => number | undefined
  /** It has ended, by itself or because something else was done with time. */
  readonly onEnd: () => void
}

export interface Way {
  /** Micros: where it leads. */
  readonly stop: number
  /** Simulated seconds per second. */
  readonly pace: number
}

export interface Journeys {
  /** The one that time is on; undefined while it runs freely. */
  way(): Way | undefined
  begin(journey: Journey, now: number): void
  /** From a stop on to the next one; that was the last if there is no way then. */
  goOn(now: number): void
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
  const goOn = (now: number): void => {
    const stop = journey?.nextStop()
    if (stop === undefined) end()
    else way = { stop, pace: (stop - now) / (look * 1_000) }
  }
  return {
    way: () => way,
    begin: (next, now) => {
      end()
      journey = next
      goOn(now)
    },
    goOn,
    end,
  }
}

/**
 * What is to be drawn moving. A flight is drawn over [start, start + max(latency, 250 ms × speed)] of simulated time, so
 * that a request of 6 ms is visible at 1×; the page keeps it that long. The simulation never waits for a drawing.
 */
import type { Flight, Outcome } from './protocol.ts'

/** A flight as the cluster tells of it, before it is stretched for the eye. */
export interface FlightObservation {
  readonly type: 'flight'
  readonly flight: Flight['type']
  readonly from: string
  readonly to: string
  readonly start: number
  readonly latency: number
  readonly outcome: Outcome
  readonly reply: boolean
  readonly request: number
  readonly label: string
}

/** Real milliseconds for which a flight can be seen at any speed. */
const visibleMilliseconds = 250
/** At "as fast as it can" there is no speed to stretch by; this one keeps flights short. */
const fastestStretch = 1_000
/** Flights in one frame; more than that would be a blur, and the rest is in the lists. */
export const flightLimit = 2_000

export interface Flights {
  add(observed: FlightObservation, cause: number): void
  fresh(): readonly Flight[]
  /** What is told meanwhile is drawn in the time that it takes. */
  exactly<T>(act: () => T): T
  /** What flew belongs to another moment. */
  clear(): void
}

/** At a `speed` of 0 each flight is drawn in the time that it takes. */
export function createFlights(speed: () => number): Flights {
  let nextId = 1
  let isExact = false
  let unsent: Flight[] = []
  return {
    add: ({ flight, from, to, start, latency, outcome, reply, request, label }, cause) => {
      if (unsent.length >= flightLimit) return
      const exact = isExact || speed() === 0
      const stretched = exact ? 0 : Math.round(visibleMilliseconds * 1_000 * Math.min(speed(), fastestStretch))
      const end = start + Math.max(latency, stretched)
      unsent.push({ id: nextId++, type: flight, from, to, start, end, outcome, reply, request, cause, exact, label })
    },
    fresh: () => {
      const sent = oneAfterTheOther(unsent)
      unsent = []
      return sent
    },
    exactly: (act) => {
      isExact = true
      try {
        return act()
      } finally {
        isExact = false
      }
    },
    clear: () => {
      unsent = []
    },
  }
}

/** The legs that a request goes at once, to a Service and on to a pod, share the time that they take when they are drawn in it. */
function oneAfterTheOther(flights: readonly Flight[]): readonly Flight[] {
  const together = new Map<string, Flight[]>()
  for (const flight of flights) {
    if (!flight.exact || flight.request === 0) continue
    const key = `${flight.request} ${flight.start}`
    together.set(key, [...(together.get(key) ?? []), flight])
  }
  return flights.map((flight) => {
    const legs = (flight.exact && together.get(`${flight.request} ${flight.start}`)) || [flight]
    const [place, whole] = [legs.indexOf(flight), Math.max(...legs.map(({ end }) => end)) - flight.start]
    const at = (legsBefore: number) => flight.start + Math.round((whole * legsBefore) / legs.length)
    return legs.length < 2 ? flight : { ...flight, start: at(place), end: at(place + 1) }
  })
}

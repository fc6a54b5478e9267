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
  /** What flew belongs to another moment. */
  clear(): void
}

export function createFlights(speed: () => number): Flights {
  let nextId = 1
  let unsent: Flight[] = []
  return {
    add: ({ flight, from, to, start, latency, outcome, reply, request, label }, cause) => {
      if (unsent.length >= flightLimit) return
      const stretched = Math.round(visibleMilliseconds * 1_000 * Math.min(speed(), fastestStretch))
      const end = start + Math.max(latency, stretched)
      unsent.push({ id: nextId++, type: flight, from, to, start, end, outcome, reply, request, cause, label })
    },
    fresh: () => {
      const sent = unsent
      unsent = []
      return sent
    },
    clear: () => {
      unsent = []
    },
  }
}

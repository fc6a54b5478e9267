/**
 * When flights are drawn. Each is stretched to be seen, so those of one chain would all fly at once: a request's legs, or
 * a write, its watch event and the write that followed. Here each leg starts when the one before it has arrived, within
 * a limit of lag; causes are drawn before effects. What is returned is a flight with the times at which it is drawn.
 */
import type { Fact, Flight } from '../worker/protocol.ts'

/** Flights in the air or waiting; more than that would be a blur, and the lists have the rest. */
export const flightLimit = 2_000
/** A drawing may come this many seconds (of the eye, not of the cluster) after what it shows. */
const lagLimit = 4
/** At "as fast as it can" the worker stretches by this speed as well. */
const fastest = 1_000

export interface Air {
  readonly flights: readonly Flight[]
  /** When the last leg of a chain arrives: `request/7`, `write/83`, `watch/83/controller/deployment`. */
  readonly arrivals: ReadonlyMap<string, number>
  /** For which the times are; 0 while nothing has flown. */
  readonly speed: number
}

export const clearAir: Air = { flights: [], arrivals: new Map(), speed: 0 }

export interface Launch {
  readonly flights: readonly Flight[]
  readonly facts: readonly Fact[]
  readonly now: number
  readonly speed: number
  /** Requests without an answer. */
  readonly pending: ReadonlySet<number>
}

/**
 * Flights are taken in the order in which they were told, and each depends only on those before it: the worker may cut
 * the same history into other frames, and the picture at a given moment is still the same.
 */
export function nextAir(before: Air, { flights, facts, now, speed, pending }: Launch): Air {
  const air = speed < before.speed ? slowedDown(before, speed, now) : before
  const landed = air.flights.some(({ end }) => end < now)
  if (!landed && flights.length === 0) return air
  const lag = lagLimit * 1_000_000 * Math.min(speed, fastest)
  const arrivals = new Map(air.arrivals)
  const drawn = withRevisions(flights, facts).map(({ flight, revision }) => {
    const earliest = flight.exact ? 0 : departureOf(flight, arrivals, speed)
    const start = Math.min(Math.max(flight.start, earliest), flight.start + lag)
    const end = start + (flight.exact ? flight.end - flight.start : drawnFor(flight, speed))
    for (const key of arrivalKeys(flight, revision)) arrivals.set(key, end)
    return start === flight.start && end === flight.end ? flight : { ...flight, start, end }
  })
  for (const [key, end] of arrivals) if (end <= now - lag) arrivals.delete(key)
  const isShown = (flight: Flight) => flight.end >= now || (flight.exact && pending.has(flight.request))
  return { flights: [...air.flights, ...drawn].filter(isShown).slice(-flightLimit), arrivals, speed }
}

/** What was stretched to be seen at a higher speed would hang in the air for long: it is seen no longer than it would have been. */
function slowedDown({ flights, arrivals, speed: before }: Air, speed: number, now: number): Air {
  const share = Math.min(speed, fastest) / Math.min(before, fastest)
  const sooner = (at: number) => Math.round(now + (at - now) * share)
  const isMade = ({ start, end, exact }: Flight) => !exact && end - start <= Math.round(stretch * Math.min(before, fastest)) + 1
  return {
    flights: flights.map((flight) => (isMade(flight) ? { ...flight, start: sooner(flight.start), end: sooner(flight.end) } : flight)),
    arrivals: new Map([...arrivals].map(([key, at]) => [key, sooner(at)])),
    speed,
  }
}

export interface Flying {
  readonly flight: Flight
  /** 0…1 of its way. */
  readonly progress: number
}

/** What is seen at a time: whatever is on its way, and a request that is drawn exactly where it arrived last. */
export function flyingAt(flights: readonly Flight[], now: number): readonly Flying[] {
  const begun = flights.filter(({ start }) => start <= now)
  const exact = new Map(begun.filter(({ exact, request }) => exact && request > 0).sort((a, b) => a.start - b.start).map((flight) => [flight.request, flight]))
  return begun
    .filter((flight) => (flight.exact && flight.request > 0 ? exact.get(flight.request) === flight : flight.end >= now))
    .map((flight) => ({ flight, progress: Math.min(1, (now - flight.start) / Math.max(1, flight.end - flight.start)) }))
}

/** Micros per unit of speed to which the worker stretches what would be too short to be seen. */
const stretch = 250_000
/** Calls of the control plane come in long chains, so those that were stretched are drawn in this share of it. */
const callShare = 0.6

function drawnFor({ type, start, end }: Flight, speed: number): number {
  const isStretched = end - start === Math.round(stretch * Math.min(speed, fastest))
  return isStretched && (type === 'api' || type === 'watch') ? Math.round((end - start) * callShare) : end - start
}

interface Written {
  readonly flight: Flight
  /** The revision that a flight to etcd made, else 0. */
  readonly revision: number
}

/** The API server tells of each write as one fact and one flight to etcd, in the same order. */
function withRevisions(flights: readonly Flight[], facts: readonly Fact[]): readonly Written[] {
  const revisions = facts.filter(({ code }) => code === 'etcd.stored').map(({ revision }) => revision)
  let writes = 0
  return flights.map((flight) => ({ flight, revision: flight.to === 'process/etcd' ? (revisions[writes++] ?? 0) : 0 }))
}

/** When what a flight waits for has arrived, as far as it is known; 0 if it waits for nothing. */
function departureOf({ type, from, to, request, cause, reply, label }: Flight, arrivals: ReadonlyMap<string, number>, speed: number): number {
  const arrival = (key: string) => arrivals.get(key) ?? 0
  if (request > 0) return arrival(`request/${request}`)
  if (type === 'watch') return arrival(`write/${cause}`)
  if (type !== 'api') return 0
  if (to === 'process/etcd') return arrival(`call/${label}`)
  // An answer follows the call it answers, or the write which that call became.
  if (reply) return Math.max(arrival(`call/${label}`), arrival('last-write'))
  // A part tells of the watch event that led to its call only after the call, or not at all; the event flew before it.
  const told = arrivals.get(`watch/${cause}/${partOf(from)}`)
  const stored = arrivals.get(`write/${cause}`)
  return told ?? (stored === undefined ? 0 : stored + Math.round(stretch * Math.min(speed, fastest) * callShare))
}

/** Under what a flight's arrival is remembered. */
function arrivalKeys({ type, to, request, cause, reply, label }: Flight, revision: number): readonly string[] {
  if (request > 0) return [`request/${request}`]
  if (type === 'watch') return [`watch/${cause}/${partOf(to)}`]
  if (type !== 'api' || reply) return []
  return to === 'process/etcd' ? [`write/${revision}`, `call/${label}`, 'last-write'] : [`call/${label}`]
}

/** Parts are named with and without their kind of place: `kube-scheduler`, `process/kube-scheduler`. */
const partOf = (place: string): string => place.replace(/^process\//, '')

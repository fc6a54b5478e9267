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
}

export const clearAir: Air = { flights: [], arrivals: new Map() }

export interface Launch {
  readonly flights: readonly Flight[]
  readonly facts: readonly Fact[]
  readonly now: number
  readonly speed: number
}

export function nextAir(air: Air, { flights, facts, now, speed }: Launch): Air {
  const landed = air.flights.some(({ end }) => end < now)
  if (!landed && flights.length === 0) return air
  const lag = lagLimit * 1_000_000 * Math.min(speed, fastest)
  const arrivals = new Map([...air.arrivals].filter(([, end]) => end > now - lag))
  const drawn = inOrder(withRevisions(flights, facts)).map(({ flight, revision }) => {
    const { after, as } = chainOf(flight, revision)
    const known = after.map((keys) => keys.map((key) => arrivals.get(key)).find((end) => end !== undefined) ?? 0)
    const start = Math.min(Math.max(flight.start, ...known), flight.start + lag)
    const end = start + drawnFor(flight, speed)
    for (const key of as) arrivals.set(key, end)
    return start === flight.start && end === flight.end ? flight : { ...flight, start, end }
  })
  return { flights: [...air.flights, ...drawn].filter(({ end }) => end >= now).slice(-flightLimit), arrivals }
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

/** By start; at the same moment a call, then its write, then the watch events and answers that follow from it. */
function inOrder(written: readonly Written[]): readonly Written[] {
  const rank = ({ type, to, reply }: Flight) => (type === 'watch' || reply ? 2 : to === 'process/etcd' ? 1 : 0)
  const order = (a: Flight, b: Flight) => a.start - b.start || (a.request > 0 && b.request > 0 ? 0 : rank(a) - rank(b)) || a.id - b.id
  return [...written].sort((a, b) => order(a.flight, b.flight))
}

/** What a flight waits for (of each list, the first that is known), and what its arrival lets go. */
function chainOf({ type, from, to, request, cause, reply, label }: Flight, revision: number): { readonly after: readonly (readonly string[])[]; readonly as: readonly string[] } {
  if (request > 0) return { after: [[`request/${request}`]], as: [`request/${request}`] }
  if (type === 'watch') return { after: [[`write/${cause}`]], as: [`watch/${cause}/${partOf(to)}`] }
  if (type !== 'api') return { after: [], as: [] }
  if (to === 'process/etcd') return { after: [[`call/${label}`]], as: [`write/${revision}`, `call/${label}`, 'last-write'] }
  // An answer follows the call it answers, or the write which that call became.
  if (reply) return { after: [[`call/${label}`], ['last-write']], as: [] }
  return { after: cause > 0 ? [[`watch/${cause}/${partOf(from)}`, `write/${cause}`]] : [], as: [`call/${label}`] }
}

/** Parts are named with and without their kind of place: `kube-scheduler`, `process/kube-scheduler`. */
const partOf = (place: string): string => place.replace(/^process\//, '')

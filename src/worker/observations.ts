/**
 * Takes what the parts tell of themselves to where it is kept: facts to their ring, flights to the next frame, requests
 * and scheduling tables to their rings. A fact that followed from another part's write also shows that the API server's
 * watch brought it there.
 */
import type { FactObservation } from '../cluster/client-go/tell.ts'
import type { Observation, Observed } from '../sim/part.ts'
import { createFactRing, type FactRing, type SeenFacts } from './facts.ts'
import { createFlights, type FlightObservation, type Flights } from './flights.ts'
import type { Fact, SchedulingTrace } from './protocol.ts'
import { createRequests, type HopObservation, type KnownRequests, type RequestObservation, type Requests, type SeenRequests } from './requests.ts'

export type SchedulingObservation = { readonly type: 'scheduling' } & Omit<SchedulingTrace, 'at'>

type Known = FactObservation | FlightObservation | RequestObservation | HopObservation | SchedulingObservation

export const isFact = (observation: Observation): observation is FactObservation => observation.type === 'fact'

const isKnown = (observation: Observation): observation is Known =>
  ['fact', 'flight', 'request', 'hop', 'scheduling'].includes(observation.type)

/** Scheduling tables kept, one per pod, the latest attempt. */
export const schedulingLimit = 2_000

/** How much had been told by a moment. */
export interface Seen extends SeenFacts, SeenRequests {
  readonly visible: number
}

/** What is kept of what was told, to be handed over when its moment is left. */
export interface Traces {
  readonly facts: readonly Fact[]
  readonly requests: KnownRequests
  readonly scheduling: ReadonlyMap<string, SchedulingTrace>
}

export interface Observations {
  readonly facts: FactRing
  readonly flights: Flights
  readonly requests: Requests
  readonly scheduling: ReadonlyMap<string, SchedulingTrace>
  /** Facts seen so far that are not details; how `step()` knows that something happened. */
  readonly visible: { readonly count: number; readonly last: ReturnType<FactRing['add']> | null }
  observe(observed: Observed): void
  seen(): Seen
  traces(): Traces
  /** Back to a moment, with what of these traces was told by then. The page is told all of it anew. */
  rewind(seen: Seen, at: number, known: Traces | undefined): void
}

export interface ObservationOptions {
  readonly speed: () => number
  /** When a revision was committed, in micros; undefined if it is no longer known. */
  readonly committedAt: (revision: number) => number | undefined
  /** Hears of every fact, details too. */
  readonly onFact?: (fact: Fact) => void
}

export function createObservations({ speed, committedAt, onFact }: ObservationOptions): Observations {
  const facts = createFactRing()
  const flights = createFlights(speed)
  const requests = createRequests()
  let scheduling = new Map<string, SchedulingTrace>()
  const visible: { count: number; last: ReturnType<FactRing['add']> | null } = { count: 0, last: null }

  const addFact = (observed: Observed, { code, level, actor, object, revision, params }: FactObservation) => {
    const { at, cause } = observed
    const fact = facts.add({ at, code, level, actor, object, cause, revision, params })
    onFact?.(fact)
    if (level === 'detail') return
    visible.count++
    visible.last = fact
    const start = cause > 0 ? committedAt(cause) : undefined
    if (start !== undefined) flights.add(watchFlight(actor, start, at), cause)
  }
  const addScheduling = (at: number, { type: _, ...trace }: SchedulingObservation) => {
    scheduling.delete(trace.pod)
    scheduling.set(trace.pod, { ...trace, at })
    for (const oldest of scheduling.keys()) {
      if (scheduling.size <= schedulingLimit) break
      scheduling.delete(oldest)
    }
  }

  return {
    facts,
    flights,
    requests,
    get scheduling() {
      return scheduling
    },
    visible,
    seen: () => ({ facts: facts.count, revision: facts.revision, visible: visible.count, ...requests.seen }),
    traces: () => ({ facts: facts.kept, requests: requests.kept, scheduling }),
    rewind: (seen, at, known) => {
      facts.rewind(seen, known?.facts ?? [])
      requests.rewind(seen, known?.requests ?? new Map())
      scheduling = new Map([...(known?.scheduling ?? [])].filter(([, trace]) => trace.at <= at))
      flights.clear()
      Object.assign(visible, { count: seen.visible, last: null })
    },
    observe: (observed) => {
      const { observation } = observed
      if (!isKnown(observation)) return
      if (observation.type === 'fact') addFact(observed, observation)
      else if (observation.type === 'flight') flights.add(observation, observed.cause)
      else if (observation.type === 'request' || observation.type === 'hop') requests.tell(observed.at, observation)
      else addScheduling(observed.at, observation)
    },
  }
}

const watchFlight = (to: string, start: number, end: number): FlightObservation => ({
  type: 'flight',
  flight: 'watch',
  from: 'process/kube-apiserver',
  to,
  start,
  latency: Math.max(0, end - start),
  outcome: 'ok',
  reply: false,
  request: 0,
  label: 'WATCH',
})

/**
 * The last requests into the cluster, with their hops, in a bounded ring: what a list shows and a waterfall opens. What
 * is told of them is numbered, so that a moment can be gone back to exactly; a course that is run again tells the same.
 */
import type { Hop, RequestDetail, RequestSummary } from './protocol.ts'

/** Requests kept with their hops; older ones are told again by a replay (`history/old-requests.ts`). */
export const requestLimit = 2_000

/** What the network tells of a request when it begins and when it ends. */
export type RequestObservation = { readonly type: 'request' } & Omit<RequestDetail, 'hops'>
/** `request` says which request the hop belongs to. */
export type HopObservation = { readonly type: 'hop'; readonly request: number; readonly hop: Omit<Hop, 'told'> }

export const isOfRequest = (told: { readonly type: string }, id: number): boolean =>
  (told.type === 'hop' && 'request' in told && told.request === id) || (told.type === 'request' && 'id' in told && told.id === id)

/** One thing that was told of a request: that it began, a hop, or how it ended. */
export interface Telling {
  readonly number: number
  /** Micros. */
  readonly at: number
  readonly observation: RequestObservation | HopObservation
}

/** Of each request what was told of it, oldest first. */
export type KnownRequests = ReadonlyMap<number, readonly Telling[]>

/** How much had been told by a moment. */
export interface SeenRequests {
  readonly tellings: number
  /** The id of the request that began last; ids ascend by one. */
  readonly requests: number
}

export interface Requests {
  readonly kept: KnownRequests
  readonly seen: SeenRequests
  /** Back to a moment, with what of `known` was told by then. */
  rewind(seen: SeenRequests, known: KnownRequests): void
  tell(at: number, observation: Telling['observation']): void
  /** Takes back what was forgotten of a request, and has been told again. */
  recall(id: number, tellings: readonly Telling[]): void
  /** With all its hops so far; null if it is not known from its beginning. */
  detail(id: number): RequestDetail | null
  /** Micros at which something was told of it, ascending. */
  moments(id: number): readonly number[]
  fresh(): readonly RequestSummary[]
}

export function createRequests(): Requests {
  let known = new Map<number, readonly Telling[]>()
  let seen: SeenRequests = { tellings: 0, requests: 0 }
  let unsent = new Set<number>()

  const keep = (id: number, tellings: readonly Telling[]): void => {
    known.set(id, tellings)
    for (const oldest of known.keys()) {
      if (known.size <= requestLimit) break
      known.delete(oldest)
    }
  }
  const announce = (id: number): void => {
    unsent.delete(id)
    unsent.add(id)
  }
  return {
    get kept() {
      return known
    },
    get seen() {
      return seen
    },
    rewind: (to, before) => {
      const then = [...before].map(([id, tellings]) => [id, tellings.filter(({ number }) => number <= to.tellings)] as const)
      known = new Map(then.filter(([, tellings]) => tellings.length > 0))
      unsent = new Set(known.keys())
      seen = { tellings: to.tellings, requests: to.requests }
    },
    tell: (at, observation) => {
      const telling: Telling = { number: seen.tellings + 1, at, observation }
      const id = observation.type === 'hop' ? observation.request : observation.id
      seen = { tellings: telling.number, requests: observation.type === 'request' ? Math.max(seen.requests, id) : seen.requests }
      const before = known.get(id)
      // Of a hop whose request is not known nothing could be shown.
      if (observation.type === 'hop' && !before) return
      keep(id, [...(before ?? []), telling])
      if (observation.type === 'request') announce(id)
    },
    recall: (id, tellings) => {
      keep(id, tellings)
      announce(id)
    },
    detail: (id) => detailOf(known.get(id) ?? []),
    moments: (id) => [...new Set((known.get(id) ?? []).map(({ at }) => at))].sort((a, b) => a - b),
    fresh: () => {
      const sent = [...unsent].flatMap((id) => summaryOf(known.get(id) ?? []) ?? [])
      unsent = new Set()
      return sent
    },
  }
}

const requestOf = ({ observation }: Telling): readonly RequestObservation[] => (observation.type === 'request' ? [observation] : [])

function summaryOf(tellings: readonly Telling[]): RequestSummary | undefined {
  const last = tellings.flatMap(requestOf).at(-1)
  if (!last) return undefined
  const { id, from, method, url, start, duration, status, outcome, traffic } = last
  return { id, from, method, url, start, duration, status, outcome, traffic }
}

function detailOf(tellings: readonly Telling[]): RequestDetail | null {
  const [beginning, ...later] = tellings.flatMap(requestOf)
  if (!beginning || beginning.duration >= 0) return null
  const { type: _, ...request } = later.at(-1) ?? beginning
  const hops = tellings.flatMap(({ at, observation }): Hop[] => (observation.type === 'hop' ? [{ ...observation.hop, told: at }] : []))
  return { ...request, hops: hops.sort((a, b) => a.start - b.start || a.depth - b.depth) }
}

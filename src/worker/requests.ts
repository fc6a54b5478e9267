/** The last requests into the cluster, with their hops, in a bounded ring: what a list shows and a waterfall opens. */
import type { Hop, RequestDetail, RequestSummary } from './protocol.ts'

/** Requests kept with their hops. */
export const requestLimit = 2_000

/** What the network tells of a request when it begins and when it ends. */
export type RequestObservation = { readonly type: 'request' } & Omit<RequestDetail, 'hops'>
/** `order` says which request the hop belongs to. */
export type HopObservation = { readonly type: 'hop'; readonly request: number; readonly hop: Hop }

export type KnownRequests = ReadonlyMap<number, RequestDetail>

export interface Requests {
  readonly kept: KnownRequests
  /** Back to the moment `at`, of what is known: what began later is forgotten, what ended later is under way. */
  rewind(at: number, known: KnownRequests): void
  begin(observed: RequestObservation): void
  hop(observed: HopObservation): void
  detail(id: number): RequestDetail | null
  fresh(): readonly RequestSummary[]
}

export function createRequests(): Requests {
  let known = new Map<number, RequestDetail & { readonly hops: Hop[] }>()
  let unsent = new Map<number, RequestSummary>()
  return {
    get kept() {
      return known
    },
    rewind: (at, before) => {
      const then = [...before.values()].filter(({ start }) => start <= at).map((request) => asOf(at, request))
      known = new Map(then.map((request) => [request.id, request]))
      unsent = new Map(then.map((request) => [request.id, summaryOf(request)]))
    },
    begin: ({ type: _, ...observed }) => {
      known.set(observed.id, { ...observed, hops: known.get(observed.id)?.hops ?? [] })
      unsent.delete(observed.id)
      unsent.set(observed.id, summaryOf(observed))
      for (const oldest of known.keys()) {
        if (known.size <= requestLimit) break
        known.delete(oldest)
      }
    },
    hop: ({ request, hop }) => {
      known.get(request)?.hops.push(hop)
    },
    detail: (id) => {
      const request = known.get(id)
      if (!request) return null
      return { ...request, hops: [...request.hops].sort((a, b) => a.start - b.start || a.depth - b.depth) }
    },
    fresh: () => {
      const sent = [...unsent.values()]
      unsent = new Map()
      return sent
    },
  }
}

const summaryOf = ({ id, from, method, url, start, duration, status, outcome, traffic }: RequestSummary): RequestSummary => ({ id, from, method, url, start, duration, status, outcome, traffic })

function asOf(at: number, request: RequestDetail): RequestDetail & { readonly hops: Hop[] } {
  const hops = request.hops.filter(({ start }) => start <= at)
  const isUnderWay = request.duration < 0 || request.start + request.duration > at
  return isUnderWay ? { ...request, hops, duration: -1, status: 0, outcome: 'pending', body: '', headers: {}, error: '' } : { ...request, hops }
}

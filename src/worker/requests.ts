/** The last requests into the cluster, with their hops, in a bounded ring: what a list shows and a waterfall opens. */
import type { Hop, RequestDetail, RequestSummary } from './protocol.ts'

/** Requests kept with their hops. */
export const requestLimit = 2_000

/** What the network tells of a request when it begins and when it ends. */
export type RequestObservation = { readonly type: 'request' } & Omit<RequestDetail, 'hops'>
/** `order` says which request the hop belongs to. */
export type HopObservation = { readonly type: 'hop'; readonly request: number; readonly hop: Hop }

export interface Requests {
  begin(observed: RequestObservation): void
  hop(observed: HopObservation): void
  detail(id: number): RequestDetail | null
  fresh(): readonly RequestSummary[]
}

export function createRequests(): Requests {
  const known = new Map<number, RequestDetail & { readonly hops: Hop[] }>()
  let unsent = new Map<number, RequestSummary>()
  return {
    begin: ({ type: _, ...observed }) => {
      known.set(observed.id, { ...observed, hops: known.get(observed.id)?.hops ?? [] })
      const { id, from, method, url, start, duration, status, outcome, traffic } = observed
      unsent.delete(id)
      unsent.set(id, { id, from, method, url, start, duration, status, outcome, traffic })
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

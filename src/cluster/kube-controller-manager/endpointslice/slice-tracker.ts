/**
 * Which slices this controller has written and at which generation, so that a stale cache is noticed before anything is
 * made twice. Follows kubernetes v1.36 staging/src/k8s.io/endpointslice/util/endpointslice_tracker.go.
 */
import type { EndpointSlice } from '../../../api/generated/types.ts'

/** By Service key, then by slice uid: the generation, or `going` for a slice that is to be deleted. */
export type SliceTracker = Map<string, Map<string, number>>

const going = -1

const of = (tracker: SliceTracker, service: string): Map<string, number> => {
  const known = tracker.get(service) ?? new Map<string, number>()
  tracker.set(service, known)
  return known
}

const uidOf = ({ metadata }: EndpointSlice): string => metadata.uid ?? ''
const generationOf = ({ metadata }: EndpointSlice): number => metadata.generation ?? 0

export const sliceWritten = (tracker: SliceTracker, service: string, slice: EndpointSlice): void => {
  of(tracker, service).set(uidOf(slice), generationOf(slice))
}

export const sliceGoing = (tracker: SliceTracker, service: string, slice: EndpointSlice): void => {
  of(tracker, service).set(uidOf(slice), going)
}

/** True if the cache's slice is not what was written last: someone else changed it, or it is not known. */
export const isForeignChange = (tracker: SliceTracker, service: string, slice: EndpointSlice): boolean => {
  const known = tracker.get(service)?.get(uidOf(slice))
  return known === undefined || (known !== going && generationOf(slice) > known)
}

/** Forgets a slice that is gone; true if nobody here asked for that. */
export function sliceGone(tracker: SliceTracker, service: string, slice: EndpointSlice): boolean {
  const known = tracker.get(service)?.get(uidOf(slice))
  tracker.get(service)?.delete(uidOf(slice))
  return known !== undefined && known !== going
}

/** True if the cache has not seen everything that was written. */
export function isStale(tracker: SliceTracker, service: string, cached: readonly EndpointSlice[]): boolean {
  const known = tracker.get(service)
  if (!known) return false
  const uids = new Set(cached.map(uidOf))
  const isBehind = cached.some((slice) => {
    const generation = known.get(uidOf(slice))
    return generation !== undefined && (generation === going || generation > generationOf(slice))
  })
  return isBehind || [...known].some(([uid, generation]) => generation !== going && !uids.has(uid))
}

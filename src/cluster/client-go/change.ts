/** A watch event seen as a change of one resource's cache, with its type: what was there, what is there now. */
import type { ApiTypes } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { Resource } from './client.ts'
import type { WatchEvent } from './watch.ts'

export interface Change<T> {
  readonly key: string
  /** What was there before; for a delete the last state, even if the cache had missed it. */
  readonly previous: T | undefined
  /** What the cache held before, exactly: for whoever keeps sums over it. */
  readonly cached: T | undefined
  /** Absent after a delete. */
  readonly current: T | undefined
}

/** The change if the event is about `resource`. The casts are sound: a watch of a resource delivers objects of its type. */
export function changeOf<R extends Resource>(resource: R, event: WatchEvent, previous: ApiObject | undefined): Change<ApiTypes[R]> | undefined {
  if (event.resource !== resource) return undefined
  const object = event.object as ApiTypes[R]
  const cached = previous as ApiTypes[R] | undefined
  const isDelete = event.verb === 'DELETED'
  return { key: event.key, previous: isDelete ? object : cached, cached, current: isDelete ? undefined : object }
}

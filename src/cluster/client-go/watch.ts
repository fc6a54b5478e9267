/** The event by which a watcher hears of one write, in revision order, some milliseconds after it was committed. */
import type { ApiObject } from '../../api/meta/object.ts'
import type { SimEvent } from '../../sim/queue.ts'
import type { Resource } from './client.ts'

export interface WatchEvent extends SimEvent {
  readonly type: 'watch'
  readonly resource: Resource
  readonly verb: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** `NAMESPACE/NAME`, or `NAME` for cluster-scoped kinds. */
  readonly key: string
  /** The object as of `revision`; for DELETED its last state. */
  readonly object: ApiObject
  readonly revision: number
}

export const isWatchEvent = (event: SimEvent): event is WatchEvent => event.type === 'watch'

/** `NAMESPACE/NAME` or `NAME`: the key of caches and work queues. */
export const keyOf = (object: ApiObject): string => joinKey(object.metadata.namespace ?? '', object.metadata.name)

export const joinKey = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`)

export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/')
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

/**
 * A cache of one resource inside one process, filled by a list and kept by watch events; it is as stale as the watch.
 * Follows client-go v1.36 tools/cache (indexer and shared informer). Objects are frozen and shared with the store.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import { assert } from '../../sim/assert.ts'
import { Table, withPrefix } from '../../sim/table.ts'
import type { Resource } from './client.ts'
import { joinKey, keyOf, type WatchEvent } from './watch.ts'

export interface InformerState {
  readonly objects: Table<string, ApiObject>
  /** Per index that is asked for, a set of `VALUE\0KEY`. */
  readonly indexes: { readonly [index in IndexName]?: Table<string, true> }
  /** The revision delivered last. */
  revision: number
}

/** `controller`: uid of the managing owner, or `orphansOf` its namespace; `owner`: uid of any owner; `node`: spec.nodeName. */
export type IndexName = 'controller' | 'owner' | 'node'

/** The value of the `controller` index under which a namespace's objects without a managing owner stand. */
export const orphansOf = (namespace: string): string => `orphans of ${namespace}`

const indexValues: { readonly [index in IndexName]: (object: ApiObject) => readonly string[] } = {
  controller: (object) => {
    const owner = controllerOf(object)
    return [owner?.uid ?? orphansOf(object.metadata.namespace ?? '')]
  },
  owner: (object) => object.metadata.ownerReferences?.map((owner) => owner.uid) ?? [],
  node: (object) => {
    const node = nodeOf(object)
    return node ? [node] : []
  },
}
const nodeOf = (object: ApiObject): string | undefined => (object.kind === 'Pod' && 'spec' in object ? (object as ApiTypes['pods']).spec?.nodeName : undefined)

/** For a process that asks who owns what, and what runs where. */
export const indexNames: readonly IndexName[] = ['controller', 'owner', 'node']

/** What a process reads its caches through. */
export interface Lister<T> {
  get(namespace: string, name: string): T | undefined
  /** By cache key, `NAMESPACE/NAME`. */
  byKey(key: string): T | undefined
  /** In key order; one namespace, or all of them. */
  list(namespace?: string): T[]
  by(index: IndexName, value: string): T[]
  readonly size: number
}

export function createInformer(objects: readonly ApiObject[], revision: number, indexes: readonly IndexName[] = []): InformerState {
  const state: InformerState = { objects: new Table(), indexes: Object.fromEntries(indexes.map((index) => [index, new Table<string, true>()])), revision }
  for (const object of objects) put(state, keyOf(object), { current: object })
  return state
}

/** Takes one watch event in; returns what the cache held before. */
export function deliver(state: InformerState, { key, object, verb, revision }: WatchEvent): ApiObject | undefined {
  const previous = state.objects.get(key)
  put(state, key, verb === 'DELETED' ? { previous } : { previous, current: object })
  state.revision = revision
  return previous
}

interface Versions {
  readonly previous?: ApiObject | undefined
  readonly current?: ApiObject
}

function put(state: InformerState, key: string, { previous, current }: Versions): void {
  if (current) state.objects.set(key, current)
  else state.objects.delete(key)
  for (const index of indexNames) {
    const entries = state.indexes[index]
    // Nearly every update leaves an object where it stands.
    if (!entries || (previous && current && standAlike[index](previous, current))) continue
    if (previous) for (const value of indexValues[index](previous)) entries.delete(`${value}\0${key}`)
    if (current) for (const value of indexValues[index](current)) entries.set(`${value}\0${key}`, true)
  }
}

function areOwnedAlike(a: ApiObject, b: ApiObject): boolean {
  const [left, right] = [a.metadata.ownerReferences, b.metadata.ownerReferences]
  if (left === right) return true
  return left?.length === right?.length && left?.every(({ uid, controller }, at) => uid === right?.[at]?.uid && controller === right[at].controller) === true
}

/** Whether two states of one object have the same values in an index. */
const standAlike: { readonly [index in IndexName]: (a: ApiObject, b: ApiObject) => boolean } = {
  controller: areOwnedAlike,
  owner: areOwnedAlike,
  node: (a, b) => nodeOf(a) === nodeOf(b),
}

/** A typed view of one cache. The cast is sound because a cache only ever holds what its resource's watch delivered. */
export const listerOf = <R extends Resource>(state: InformerState, _resource: R): Lister<ApiTypes[R]> => new CacheLister<ApiTypes[R]>(state)

/** A class, because controllers ask for a lister with every step. */
class CacheLister<T> implements Lister<T> {
  private readonly state: InformerState

  constructor(state: InformerState) {
    this.state = state
  }

  get(namespace: string, name: string): T | undefined {
    return this.byKey(joinKey(namespace, name))
  }

  byKey(key: string): T | undefined {
    return this.state.objects.get(key) as T | undefined
  }

  list(namespace?: string): T[] {
    if (namespace === undefined) return [...this.state.objects.values()] as unknown as T[]
    return withPrefix(this.state.objects, `${namespace}/`).map(([, object]) => object) as unknown as T[]
  }

  by(index: IndexName, value: string): T[] {
    const found: T[] = []
    const entries = this.state.indexes[index]
    assert(entries, `this cache has no index by ${index}`)
    for (const [entry] of withPrefix(entries, `${value}\0`)) {
      const object = this.byKey(entry.slice(value.length + 1))
      if (object !== undefined) found.push(object)
    }
    return found
  }

  get size(): number {
    return this.state.objects.size
  }
}

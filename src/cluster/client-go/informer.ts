/**
 * A cache of one resource inside one process, filled by a list and kept by watch events; it is as stale as the watch.
 * Follows client-go v1.36 tools/cache (indexer and shared informer). Objects are frozen and shared with the store.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import { Table, withPrefix } from '../../sim/table.ts'
import type { Resource } from './client.ts'
import { joinKey, keyOf, type WatchEvent } from './watch.ts'

export interface InformerState {
  readonly objects: Table<string, ApiObject>
  /** Per index, a set of `VALUE\0KEY`. */
  readonly indexes: { readonly [index in IndexName]: Table<string, true> }
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
    const node = object.kind === 'Pod' && 'spec' in object ? (object as ApiTypes['pods']).spec?.nodeName : undefined
    return node ? [node] : []
  },
}
const indexNames: readonly IndexName[] = ['controller', 'owner', 'node']

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

export function createInformer(objects: readonly ApiObject[], revision: number): InformerState {
  const state: InformerState = {
    objects: new Table(),
    indexes: { controller: new Table(), owner: new Table(), node: new Table() },
    revision,
  }
  for (const object of objects) store(state, keyOf(object), object)
  return state
}

/** Takes one watch event in; returns what the cache held before. */
export function deliver(state: InformerState, event: WatchEvent): ApiObject | undefined {
  const previous = state.objects.get(event.key)
  if (previous) unindex(state, event.key, previous)
  if (event.verb === 'DELETED') state.objects.delete(event.key)
  else store(state, event.key, event.object)
  state.revision = event.revision
  return previous
}

function store(state: InformerState, key: string, object: ApiObject): void {
  state.objects.set(key, object)
  for (const index of indexNames) for (const value of indexValues[index](object)) state.indexes[index].set(`${value}\0${key}`, true)
}

function unindex(state: InformerState, key: string, object: ApiObject): void {
  for (const index of indexNames) for (const value of indexValues[index](object)) state.indexes[index].delete(`${value}\0${key}`)
}

/** A typed view of one cache. The cast is sound because a cache only ever holds what its resource's watch delivered. */
export function listerOf<R extends Resource>(state: InformerState, _resource: R): Lister<ApiTypes[R]> {
  type T = ApiTypes[R]
  const byKey = (key: string) => state.objects.get(key) as T | undefined
  return {
    byKey,
    get: (namespace, name) => byKey(joinKey(namespace, name)),
    list: (namespace) =>
      namespace === undefined
        ? ([...state.objects.values()] as unknown as T[])
        : ([...withPrefix(state.objects, `${namespace}/`)].map(([, object]) => object) as unknown as T[]),
    by: (index, value) => {
      const found: T[] = []
      for (const [entry] of withPrefix(state.indexes[index], `${value}\0`)) {
        const object = byKey(entry.slice(value.length + 1))
        if (object !== undefined) found.push(object)
      }
      return found
    },
    get size() {
      return state.objects.size
    },
  }
}

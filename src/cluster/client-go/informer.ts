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
    const node = nodeOf(object)
    return node ? [node] : []
  },
}
const nodeOf = (object: ApiObject): string | undefined => (object.kind === 'Pod' && 'spec' in object ? (object as ApiTypes['pods']).spec?.nodeName : undefined)
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
  const { key, object, verb } = event
  const previous = state.objects.get(key)
  // Nearly every update leaves an object where it stands in the indexes.
  const isMoved = previous === undefined || verb === 'DELETED' || !standAlike(object, previous)
  if (previous && isMoved) unindex(state, key, previous)
  if (verb === 'DELETED') state.objects.delete(key)
  else if (isMoved) store(state, key, object)
  else state.objects.set(key, object)
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

/** Whether two states of one object have the same values in every index. */
function standAlike(a: ApiObject, b: ApiObject): boolean {
  const [left, right] = [a.metadata.ownerReferences, b.metadata.ownerReferences]
  if (nodeOf(a) !== nodeOf(b) || left?.length !== right?.length) return false
  return !left || left === right || left.every(({ uid, controller }, at) => uid === right?.[at]?.uid && controller === right[at].controller)
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
    for (const [entry] of withPrefix(this.state.indexes[index], `${value}\0`)) {
      const object = this.byKey(entry.slice(value.length + 1))
      if (object !== undefined) found.push(object)
    }
    return found
  }

  get size(): number {
    return this.state.objects.size
  }
}

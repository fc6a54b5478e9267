/**
 * etcd's multi-version store: one revision per write, every key's last value, and a log of what each revision changed.
 * Reads at an older revision undo the log from the head; watches read the log from a revision on. Values are frozen.
 * Follows etcd v3.6 server/storage/mvcc; leaves out leases, multi-key transactions and clustering.
 */
import { later, micros, type Micros } from '../../sim/time.ts'
import { Sequence } from '../../sim/sequence.ts'
import { Table, withPrefix } from '../../sim/table.ts'

export interface KeyValue<V = unknown> {
  readonly key: string
  readonly value: V
  readonly createRevision: number
  readonly modRevision: number
  /** Writes to this key since it was created; 1 at creation. */
  readonly version: number
}

/** What one revision did to one key. `current` is absent for a delete, `previous` for a create. */
export interface LogRecord<V = unknown> {
  readonly revision: number
  /** Never earlier than the revision before it, whatever the writers were charged. */
  readonly at: Micros
  readonly key: string
  readonly current?: KeyValue<V>
  readonly previous?: KeyValue<V>
  /** The revision that led to this write, 0 if none. */
  readonly cause: number
}

export interface Store<V = unknown> {
  revision: number
  /** When the last write was committed. */
  at: Micros
  /** Revisions up to here can no longer be read or watched from. */
  compacted: number
  /** By key. */
  entries: Table<string, KeyValue<V>>
  /** By revision, from the first write on; bounded by `logLimit`. */
  log: Sequence<LogRecord<V>>
  /** Moments with their revision, oldest first: what its owner lets expire is as old as the last mark after it. */
  marks: { readonly at: Micros; readonly revision: number }[]
}

export interface WriteStamp {
  readonly at: Micros
  readonly cause: number
}

/** Writes kept for watches and reads at a revision; older ones are compacted away, as kube-apiserver does every 5 min. */
export const logLimit = 20_000

export const createStore = <V>(): Store<V> => ({ revision: 1, at: micros(0), compacted: 0, entries: new Table(), log: new Sequence<LogRecord<V>>(2), marks: [] })

export const get = <V>(store: Store<V>, key: string): KeyValue<V> | undefined => store.entries.get(key)

/** Keys under a prefix, in order. */
export function* range<V>(store: Store<V>, prefix: string): Generator<KeyValue<V>> {
  for (const [, entry] of withPrefix(store.entries, prefix)) yield entry
}

/** Writes if the key's revision still is `expected` (0: the key must not exist); the new entry, or undefined if not. */
export function put<V>(store: Store<V>, key: string, value: V, options: WriteStamp & { expected: number }): KeyValue<V> | undefined {
  const previous = store.entries.get(key)
  if ((previous?.modRevision ?? 0) !== options.expected) return undefined
  const revision = ++store.revision
  const current: KeyValue<V> = Object.freeze({
    key,
    value,
    createRevision: previous?.createRevision ?? revision,
    modRevision: revision,
    version: (previous?.version ?? 0) + 1,
  })
  store.entries.set(key, current)
  append(store, { revision, at: commitTime(store, options), key, current, ...(previous && { previous }), cause: options.cause })
  return current
}

/** Deletes if the key's revision still is `expected`; what was there, or undefined if not. */
export function remove<V>(store: Store<V>, key: string, options: WriteStamp & { expected: number }): KeyValue<V> | undefined {
  const previous = store.entries.get(key)
  if (previous === undefined || previous.modRevision !== options.expected) return undefined
  const revision = ++store.revision
  store.entries.delete(key)
  append(store, { revision, at: commitTime(store, options), key, previous, cause: options.cause })
  return previous
}

function commitTime<V>(store: Store<V>, { at }: WriteStamp): Micros {
  store.at = later(store.at, at)
  return store.at
}

function append<V>(store: Store<V>, record: LogRecord<V>): void {
  store.log.append(Object.freeze(record))
  if (store.log.size > logLimit) compact(store, record.revision - logLimit)
}

/** Forgets revisions up to and including `revision`. */
export function compact<V>(store: Store<V>, revision: number): void {
  store.log.forget(revision + 1)
  store.compacted = revision
}

/** What happened after `revision`, in order. The caller must have checked that it is not compacted. */
export const since = <V>(store: Store<V>, revision: number): Iterable<LogRecord<V>> => store.log.since(revision + 1)

/** All keys as they stood at `revision`; undefined if it is compacted or in the future. */
export function entriesAt<V>(store: Store<V>, revision: number): Table<string, KeyValue<V>> | undefined {
  if (revision < store.compacted || revision > store.revision) return undefined
  const entries = store.entries.clone()
  for (let undone = store.revision; undone > revision; undone--) {
    const record = store.log.get(undone)
    if (record === undefined) continue
    if (record.previous) entries.set(record.key, record.previous)
    else entries.delete(record.key)
  }
  return entries
}

/** The largest revision that was committed at or before `at`. */
export function revisionAt<V>(store: Store<V>, at: Micros): number {
  let revision = store.revision
  for (let record = store.log.get(revision); record !== undefined && record.at > at; record = store.log.get(revision)) revision--
  return revision
}

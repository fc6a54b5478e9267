/**
 * `?watch=true`: what happened to a collection since a revision, as JSON lines. The cursor lives with whoever reads the
 * stream; the simulation does not know of it. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers/watch.go.
 */
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { expiredStatus, type Status } from '../../api/meta/status.ts'
import type { HttpStream } from '../../api/meta/http.ts'
import { range, since, type LogRecord, type Store } from '../etcd/store.ts'
import { apiVersion, prefixOf } from './keys.ts'
import { selection, type Selection } from './read.ts'

export interface WatchQuery {
  readonly namespace: string
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
  readonly resourceVersion?: string | undefined
  /** With `true` everything there is comes first, then a bookmark that says so. */
  readonly sendInitialEvents?: string | undefined
}

export interface WatchOptions {
  readonly query: WatchQuery
  /** Turns an object into the form that was asked for. */
  readonly print: (object: ApiObject, first: boolean) => unknown
}

export type WatchResult = { readonly ok: true; readonly stream: HttpStream } | { readonly ok: false; readonly status: Status }

interface Event {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'
  readonly object: ApiObject
}

/** `store` is asked anew at every read, because a restored world has another one. */
export function watch(store: () => Store<ApiObject>, kind: Kind, { query, print }: WatchOptions): WatchResult {
  const selected = selection(kind, query)
  if (!selected.ok) return selected
  const prefix = prefixOf(kind, kind.namespaced ? query.namespace : '')
  const from = Number(query.resourceVersion || 0)
  const { compacted, revision } = store()
  if (from > 0 && from < compacted) return { ok: false, status: expiredStatus(`too old resource version: ${from} (${compacted + 1})`) }
  const fromNow = from === 0 || query.sendInitialEvents !== undefined
  const cursor: Cursor = { revision: fromNow ? revision : from, waiting: [], isFirst: true, ended: false }
  if (query.sendInitialEvents === 'true' || (from === 0 && query.sendInitialEvents === undefined)) cursor.waiting = present(store(), prefix, selected)
  if (query.sendInitialEvents === 'true') cursor.waiting.push(initialEventsEnd(kind, revision))
  const close = () => {
    cursor.ended = true
  }
  return { ok: true, stream: { code: 200, headers: { 'content-type': 'application/json' }, read: () => take(cursor, store(), { prefix, selected, print }), close } }
}

interface Cursor {
  /** The last revision that was told. */
  revision: number
  waiting: Event[]
  isFirst: boolean
  ended: boolean
}

interface Scope {
  readonly prefix: string
  readonly selected: Selection & { readonly ok: true }
  readonly print: WatchOptions['print']
}

const present = (store: Store<ApiObject>, prefix: string, { matches }: { matches: (object: ApiObject) => boolean }): Event[] =>
  [...range(store, prefix)].filter(({ value }) => matches(value)).map(({ value }) => ({ type: 'ADDED', object: value }))

const initialEventsEnd = (kind: Kind, revision: number): Event => {
  const metadata = { resourceVersion: String(revision), annotations: { 'k8s.io/initial-events-end': 'true' } }
  // A bookmark is an object of the kind without a name.
  return { type: 'BOOKMARK', object: { kind: kind.kind, apiVersion: apiVersion(kind), metadata } as unknown as ApiObject }
}

function take(cursor: Cursor, store: Store<ApiObject>, { prefix, selected, print }: Scope): { text: string; ended: boolean } {
  if (cursor.ended) return { text: '', ended: true }
  if (cursor.revision > store.revision || cursor.revision < store.compacted) {
    cursor.ended = true
    return { text: `${JSON.stringify({ type: 'ERROR', object: expiredStatus('the history this watch followed is no longer there') })}\n`, ended: true }
  }
  const events = cursor.waiting
  cursor.waiting = []
  for (const record of since(store, cursor.revision)) {
    cursor.revision = record.revision
    const event = record.key.startsWith(prefix) ? eventOf(record, selected.matches) : undefined
    if (event) events.push(event)
  }
  const lines = events.map(({ type, object }) => {
    const printed = type === 'BOOKMARK' ? object : print(object, cursor.isFirst)
    cursor.isFirst = false
    return `${JSON.stringify({ type, object: printed })}\n`
  })
  return { text: lines.join(''), ended: false }
}

/** An object that stops matching is DELETED for this watcher, one that begins to is ADDED. */
function eventOf({ current, previous, revision }: LogRecord<ApiObject>, matches: (object: ApiObject) => boolean): Event | undefined {
  const [now, before] = [current && matches(current.value), previous && matches(previous.value)]
  if (current && now) return { type: before ? 'MODIFIED' : 'ADDED', object: current.value }
  if (!previous || !before) return undefined
  const last = current?.value ?? previous.value
  return { type: 'DELETED', object: { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } } }
}

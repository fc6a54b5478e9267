/**
 * `?watch=true`: what happened to a collection since a revision, as JSON lines. The cursor lives with whoever reads the
 * stream; the simulation does not know of it.
 */
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { expiredStatus, type Status } from '../../api/meta/status.ts'
import type { HttpResponse } from '../../api/meta/http.ts'
import { range, since, type LogRecord, type Store } from '../etcd/store.ts'
import { prefixOf } from './keys.ts'
import { selection } from './read.ts'

export interface WatchQuery {
  readonly namespace: string
  readonly name?: string | undefined
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
  readonly resourceVersion?: string | undefined
}

export type WatchResult = { readonly ok: true; readonly stream: HttpResponse } | { readonly ok: false; readonly status: Status }

/** `store` is asked anew at every read, because a restored world has another one; `print` turns an object into its form. */
export function watch(store: () => Store<ApiObject>, kind: Kind, options: { query: WatchQuery; print: (object: ApiObject, first: boolean) => unknown }): WatchResult {
  const { query, print } = options
  const selected = selection(kind, query)
  if (!selected.ok) return selected
  const prefix = prefixOf(kind, kind.namespaced ? query.namespace : '')
  const inScope = (key: string) => key.startsWith(prefix) && (query.name === undefined || key === prefix + query.name)
  const from = Number(query.resourceVersion || 0)
  if (from > 0 && from < store().compacted) {
    return { ok: false, status: expiredStatus(`too old resource version: ${from} (${store().compacted + 1})`) }
  }
  let cursor = from > 0 ? from : store().revision
  let first = true
  let waiting = from > 0 ? [] : [...range(store(), prefix)].filter(({ key, value }) => inScope(key) && selected.matches(value)).map(({ value }) => ({ type: 'ADDED', value }))
  let ended = false

  const take = (): string => {
    const events = waiting
    waiting = []
    for (const record of since(store(), cursor)) {
      cursor = record.revision
      const event = inScope(record.key) ? eventOf(record, selected.matches) : undefined
      if (event) events.push(event)
    }
    const lines = events.map(({ type, value }) => {
      const object = print(value, first)
      first = false
      return `${JSON.stringify({ type, object })}\n`
    })
    return lines.join('')
  }
  return {
    ok: true,
    stream: {
      code: 200,
      headers: { 'content-type': 'application/json' },
      read: () => {
        if (ended) return { text: '', ended: true }
        if (cursor > store().revision) {
          ended = true
          return { text: `${JSON.stringify({ type: 'ERROR', object: expiredStatus('the history this watch followed is no longer there') })}\n`, ended: true }
        }
        return { text: take(), ended }
      },
      close: () => {
        ended = true
      },
    },
  }
}

/** An object that stops matching is DELETED for this watcher, one that begins to is ADDED. */
function eventOf({ current, previous, revision }: LogRecord<ApiObject>, matches: (object: ApiObject) => boolean): { type: string; value: ApiObject } | undefined {
  const [now, before] = [current && matches(current.value), previous && matches(previous.value)]
  if (current && now) return { type: before ? 'MODIFIED' : 'ADDED', value: current.value }
  if (!previous || !before) return undefined
  const last = current?.value ?? previous.value
  return { type: 'DELETED', value: { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } } }
}

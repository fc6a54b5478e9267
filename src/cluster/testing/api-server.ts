/** An API server alone, over an empty store, at a date that stands still: for tests of what it answers. */
import type { HttpRequest } from '../../api/meta/http.ts'
import { isStream } from '../../api/meta/http.ts'
import { splitUrl } from '../../api/meta/http.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { assert } from '../../sim/assert.ts'
import { randomUint32 } from '../../sim/random.ts'
import { micros } from '../../sim/time.ts'
import { createStore, type Store } from '../etcd/store.ts'
import { installBase } from '../kube-apiserver/base.ts'
import type { ServerEnv } from '../kube-apiserver/env.ts'
import { handle } from '../kube-apiserver/handle.ts'

/** The parts of an answer that tests look at; objects are JSON. */
export interface Answer {
  readonly code: number
  readonly warning: string
  readonly body: {
    readonly [field: string]: unknown
    readonly metadata: { readonly [field: string]: unknown }
    readonly message?: string
    readonly spec?: { readonly [field: string]: unknown }
    readonly status?: { readonly [field: string]: unknown }
  }
}

export interface TestServer {
  readonly store: Store<ApiObject>
  send(method: HttpRequest['method'], url: string, body?: unknown, contentType?: string): Answer
  /** The lines of a watch that have come since it was last asked. */
  watch(url: string): () => readonly { readonly type: string; readonly object: ApiObject }[]
}

export function openTestServer(): TestServer {
  const store = createStore<ApiObject>()
  let drawn = 0
  const env: ServerEnv = { store, at: micros(0), cause: 0, now: '2026-01-01T08:00:00Z', random: () => randomUint32(1, 1, drawn++) }
  installBase(env)
  const request = (method: HttpRequest['method'], url: string, body: unknown, contentType: string) =>
    handle(
      { store: () => store, now: () => env.now, env: () => env },
      { method, ...splitUrl(url), headers: { 'content-type': contentType }, body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body) },
    )
  const send: TestServer['send'] = (method, url, body, contentType = 'application/json') => {
    const response = request(method, url, body, contentType)
    assert(!isStream(response), `${url} is a stream`)
    return { code: response.code, warning: response.headers['warning'] ?? '', body: JSON.parse(response.body) as Answer['body'] }
  }
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } })
  return {
    store,
    send,
    watch: (url) => {
      const stream = request('GET', url, undefined, 'application/json')
      assert(isStream(stream), `${url} is no stream`)
      return () => stream.read().text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { type: string; object: ApiObject })
    },
  }
}

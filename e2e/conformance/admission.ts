/**
 * Replays recorded admission answers: `POST path?dryRun=All&fieldValidation=Strict` on a fresh API server that has the
 * namespaces and the default ServiceAccount, as the real one had.
 */
import { createStore } from '../../src/cluster/etcd/store.ts'
import { installBase } from '../../src/cluster/kube-apiserver/base.ts'
import type { ServerEnv } from '../../src/cluster/kube-apiserver/env.ts'
import { handle, type Server } from '../../src/cluster/kube-apiserver/handle.ts'
import { routeOf } from '../../src/cluster/kube-apiserver/route.ts'
import type { ApiObject } from '../../src/api/meta/object.ts'
import { isStream } from '../../src/api/meta/http.ts'
import { randomUint32 } from '../../src/sim/random.ts'
import { micros } from '../../src/sim/time.ts'
import { difference, normalise, type Json } from './compare.ts'
import { newRenaming } from './renaming.ts'

export interface AdmissionCase {
  readonly id: string
  readonly base: string
  readonly about: string
  readonly path: string
  readonly manifest: Json
  readonly code: number
  readonly warning?: string | readonly string[]
  readonly object?: Json
  readonly status?: { readonly [field: string]: Json }
}

export type CaseResult =
  | { readonly type: 'same' }
  | { readonly type: 'different'; readonly why: string }
  | { readonly type: 'not run'; readonly why: string }

/** A server whose store holds what a cluster has before anyone uses it. */
function freshServer(): Server {
  const store = createStore<ApiObject>()
  let drawn = 0
  const env: ServerEnv = { store, at: micros(0), cause: 0, now: '2026-01-01T00:00:00Z', random: () => randomUint32(1, 1, drawn++) }
  installBase(env)
  const server: Server = { store: () => store, now: () => env.now, env: () => env }
  const account = JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } })
  handle(server, { method: 'POST', path: '/api/v1/namespaces/default/serviceaccounts', query: {}, headers: {}, body: account })
  return server
}

export function runCase(recorded: AdmissionCase): CaseResult {
  if (!routeOf(recorded.path)) return { type: 'not run', why: `no kind is served at ${recorded.path}` }
  const response = handle(freshServer(), {
    method: 'POST',
    path: recorded.path,
    query: { dryRun: 'All', fieldValidation: 'Strict' },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(recorded.manifest),
  })
  if (isStream(response)) return { type: 'different', why: 'the answer is a stream' }
  const why = firstDifference(recorded, response.code, { body: JSON.parse(response.body) as Json, warning: response.headers['warning'] ?? '' })
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

function firstDifference(recorded: AdmissionCase, code: number, { body, warning }: { body: Json; warning: string }): string | undefined {
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : ''
  if (recorded.code !== code) return `code: recorded ${recorded.code} ${String(recorded.status?.['message'] ?? '')}, ours ${code} ${message}`
  const renaming = newRenaming()
  const masked = (value: Json) => withoutSuffix(value, generatedBase(recorded.manifest))
  if (recorded.object !== undefined) return difference(masked(recorded.object), masked(normalise(body)), renaming) ?? warningDifference(recorded, warning)
  const { reason, message: text, details } = body as { readonly [field: string]: Json }
  const given: { [field: string]: Json } = {}
  for (const field of Object.keys(recorded.status ?? {})) given[field] = { reason, message: text, details }[field] ?? null
  return difference(masked({ ...recorded.status }), masked(given), renaming)
}

/** What a generated name begins with, '' if the manifest has a name of its own. Upstream cuts it to 58 characters. */
function generatedBase(manifest: Json): string {
  const { name, generateName } = fieldsOf(fieldsOf(manifest)['metadata'] ?? null)
  return name || typeof generateName !== 'string' ? '' : generateName.slice(0, 58)
}

const fieldsOf = (value: Json): { readonly [key: string]: Json } => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {})

/** Texts without the five letters that a generated name ends in; the recordings keep them inside of sentences. */
function withoutSuffix(value: Json, base: string): Json {
  if (base === '') return value
  const generated = new RegExp(`${base.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9])`, 'g')
  return JSON.parse(JSON.stringify(value, (_, item: unknown) => (typeof item === 'string' ? item.replace(generated, `${base}<generated>`) : item))) as Json
}

function warningDifference({ warning }: AdmissionCase, ours: string): string | undefined {
  const recorded = warning === undefined ? [] : typeof warning === 'string' ? [warning] : warning
  return difference(recorded.join(', '), ours, newRenaming(), 'warning')
}

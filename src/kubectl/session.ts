/** What a verb of kubectl works with: the server's door, and lines for the terminal. */
import type { HttpAnswer, HttpRequest } from '../api/meta/http.ts'
import type { Status } from '../api/meta/status.ts'
import type { Kind } from '../api/kinds/kind.ts'
import { apiVersionOf } from '../api/kinds/registry.ts'

export type Handle = (request: HttpRequest) => HttpAnswer

export interface Line {
  readonly type: 'command' | 'out' | 'error' | 'note'
  readonly text: string
}

export interface Target {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

export const command = (text: string): Line => ({ type: 'command', text })
export const out = (text: string): Line => ({ type: 'out', text })
export const failure = (text: string): Line => ({ type: 'error', text })

export function collectionPath(kind: Kind, namespace: string): string {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${apiVersionOf(kind)}`
  return kind.namespaced && namespace !== '' ? `${root}/namespaces/${namespace}/${kind.plural}` : `${root}/${kind.plural}`
}

export const objectPath = ({ kind, namespace, name }: Target): string => `${collectionPath(kind, namespace)}/${name}`

/** `deployment.apps/web`. */
export const resourceName = ({ kind, name }: Pick<Target, 'kind' | 'name'>): string =>
  `${kind.singular}${kind.group === '' ? '' : `.${kind.group}`}/${name}`

/** `deployment.apps "web"`. */
export const quotedName = ({ kind, name }: Pick<Target, 'kind' | 'name'>): string =>
  `${kind.singular}${kind.group === '' ? '' : `.${kind.group}`} "${name}"`

/** What the server said is wrong; a path that nothing is served at is answered without a Status. */
export function statusOf({ code, body }: HttpAnswer): Status {
  if (body.startsWith('{')) return JSON.parse(body) as Status
  const message = code === 404 ? 'the server could not find the requested resource' : body.trimEnd()
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: code === 404 ? 'NotFound' : 'InternalError', code }
}

/** A GET without anything special. */
export const getRequest = (path: string, accept = 'application/json'): HttpRequest => ({ method: 'GET', path, query: {}, headers: { accept }, body: '' })

/** Warnings that came with an answer, unquoted. */
export const warningsOf = ({ headers }: HttpAnswer): string[] =>
  [...(headers['warning'] ?? '').matchAll(/299 \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) => String(JSON.parse(text)))

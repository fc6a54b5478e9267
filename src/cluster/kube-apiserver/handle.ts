/**
 * The API server's front door in the shape of HTTP: routes a request to discovery, a read, a watch or a write.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints (installer.go, handlers). Reads leave no trace in the world.
 */
import type { ApiObject } from '../../api/meta/object.ts'
import type { HttpRequest, HttpResponse } from '../../api/meta/http.ts'
import { methodNotAllowedStatus, pathNotFoundStatus } from '../../api/meta/status.ts'
import type { Store } from '../etcd/store.ts'
import { answer, refusal } from './answers.ts'
import { aggregatedType, discover, takesAggregated } from './discovery.ts'
import type { ServerEnv } from './env.ts'
import { apiVersion } from './keys.ts'
import { list, read } from './read.ts'
import { routeOf, type Route } from './route.ts'
import { scaleOf } from './subresources.ts'
import { tableOf, wantsTable } from './table.ts'
import { watch } from './watch-stream.ts'
import { write } from './write.ts'

export interface Server {
  readonly store: () => Store<ApiObject>
  /** The present moment, RFC 3339, for ages. */
  readonly now: () => string
  /** What a write works with; asked for only by requests that change something. */
  readonly env: () => ServerEnv
}

/** Requests that change nothing are observations: they take no random number and leave no event. */
export const isRead = ({ method }: Pick<HttpRequest, 'method'>): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

export function handle(server: Server, request: HttpRequest): HttpResponse {
  const accept = request.headers['accept'] ?? ''
  const discovered = isRead(request) ? discover(request.path.replace(/(.)\/$/, '$1'), takesAggregated(accept)) : undefined
  if (discovered) return answer(200, discovered, takesAggregated(accept) && /^\/apis?\/?$/.test(request.path) ? { 'content-type': aggregatedType } : {})
  if (isRead(request) && /^\/(?:healthz|livez|readyz)\/?$/.test(request.path)) return { code: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' }
  const route = routeOf(request.path)
  if (!route) return notFoundPage()
  if (!isRead(request)) return write(server.env(), route, request)
  if (route.kind.missingVerbs?.includes('list') && route.name === '') return refusal(methodNotAllowedStatus())
  if (route.name === '') return request.query['watch'] === 'true' || request.query['watch'] === '1' ? streamOf(server, route, request) : collection(server, route, request)
  return one(server, route, request)
}

const notFoundPage = (): HttpResponse => refusal(pathNotFoundStatus())

function one(server: Server, route: Route, request: HttpRequest): HttpResponse {
  const { kind, subresource } = route
  if (subresource !== '' && !kind.subresources.some((known) => known === subresource)) return notFoundPage()
  const outcome = read(server.store(), kind, route)
  if (!outcome.ok) return refusal(outcome.status)
  if (subresource === 'scale') return answer(200, scaleOf(route, outcome.object) ?? {})
  if (subresource !== '' && subresource !== 'status') return refusal(methodNotAllowedStatus())
  return printed(server, request, { kind, object: outcome.object, code: 200 })
}

function printed(server: Server, request: HttpRequest, { kind, object, code }: { kind: Route['kind']; object: ApiObject; code: number }): HttpResponse {
  if (!wantsTable(request.headers['accept'] ?? '')) return answer(code, object)
  return answer(code, tableOf(kind, [object], { ...tableOptions(server, request), withColumns: true }))
}

const tableOptions = (server: Server, request: HttpRequest) => ({
  now: server.now(),
  resourceVersion: String(server.store().revision),
  includeObject: request.query['includeObject'] ?? 'Metadata',
})

function collection(server: Server, { kind, namespace }: Route, request: HttpRequest): HttpResponse {
  const store = server.store()
  const { labelSelector, fieldSelector, limit } = request.query
  const listed = list(store, kind, { namespace, labelSelector, fieldSelector, limit, continue: request.query['continue'] })
  if (!listed.ok) return refusal(listed.status)
  if (wantsTable(request.headers['accept'] ?? '')) {
    const options = { ...tableOptions(server, request), withColumns: true, continue: listed.continue, remaining: listed.remaining }
    return answer(200, tableOf(kind, listed.items, options))
  }
  return answer(200, {
    kind: `${kind.kind}List`,
    apiVersion: apiVersion(kind),
    metadata: {
      resourceVersion: String(store.revision),
      ...(listed.continue !== '' && { continue: listed.continue, remainingItemCount: listed.remaining }),
    },
    items: listed.items,
  })
}

function streamOf(server: Server, { kind, namespace }: Route, request: HttpRequest): HttpResponse {
  const { labelSelector, fieldSelector, resourceVersion } = request.query
  const isTable = wantsTable(request.headers['accept'] ?? '')
  const result = watch(server.store, kind, {
    query: { namespace, labelSelector, fieldSelector, resourceVersion },
    print: (object, first) => (isTable ? tableOf(kind, [object], { ...tableOptions(server, request), withColumns: first }) : object),
  })
  return result.ok ? result.stream : refusal(result.status)
}

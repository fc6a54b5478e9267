/**
 * The API server's front door in the shape of HTTP: routes a request to discovery, a read, a watch or a write.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints (installer.go, handlers). Reads leave no trace in the world.
 */
import type { Pod } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { HttpRequest, HttpResponse } from '../../api/meta/http.ts'
import { methodNotAllowedStatus, pathNotFoundStatus } from '../../api/meta/status.ts'
import type { Store } from '../etcd/store.ts'
import { answer, notFoundPage, refusal } from './answers.ts'
import { aggregatedType, discover, isHealthPath, isServedPath, takesAggregated } from './discovery.ts'
import type { ServerEnv } from './env.ts'
import { apiVersion } from './keys.ts'
import { isWatch, listOptionsProblem } from './list-options.ts'
import { openApi } from './openapi.ts'
import { podLog, type ReadLog } from './pod-log.ts'
import { list, read } from './read.ts'
import { routeOf, type Route } from './route.ts'
import { notPlayedStatus } from './statuses.ts'
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
  /** How the kubelets are reached; absent where there are none. */
  readonly readLog?: ReadLog
}

/** Requests that change nothing are observations: they take no random number and leave no event. */
export const isRead = ({ method }: Pick<HttpRequest, 'method'>): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/** What is only tried out changes nothing either, if it is worked on a copy of the store. */
export const isDryRun = ({ method, query }: Pick<HttpRequest, 'method' | 'query'>): boolean => !isRead({ method }) && query['dryRun'] === 'All'

export function handle(server: Server, request: HttpRequest): HttpResponse {
  const path = request.path.replace(/(.)\/$/, '$1')
  const route = routeOf(path)
  if (!route) return withoutKind(path, request)
  const response = served(server, route, request)
  return route.kind.deprecation === undefined ? response : withWarning(response, route.kind.deprecation)
}

function withWarning(response: HttpResponse, text: string): HttpResponse {
  const { warning = '' } = response.headers
  const first = `299 - ${JSON.stringify(text)}`
  return { ...response, headers: { ...response.headers, warning: warning === '' ? first : `${first},${warning}` } }
}

function served(server: Server, route: Route, request: HttpRequest): HttpResponse {
  if (upgrades(route)) return refusal(notPlayedStatus(`pods/${route.subresource}`))
  if (!isRead(request)) return write(server.env(), route, request)
  if (route.name !== '') return one(server, route, request)
  if (route.kind.missingVerbs?.includes('list')) return refusal(methodNotAllowedStatus())
  const problem = listOptionsProblem(request, server.store().revision)
  if (problem) return refusal(problem)
  return isWatch(request) ? streamOf(server, route, request) : collection(server, route, request)
}

/** What needs a connection that both sides write to. */
const upgrades = ({ kind, subresource }: Route): boolean => kind.kind === 'Pod' && ['exec', 'attach', 'portforward', 'proxy'].includes(subresource)

/** Paths that name no collection: discovery and health, and everything that is not there. */
function withoutKind(path: string, request: HttpRequest): HttpResponse {
  const accept = request.headers['accept'] ?? ''
  const document = isHealthPath(path) ? undefined : (discover(path, takesAggregated(accept)) ?? openApi(path))
  if (!isRead(request)) return document || isHealthPath(path) ? refusal(methodNotAllowedStatus()) : missing(path)
  if (isHealthPath(path)) return { code: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' }
  if (!document) return missing(path)
  const isAggregated = takesAggregated(accept) && /^\/apis?$/.test(path)
  return answer(200, document, isAggregated ? { 'content-type': aggregatedType } : {})
}

/** Below a group that is served the API answers, elsewhere the web server does. */
const missing = (path: string): HttpResponse => (isServedPath(path) ? refusal(pathNotFoundStatus()) : notFoundPage())

function one(server: Server, route: Route, request: HttpRequest): HttpResponse {
  const { kind, subresource } = route
  if (subresource !== '' && !kind.subresources.some((known) => known === subresource)) return refusal(pathNotFoundStatus())
  if (!['', 'status', 'scale', 'log'].includes(subresource)) return refusal(methodNotAllowedStatus())
  const outcome = read(server.store(), kind, route)
  if (!outcome.ok) return refusal(outcome.status)
  if (subresource === 'log') return server.readLog ? podLog(outcome.object as Pod, request, { readLog: server.readLog, now: server.now() }) : refusal(methodNotAllowedStatus())
  if (subresource === 'scale') return answer(200, scaleOf(route, outcome.object) ?? {})
  if (!wantsTable(request.headers['accept'] ?? '')) return answer(200, outcome.object)
  return answer(200, tableOf(kind, [outcome.object], { ...tableOptions(server, request), withColumns: true }))
}

const tableOptions = (server: Server, request: HttpRequest) => ({
  now: server.now(),
  resourceVersion: String(server.store().revision),
  includeObject: request.query['includeObject'] ?? 'Metadata',
})

function collection(server: Server, { kind, namespace }: Route, request: HttpRequest): HttpResponse {
  const { labelSelector, fieldSelector } = request.query
  const listed = list(server.store(), kind, { ...request.query, namespace })
  if (!listed.ok) return refusal(listed.status)
  // With a selector the server would have to look at all of them to know how many are left.
  const remaining = labelSelector || fieldSelector ? {} : { remainingItemCount: listed.remaining }
  const more = listed.continue === '' ? {} : { continue: listed.continue, ...remaining }
  const metadata = { resourceVersion: String(listed.revision), ...more }
  if (wantsTable(request.headers['accept'] ?? '')) return answer(200, { ...tableOf(kind, listed.items, { ...tableOptions(server, request), withColumns: true }), metadata })
  return answer(200, { kind: `${kind.kind}List`, apiVersion: apiVersion(kind), metadata, items: listed.items.map(withoutType) })
}

/** The items of a list do not repeat what the list says. */
function withoutType({ kind: _, apiVersion: __, ...item }: ApiObject): object {
  return item
}

function streamOf(server: Server, { kind, namespace }: Route, request: HttpRequest): HttpResponse {
  const { labelSelector, fieldSelector, resourceVersion, sendInitialEvents } = request.query
  const isTable = wantsTable(request.headers['accept'] ?? '')
  const result = watch(server.store, kind, {
    query: { namespace, labelSelector, fieldSelector, resourceVersion, sendInitialEvents },
    print: (object, first) => (isTable ? tableOf(kind, [object], { ...tableOptions(server, request), withColumns: first }) : object),
  })
  return result.ok ? result.stream : refusal(result.status)
}

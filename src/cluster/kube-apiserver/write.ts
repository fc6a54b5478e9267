/** POST, PUT, PATCH and DELETE, by route. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers. */
import { parseManifest } from '../../api/manifest/manifest.ts'
import type { HttpRequest, HttpResponse } from '../../api/meta/http.ts'
import { methodNotAllowedStatus, pathNotFoundStatus } from '../../api/meta/status.ts'
import { inDocumentOrder, parseJson } from '../../api/schema/json.ts'
import { answer, malformed, refusal, written } from './answers.ts'
import { create } from './create.ts'
import { readDeleteOptions } from './delete-options.ts'
import { deleteObject, type DeleteOutcome } from './delete.ts'
import type { ServerEnv, WriteOptions } from './env.ts'
import { apiVersion } from './keys.ts'
import { patch, patchTypes, type PatchType } from './patch.ts'
import { list } from './read.ts'
import type { Route } from './route.ts'
import { invalidOptions, success, tooLarge, unsupportedBody, unsupportedPatch } from './statuses.ts'
import { postSubresource, writeScale } from './subresource-requests.ts'
import { update } from './update.ts'
import { queryProblems } from './write-options.ts'

/** A body beyond this is refused; the default of --max-request-bytes. */
const bodyLimit = 3 * 1024 * 1024

export interface Call {
  readonly request: HttpRequest
  readonly options: WriteOptions & { readonly user: string }
}

export function write(env: ServerEnv, route: Route, request: HttpRequest): HttpResponse {
  const { subresource, kind, name } = route
  if (subresource !== '' && !kind.subresources.some((known) => known === subresource)) return refusal(pathNotFoundStatus())
  if (!allows(route, request.method)) return refusal(methodNotAllowedStatus())
  if (request.method === 'PATCH' && !patchTypeOf(request)) return refusal(unsupportedPatch())
  if (request.body.length > bodyLimit) return refusal(tooLarge(bodyLimit))
  if (request.method === 'DELETE') return deletion(env, route, request)
  if (request.method !== 'PATCH' && isYaml(request)) return fromYaml(env, route, request)
  if (request.method !== 'PATCH' && !isJson(request)) return refusal(unsupportedBody())
  const problems = queryProblems(request)
  if (problems.length > 0) return refusal(invalidOptions(optionKinds[request.method] ?? '', problems))
  const call: Call = { request, options: optionsOf(request) }
  if (subresource === 'binding' || subresource === 'eviction') return postSubresource(env, route, call)
  if (subresource === 'scale') return writeScale(env, route, call)
  if (name === '') return post(env, route, call)
  return request.method === 'PUT' ? put(env, route, call) : patchObject(env, route, call)
}

/** Which methods a path knows: collections take POST and DELETE, objects the others, subresources their own. */
function allows({ kind, namespace, name, subresource }: Route, method: HttpRequest['method']): boolean {
  const lacks = (verb: string) => kind.missingVerbs?.includes(verb) === true
  if (subresource === 'binding' || subresource === 'eviction') return method === 'POST'
  if (subresource === 'finalize') return method === 'PUT'
  if (subresource !== '') return subresource !== 'log' && (method === 'PUT' || method === 'PATCH')
  if (name !== '') return method !== 'POST' && !(method === 'DELETE' && lacks('delete'))
  if (kind.namespaced && namespace === '') return false
  return method === 'POST' || (method === 'DELETE' && !lacks('deletecollection'))
}

const optionKinds: { readonly [method: string]: string } = { POST: 'CreateOptions', PUT: 'UpdateOptions', PATCH: 'PatchOptions' }

function optionsOf({ query, headers }: HttpRequest): Call['options'] {
  const { fieldValidation } = query
  const directive = fieldValidation === 'Strict' || fieldValidation === 'Ignore' ? fieldValidation : 'Warn'
  return { dryRun: query['dryRun'] === 'All', fieldValidation: directive, user: headers['x-remote-user'] ?? 'kubernetes-admin' }
}

const mediaType = ({ headers }: HttpRequest): string => (headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''

const isYaml = (request: HttpRequest): boolean => mediaType(request) === 'application/yaml'

/** The same request with its body as JSON; of a repeated key the last one counts. */
function fromYaml(env: ServerEnv, route: Route, request: HttpRequest): HttpResponse {
  const manifest = parseManifest(request.body)
  if (!manifest.ok) return malformed(manifest.message)
  const [document] = manifest.documents
  return write(env, route, { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body: JSON.stringify(document?.value ?? null) })
}

const isJson = (request: HttpRequest): boolean => ['', '*/*', 'application/json'].includes(mediaType(request))

function patchTypeOf(request: HttpRequest): PatchType | undefined {
  return Object.entries(patchTypes).find(([media]) => media === mediaType(request))?.[1]
}

const post = (env: ServerEnv, { kind, namespace }: Route, { request, options }: Call): HttpResponse =>
  written(create(env, { ...options, kind, namespace, body: request.body }), 201)

function put(env: ServerEnv, { kind, namespace, name, subresource }: Route, { request, options }: Call): HttpResponse {
  const part = subresource === 'status' || subresource === 'finalize' ? { subresource } as const : {}
  const outcome = update(env, { ...options, kind, namespace, name, body: request.body, ...part })
  return written(outcome, outcome.ok && outcome.created ? 201 : 200)
}

function patchObject(env: ServerEnv, { kind, namespace, name, subresource }: Route, { request, options }: Call): HttpResponse {
  const type = patchTypeOf(request) ?? 'merge'
  const parsed = parseJson(request.body)
  if (!parsed.ok) return malformed(type === 'strategic' ? parsed.message : `error decoding patch: ${parsed.message}`)
  const oddities = inDocumentOrder({ unknown: [], duplicates: parsed.duplicates, text: request.body })
  const part = subresource === 'status' ? { subresource } as const : {}
  return written(patch(env, { ...options, kind, namespace, name, type, patch: parsed.value, oddities, ...part }), 200)
}

function deletion(env: ServerEnv, route: Route, request: HttpRequest): HttpResponse {
  const read = readDeleteOptions(request)
  if (!read.ok) return refusal(read.status)
  const { options } = read
  const { kind, namespace } = route
  if (route.name !== '') return deleted(deleteObject(env, { kind, namespace, name: route.name, options }), route, options.orphanDependents === false)
  const { labelSelector, fieldSelector } = request.query
  const listed = list(env.store, kind, { namespace, labelSelector, fieldSelector })
  if (!listed.ok) return refusal(listed.status)
  for (const { metadata } of listed.items) deleteObject(env, { kind, namespace: metadata.namespace ?? '', name: metadata.name, options })
  const metadata = { resourceVersion: String(env.store.revision) }
  return answer(200, { kind: `${kind.kind}List`, apiVersion: apiVersion(kind), metadata, items: listed.items })
}

/** The object as it was or is, for kinds that tell it; otherwise who it was. */
function deleted(outcome: DeleteOutcome, { kind, name }: Route, cascades: boolean): HttpResponse {
  if (!outcome.ok) return refusal(outcome.status)
  const code = cascades && !outcome.gone ? 202 : 200
  const stays = !outcome.gone && kind.gracePeriodSeconds === undefined
  if (kind.returnsDeleted || stays) return answer(code, outcome.object)
  const { uid = '' } = outcome.object.metadata
  return answer(code, success(0, { name, ...(kind.group && { group: kind.group }), kind: kind.plural, uid }))
}

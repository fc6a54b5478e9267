/** POST, PUT, PATCH and DELETE, by route. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers. */
import { groupResource } from '../../api/kinds/kind.ts'
import type { HttpRequest, HttpResponse } from '../../api/meta/http.ts'
import { badRequestStatus, methodNotAllowedStatus, pathNotFoundStatus, successStatus } from '../../api/meta/status.ts'
import { isObject } from '../../api/patch/merge.ts'
import { parseJson } from '../../api/schema/json.ts'
import { answer, malformed, refusal, written } from './answers.ts'
import { create } from './create.ts'
import { deleteObject, type DeleteOptions, type DeleteOutcome } from './delete.ts'
import type { ServerEnv, WriteOptions } from './env.ts'
import { patch, patchTypes, unsupportedPatch, type PatchType } from './patch.ts'
import { list } from './read.ts'
import type { Route } from './route.ts'
import { bind, scale } from './subresources.ts'
import { update } from './update.ts'

/** A body beyond this is refused, as etcd's own limit would. */
const bodyLimit = 3 * 1024 * 1024

export function write(env: ServerEnv, route: Route, request: HttpRequest): HttpResponse {
  if (request.body.length > bodyLimit) return refusal({ ...badRequestStatus(`limit is ${bodyLimit}`), code: 413, reason: 'RequestEntityTooLarge', message: `Request entity too large: limit is ${bodyLimit}` })
  const { dryRun, fieldValidation = 'Warn' } = request.query
  if (dryRun !== undefined && dryRun !== '' && dryRun !== 'All') return malformed(`Invalid value for dryRun: ${dryRun}`)
  if (fieldValidation !== 'Strict' && fieldValidation !== 'Warn' && fieldValidation !== 'Ignore') return malformed(`fieldValidation: Unsupported value: "${fieldValidation}": supported values: "Ignore", "Strict", "Warn"`)
  const options: WriteOptions & { user: string } = { dryRun: dryRun === 'All', fieldValidation, user: request.headers['x-remote-user'] ?? 'kubernetes-admin' }
  const { subresource, kind } = route
  if (subresource !== '' && !kind.subresources.some((known) => known === subresource)) return refusal(pathNotFoundStatus())
  if (subresource === 'binding' || subresource === 'eviction') return postSubresource(env, route, request)
  if (subresource === 'scale') return writeScale(env, route, { request, options })
  if (request.method === 'POST') return route.name === '' ? post(env, route, { request, options }) : refusal(methodNotAllowedStatus())
  if (request.method === 'PUT') return route.name === '' ? refusal(methodNotAllowedStatus()) : put(env, route, { request, options })
  if (request.method === 'PATCH') return route.name === '' ? refusal(methodNotAllowedStatus()) : patchObject(env, route, { request, options })
  return subresource === '' ? deletion(env, route, { request, options }) : refusal(methodNotAllowedStatus())
}

interface Call {
  readonly request: HttpRequest
  readonly options: WriteOptions & { readonly user: string }
}

function post(env: ServerEnv, { kind, namespace }: Route, { request, options }: Call): HttpResponse {
  if (kind.namespaced && namespace === '') return refusal(methodNotAllowedStatus())
  return written(create(env, { ...options, kind, namespace, body: request.body }), 201)
}

const objectSubresource = (subresource: string): 'status' | 'finalize' | undefined =>
  subresource === 'status' || subresource === 'finalize' ? subresource : undefined

function put(env: ServerEnv, { kind, namespace, name, subresource }: Route, { request, options }: Call): HttpResponse {
  const part = objectSubresource(subresource)
  return written(update(env, { ...options, kind, namespace, name, body: request.body, ...(part && { subresource: part }) }), 200)
}

function patchObject(env: ServerEnv, { kind, namespace, name, subresource }: Route, { request, options }: Call): HttpResponse {
  const type = patchTypeOf(request)
  if (!type || subresource === 'finalize') return refusal(unsupportedPatch())
  const parsed = parseJson(request.body)
  if (!parsed.ok) return malformed(`error decoding patch: ${parsed.message}`)
  return written(patch(env, { ...options, kind, namespace, name, type, patch: parsed.value, ...(subresource === 'status' && { subresource: 'status' }) }), 200)
}

function patchTypeOf({ headers }: HttpRequest): PatchType | undefined {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim()
  return Object.entries(patchTypes).find(([media]) => media === type)?.[1]
}

function deletion(env: ServerEnv, route: Route, { request, options }: Call): HttpResponse {
  const asked = deleteOptions(request)
  if (!asked) return malformed('couldn\'t get version/kind; json parse error: the body is no DeleteOptions')
  const { kind, namespace } = route
  const remove = (name: string, inNamespace: string) => deleteObject(env, { kind, namespace: inNamespace, name, options: asked, dryRun: options.dryRun === true })
  if (route.name !== '') return deleted(remove(route.name, namespace), route)
  if (kind.missingVerbs?.includes('deletecollection')) return refusal(methodNotAllowedStatus())
  const { labelSelector, fieldSelector } = request.query
  const listed = list(env.store, kind, { namespace, labelSelector, fieldSelector })
  if (!listed.ok) return refusal(listed.status)
  for (const object of listed.items) remove(object.metadata.name, object.metadata.namespace ?? '')
  return answer(200, { kind: `${kind.kind}List`, apiVersion: listed.items[0]?.apiVersion ?? 'v1', metadata: { resourceVersion: String(env.store.revision) }, items: listed.items })
}

/** Body or query, as kubectl and curl send it. */
function deleteOptions({ body, query }: HttpRequest): DeleteOptions | undefined {
  const parsed = body === '' ? { ok: true as const, value: {} } : parseJson(body)
  if (!parsed.ok || !isObject(parsed.value)) return undefined
  const { gracePeriodSeconds, propagationPolicy, preconditions, orphanDependents } = parsed.value
  const grace = gracePeriodSeconds ?? query['gracePeriodSeconds']
  const policy = propagationPolicy ?? query['propagationPolicy'] ?? (orphanDependents === true ? 'Orphan' : undefined)
  return {
    ...(grace !== undefined && grace !== null && { gracePeriodSeconds: Number(grace) }),
    ...(typeof policy === 'string' && { propagationPolicy: policy }),
    ...(isObject(preconditions) && { preconditions }),
  }
}

function deleted(outcome: DeleteOutcome, { kind, name }: Route): HttpResponse {
  if (!outcome.ok) return refusal(outcome.status)
  if (!outcome.gone || groupResource(kind) === 'pods') return answer(200, outcome.object)
  return answer(200, successStatus({ name, ...(kind.group && { group: kind.group }), kind: kind.plural, uid: outcome.object.metadata.uid ?? '' }))
}

function postSubresource(env: ServerEnv, { kind, namespace, name, subresource }: Route, request: HttpRequest): HttpResponse {
  if (request.method !== 'POST') return refusal(methodNotAllowedStatus())
  const parsed = parseJson(request.body)
  if (!parsed.ok || !isObject(parsed.value)) return malformed(`couldn't get version/kind; json parse error: ${parsed.ok ? 'no object' : parsed.message}`)
  const body = parsed.value
  if (subresource === 'eviction') {
    const options = isObject(body['deleteOptions']) ? body['deleteOptions'] : {}
    const outcome = deleteObject(env, { kind, namespace, name, options })
    return outcome.ok ? answer(201, { ...successStatus(), code: 201 }) : refusal(outcome.status)
  }
  const node = isObject(body['target']) ? String(body['target']['name'] ?? '') : ''
  const metadata = isObject(body['metadata']) ? body['metadata'] : {}
  const status = bind(env, { namespace, name, node, ...(typeof metadata['uid'] === 'string' && { uid: metadata['uid'] }) })
  return status ? refusal(status) : answer(201, { ...successStatus(), code: 201 })
}

function writeScale(env: ServerEnv, route: Route, { request, options }: Call): HttpResponse {
  if (request.method !== 'PUT' && request.method !== 'PATCH') return refusal(methodNotAllowedStatus())
  const parsed = parseJson(request.body)
  if (!parsed.ok) return malformed(`couldn't get version/kind; json parse error: ${parsed.message}`)
  const change = request.method === 'PUT' ? { body: parsed.value } : { patch: parsed.value }
  return written(scale(env, route, { ...change, user: options.user, dryRun: options.dryRun === true }), 200)
}

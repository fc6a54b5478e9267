/**
 * PATCH: the patch is applied to the stored object, and the result goes the way of an update.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers/patch.go; server-side apply is not there yet and is refused
 * by its media type.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { badRequestStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { goPrint } from '../../api/patch/go-print.ts'
import { jsonPatch } from '../../api/patch/json-patch.ts'
import { isObject } from '../../api/meta/json.ts'
import { mergePatch } from '../../api/patch/merge.ts'
import { restoreProblem } from '../../api/patch/restore.ts'
import { strategicMergePatch } from '../../api/patch/strategic.ts'
import { decode } from '../../api/schema/decode.ts'
import { get } from '../etcd/store.ts'
import { refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { nameProblem, namespaceProblem } from './object-meta.ts'
import { printPatched } from './print-patch.ts'
import { unpatchable, unprocessable } from './statuses.ts'
import { replace } from './update.ts'

export const patchTypes = {
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/json-patch+json': 'json',
} as const

export type PatchType = (typeof patchTypes)[keyof typeof patchTypes]

export interface PatchRequest extends WriteOptions {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly subresource?: 'status'
  readonly type: PatchType
  readonly patch: unknown
  /** Keys that stand twice in the patch's text: `duplicate field "spec.replicas"`. */
  readonly oddities?: readonly string[]
  readonly user: string
}

export function patch(env: ServerEnv, request: PatchRequest): Outcome {
  const { kind, namespace, name } = request
  const stored = get(env.store, objectKey(kind, namespace, name))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const patched = applyPatch(stored.value, request)
  if (!patched.ok) return refused(patched.status)
  const misplaced = namespaceProblem(patched.draft, request) ?? nameProblem(patched.draft, name)
  return misplaced ? refused(misplaced) : replace(env, request, { old: stored.value, isPatch: true, ...patched })
}

type Patched = { readonly ok: true; readonly draft: Draft; readonly warnings: readonly string[] } | { readonly ok: false; readonly status: Status }

/** The patched object, decoded and with its default values. */
function applyPatch(target: ApiObject, request: PatchRequest): Patched {
  const { kind, type, patch: given, fieldValidation = 'Ignore', oddities = [] } = request
  const result = patchedValue(target, request)
  if (!result.ok) return result
  const { value } = result
  const printed = () => (type === 'strategic' ? goPrint(given) : printPatched(value, type === 'merge' ? given : undefined))
  const { apiVersion: _, kind: __, ...fields } = value
  const problem = type === 'strategic' ? restoreProblem(fields, kind.kind) : undefined
  if (problem !== undefined) return { ok: false, status: unpatchable(printed(), problem) }
  const decoded = decode(kind.kind, fields)
  if (!decoded.ok) return { ok: false, status: unpatchable(printed(), decoded.message) }
  const strict = [...oddities, ...decoded.unknownFields.map((path) => `unknown field ${JSON.stringify(path)}`)]
  if (strict.length > 0 && fieldValidation === 'Strict') {
    return { ok: false, status: unpatchable(printed(), `strict decoding error: ${strict.join(', ')}`) }
  }
  const { metadata } = decoded.object
  const draft: Draft = { kind: kind.kind, apiVersion: target.apiVersion, ...decoded.object, metadata: isObject(metadata) ? { ...metadata } : {} }
  kind.applyDefaults?.(draft)
  return { ok: true, draft, warnings: fieldValidation === 'Warn' ? strict : [] }
}

type Value = { readonly ok: true; readonly value: { readonly [field: string]: unknown } } | { readonly ok: false; readonly status: Status }

function patchedValue(target: object, { type, patch: given, kind }: PatchRequest): Value {
  if (type === 'json') {
    if (!Array.isArray(given)) return refuse('error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp')
    const result = jsonPatch(target, given)
    return result.ok ? asFields(result.value) : { ok: false, status: unprocessable() }
  }
  if (!isObject(given)) return refuse(`error decoding patch: json: cannot unmarshal ${jsonType(given)} into Go value of type map[string]interface {}`)
  if (type === 'merge') return asFields(mergePatch(target, given))
  const result = strategicMergePatch(target, given, kind.kind)
  if (result.ok) return asFields(result.value)
  if (/^invalid (?:patch format|JSON document)/.test(result.message)) return refuse(result.message)
  // Errors that are none of the API's come out as 500 without a reason.
  const { reason: _, ...status } = badRequestStatus(result.message)
  return { ok: false, status: { ...status, code: 500 } }
}

const refuse = (message: string): Value => ({ ok: false, status: badRequestStatus(message) })

const jsonType = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : value === null ? 'null' : typeof value)

const asFields = (value: unknown): Value => (isObject(value) ? { ok: true, value } : refuse('the patch makes no object'))

/**
 * PATCH: the patch is applied to the stored object, and the result goes the way of an update.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers/patch.go; server-side apply is not there yet and is refused
 * by its media type.
 */
import type { Kind } from '../../api/kinds/kind.ts'
import { badRequestStatus, conflictStatus, modified, notFoundStatus, unsupportedMediaTypeStatus, type Status } from '../../api/meta/status.ts'
import { jsonPatch } from '../../api/patch/json-patch.ts'
import { isObject, mergePatch } from '../../api/patch/merge.ts'
import { strategicMergePatch } from '../../api/patch/strategic.ts'
import { get } from '../etcd/store.ts'
import { refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { update } from './update.ts'

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
  readonly user: string
}

export function patch(env: ServerEnv, request: PatchRequest): Outcome {
  const { kind, namespace, name } = request
  const stored = get(env.store, objectKey(kind, namespace, name))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const patched = applyTo(stored.value, request)
  if (!patched.ok) return refused(patched.status)
  const asked = versionIn(request.patch)
  if (asked !== undefined && asked !== stored.value.metadata.resourceVersion) return refused(conflictStatus(subjectOf(kind, name), modified))
  return update(env, { ...request, body: patched.value })
}

type Patched = { readonly ok: true; readonly value: { readonly [field: string]: unknown } } | { readonly ok: false; readonly status: Status }

function applyTo(target: object, { type, patch: given, kind }: PatchRequest): Patched {
  if (type === 'merge') return asFields(mergePatch(target, given), given)
  if (type === 'json') {
    const result = jsonPatch(target, given)
    return result.ok ? asFields(result.value, given) : { ok: false, status: invalidPatch(result.message) }
  }
  const result = strategicMergePatch(target, given, kind.kind)
  return result.ok ? asFields(result.value, given) : { ok: false, status: badRequestStatus(result.message) }
}

/** What cannot be applied is 422 with reason Invalid, without causes. */
const invalidPatch = (message: string): Status => ({
  ...badRequestStatus(message),
  reason: 'Invalid',
  code: 422,
  message: `the server rejected our request due to an error in our request: ${message}`,
})

const asFields = (value: unknown, given: unknown): Patched =>
  isObject(value) ? { ok: true, value } : { ok: false, status: badRequestStatus(`the patch makes no object: ${JSON.stringify(given)}`) }

function versionIn(given: unknown): string | undefined {
  const metadata = isObject(given) && isObject(given['metadata']) ? given['metadata'] : undefined
  return typeof metadata?.['resourceVersion'] === 'string' ? metadata['resourceVersion'] : undefined
}

export const unsupportedPatch = (): Status => unsupportedMediaTypeStatus(Object.keys(patchTypes))

/**
 * PUT of an object or of its status. Follows kubernetes v1.36 apiserver/pkg/registry/generic/registry/store.go (Update)
 * and rest/update.go: optimistic concurrency by resourceVersion, generation, finalizers that let an object go.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { badRequestStatus, conflictStatus, invalidStatus, modified, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put, remove } from '../etcd/store.ts'
import { admit } from './admission.ts'
import { allocateFor } from './allocation.ts'
import { readBody, readValue } from './body.ts'
import { asObject } from './create.ts'
import { accepted, refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { inOrder, keepForUpdate } from './object-meta.ts'
import { same } from './same.ts'

export interface UpdateRequest extends WriteOptions {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly body: string | ApiObject | { readonly [field: string]: unknown }
  readonly subresource?: 'status' | 'finalize'
  readonly user: string
}

export function update(env: ServerEnv, request: UpdateRequest): Outcome {
  const { kind, namespace, name } = request
  const read = typeof request.body === 'string' ? readBody(kind, request.body, request) : readValue(kind, request.body, request)
  if (!read.ok) return refused(read.status)
  const { draft } = read
  const misnamed = nameProblem(draft, request)
  if (misnamed) return refused(misnamed)
  const stored = get(env.store, objectKey(kind, namespace, name))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const stale = staleProblem(draft, stored.value, subjectOf(kind, name))
  if (stale) return refused(stale)
  return replace(env, request, { draft, old: stored.value, warnings: read.warnings })
}

function nameProblem(draft: Draft, { kind, namespace, name }: UpdateRequest): Status | undefined {
  const { metadata } = draft
  if (kind.namespaced && !metadata['namespace']) metadata['namespace'] = namespace
  if (kind.namespaced && metadata['namespace'] !== namespace) {
    return badRequestStatus('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (!metadata['name']) metadata['name'] = name
  if (metadata['name'] === name) return undefined
  return badRequestStatus(`the name of the object (${String(metadata['name'])}) does not match the name on the URL (${name})`)
}

/** A resourceVersion that is given must be the stored one; a uid as well. */
function staleProblem({ metadata }: Draft, old: ApiObject, subject: ReturnType<typeof subjectOf>): Status | undefined {
  const version = metadata['resourceVersion']
  if (version !== undefined && version !== '' && version !== '0' && version !== old.metadata.resourceVersion) return conflictStatus(subject, modified)
  const uid = metadata['uid']
  if (uid === undefined || uid === '' || uid === old.metadata.uid) return undefined
  return conflictStatus(subject, `Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${old.metadata.uid ?? ''}`)
}

interface Replacement {
  readonly draft: Draft
  readonly old: ApiObject
  readonly warnings: readonly string[]
}

function replace(env: ServerEnv, request: UpdateRequest, { draft, old, warnings }: Replacement): Outcome {
  const { kind, namespace, name, subresource, dryRun = false } = request
  const denied = admit({ env, operation: 'UPDATE', kind, namespace, name, draft, old, user: request.user, subresource })
  if (denied) return refused(denied)
  keepForUpdate(draft, old)
  draft.metadata['resourceVersion'] = old.metadata.resourceVersion ?? ''
  prepare({ draft, old, kind, subresource })
  const object = asObject(draft)
  const errors = validate(kind, object, { old, subresource })
  if (errors.length > 0) return refused(invalidStatus({ group: kind.group, kind: kind.kind, name }, errors))
  const unallocated = subresource ? undefined : allocateFor(env, kind, { draft, old })
  if (unallocated) return refused(unallocated)
  const said = [...warnings, ...(subresource ? [] : (kind.warnings?.(object) ?? []))]
  if (same(draft, old)) return accepted(old, said)
  inOrder(draft)
  return dryRun ? accepted(freeze(asObject(draft)), said) : commit(env, { key: objectKey(kind, namespace, name), draft, old, said, kind })
}

/** The strategy of the object or of its subresource: each keeps what the other one writes. */
function prepare({ draft, old, kind, subresource }: { draft: Draft; old: ApiObject; kind: Kind; subresource: UpdateRequest['subresource'] }): void {
  if (subresource === 'status') {
    const { status } = draft
    const { metadata } = draft
    for (const field of Object.keys(draft)) delete draft[field]
    Object.assign(draft, structuredCopy(old), status === undefined ? {} : { status })
    draft.metadata = { ...draft.metadata, resourceVersion: metadata['resourceVersion'] }
    return
  }
  if (subresource === 'finalize') return
  kind.prepareForUpdate?.(draft, old)
  if (kind.generation && !same(specOf(draft), specOf(old))) draft.metadata['generation'] = (old.metadata.generation ?? 0) + 1
}

function validate(kind: Kind, object: ApiObject, { old, subresource }: { old: ApiObject; subresource: UpdateRequest['subresource'] }) {
  if (subresource === 'finalize') return []
  return subresource === 'status' ? (kind.validateStatusUpdate?.(object, old) ?? []) : kind.validateUpdate(object, old)
}

/** A copy that may be written into; objects in the store are frozen. */
const structuredCopy = (object: ApiObject): { [field: string]: unknown } => JSON.parse(JSON.stringify(object)) as { [field: string]: unknown }

/** Everything whose change counts as a new generation. */
function specOf(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([field]) => field !== 'metadata' && field !== 'status'))
}

interface Commit {
  readonly key: string
  readonly draft: Draft
  readonly old: ApiObject
  readonly said: readonly string[]
  readonly kind: Kind
}

function commit(env: ServerEnv, { key, draft, old, said, kind }: Commit): Outcome {
  const expected = Number(old.metadata.resourceVersion)
  draft.metadata['resourceVersion'] = String(env.store.revision + 1)
  inOrder(draft)
  const object = freeze(asObject(draft))
  if (isReleased(object, kind)) remove(env.store, key, { at: env.at, cause: env.cause, expected })
  else put(env.store, key, object, { at: env.at, cause: env.cause, expected })
  return accepted(object, said)
}

/** A deleted object goes when its last finalizer does, if no grace period is left. */
export function isReleased(object: ApiObject, kind: Kind): boolean {
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false
  return !kind.subresources.includes('finalize') || specFinalizers(object).length === 0
}

export function specFinalizers(object: ApiObject): readonly string[] {
  const { spec } = object as ApiObject & { readonly spec?: { readonly finalizers?: readonly string[] } }
  return spec?.finalizers ?? []
}

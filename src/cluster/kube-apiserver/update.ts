/**
 * PUT of an object or of its status, and what a patch has made. Follows kubernetes v1.36
 * apiserver/pkg/registry/generic/registry/store.go (Update), rest/update.go and endpoints/handlers/update.go:
 * preconditions, admission, optimistic concurrency by resourceVersion, generation, finalizers that let an object go.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import { invalid, type FieldError } from '../../api/meta/field-error.ts'
import { sameJson } from '../../api/meta/json.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { conflictStatus, invalidStatus, modified, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { isMetadataSettled, validateObjectMeta, validateObjectMetaUpdate } from '../../api/validation/object-meta.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put, remove } from '../etcd/store.ts'
import { admit } from './admission.ts'
import { readBody, readValue, type ValueOptions } from './body.ts'
import { asObject, createDraft, type Incoming } from './create.ts'
import { accepted, refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { inOrder, keepForUpdate, nameProblem, namespaceProblem, setGeneration } from './object-meta.ts'
import { dropRepeatedOwners } from './owner-references.ts'
import { beginUpdate } from './service/begin.ts'
import { fieldsAt } from '../../api/defaults/draft.ts'

export interface UpdateRequest extends WriteOptions {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly body: string | ApiObject | { readonly [field: string]: unknown }
  readonly subresource?: 'status' | 'finalize'
  readonly user: string
}

export type Target = Omit<UpdateRequest, 'body'>

export function update(env: ServerEnv, request: UpdateRequest): Outcome {
  const { kind, namespace, name, subresource } = request
  const stored = get(env.store, objectKey(kind, namespace, name))
  const read = typeof request.body === 'string' ? readBody(kind, request.body, request) : readValue(kind, neededOf(request, request.body, stored?.value), settledIn(request, stored?.value))
  if (!read.ok) return refused(read.status)
  const { draft } = read
  const misplaced = namespaceProblem(draft, request) ?? nameProblem(draft, name)
  if (misplaced) return refused(misplaced)
  if (!stored && kind.createsOnUpdate && subresource === undefined) return made(createDraft(env, request, read))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const stale = uidProblem(draft, stored.value, subjectOf(kind, name))
  return stale ? refused(stale) : replace(env, request, { draft, warnings: read.warnings, old: stored.value, isPatch: false })
}

/** A component that writes a status hands over the whole object; the rest of it is not looked at. */
function neededOf({ kind: { onlySpecHasDefaults }, subresource }: UpdateRequest, body: object, old: ApiObject | undefined): object {
  if (subresource !== 'status' || !('metadata' in body)) return body
  const { apiVersion, kind, metadata, status } = body as ApiObject & { readonly status?: object }
  return onlySpecHasDefaults && old ? { apiVersion, kind, metadata, spec: specOf(old), status } : { apiVersion, kind, metadata, status }
}

/** Metadata that was not touched is taken as it is, and so is what a status update leaves alone. */
function settledIn({ kind, subresource, fieldValidation }: UpdateRequest, old: ApiObject | undefined): ValueOptions {
  const settled = old && { metadata: old.metadata, ...(subresource === 'status' && kind.onlySpecHasDefaults && { spec: specOf(old) }) }
  return { subresource, settled, ...(fieldValidation && { fieldValidation }) }
}

const specOf = (object: ApiObject & { readonly spec?: unknown }): unknown => object.spec

const made = (outcome: Outcome): Outcome => (outcome.ok ? { ...outcome, created: true } : outcome)

function uidProblem({ metadata }: Draft, old: ApiObject, subject: ReturnType<typeof subjectOf>): Status | undefined {
  const uid = metadata['uid']
  if (uid === undefined || uid === '' || uid === old.metadata.uid) return undefined
  return conflictStatus(subject, `Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${old.metadata.uid ?? ''}`)
}

export interface Replacement extends Incoming {
  readonly old: ApiObject
  readonly isPatch: boolean
}

/** From a decoded object on; `draft` replaces `old`. */
export function replace(env: ServerEnv, request: Target, { draft: given, old, warnings, isPatch }: Replacement): Outcome {
  const { kind, name, subresource, dryRun = false } = request
  const before = dropRepeatedOwners(given, { isPatch })
  const denied = admit({ env, operation: 'UPDATE', kind, namespace: request.namespace, name, draft: given, old, user: request.user, subresource })
  if (denied) return refused(denied)
  const stale = versionProblem(given, old, kind)
  if (stale) return refused(stale)
  const draft = subresource === undefined ? given : keepAllBut(subresource === 'status' ? 'status' : 'spec', given, old)
  if (subresource === undefined) {
    const unallocated = beginUpdate(env, kind, { draft, old, dryRun })
    if (unallocated) return refused(unallocated)
  }
  prepare({ draft, old, kind, subresource })
  draft.metadata['resourceVersion'] = old.metadata.resourceVersion ?? ''
  share(draft, old)
  const object = asObject(draft)
  const errors = validate(kind, object, { old, subresource })
  if (errors.length > 0) return refused(invalidStatus({ group: kind.group, kind: kind.kind, name }, errors))
  const said = [...warnings, ...before, ...(subresource === undefined && !request.unheard ? (kind.warnings?.(object) ?? []) : [])]
  if (isReleased(draft, old, kind)) return release(env, request, { draft, old, said })
  if (isUnchanged(draft, old)) return accepted(old, said)
  return commit(env, request, { draft, old, said })
}

/** A resourceVersion that is given must be the stored one; a few kinds insist on one. */
function versionProblem({ metadata }: Draft, old: ApiObject, kind: Kind): Status | undefined {
  const version = metadata['resourceVersion']
  const isGiven = version !== undefined && version !== '' && version !== '0'
  if (isGiven) return version === old.metadata.resourceVersion ? undefined : conflictStatus(subjectOf(kind, old.metadata.name), modified)
  if (!kind.updatesNeedVersion) return undefined
  const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update')
  return invalidStatus({ group: kind.group, kind: kind.plural, name: old.metadata.name }, [error])
}

/** The strategy of the object or of its subresource: each keeps what the other one writes. */
function prepare({ draft, old, kind, subresource }: { draft: Draft; old: ApiObject; kind: Kind; subresource: UpdateRequest['subresource'] }): void {
  setGeneration(draft, old.metadata.generation)
  if (subresource === 'status') kind.prepareForStatusUpdate?.(draft, old)
  else if (subresource === undefined) {
    kind.prepareForUpdate?.(draft, old)
    if (kind.generation && isNewGeneration(kind, draft, old)) setGeneration(draft, (old.metadata.generation ?? 0) + 1)
  }
  keepForUpdate(draft, old)
}

/** Metadata may change with every subresource; of the rest only one part may. */
function keepAllBut(part: 'status' | 'spec', { metadata, [part]: changed }: Draft, old: ApiObject): Draft {
  // What is kept stays shared with the stored object, and frozen.
  const draft: Draft = { ...old, metadata }
  if (changed !== undefined) draft[part] = changed
  return draft
}

/** What is as it was is shared with the stored object from here on, so that validation can tell by a glance. */
function share(draft: Draft, old: ApiObject): void {
  const { metadata } = draft
  shareFields(metadata, old.metadata)
  shareFields(draft, old)
  // The draft's own, to be written into.
  draft.metadata = metadata
}

function shareFields(draft: { [field: string]: unknown }, old: object): void {
  for (const field in old) {
    const value: unknown = Reflect.get(old, field)
    if (draft[field] !== value && sameJson(draft[field], value)) draft[field] = value
  }
}

/** After `share`, what is the same is one and the same. */
const isUnchanged = (draft: Draft, old: ApiObject): boolean => holdsTheSame(draft.metadata, old.metadata) && holdsTheSame(draft, old)

function holdsTheSame(draft: { readonly [field: string]: unknown }, old: object): boolean {
  for (const field in draft) if (field !== 'metadata' && draft[field] !== Reflect.get(old, field)) return false
  for (const field in old) if (field !== 'metadata' && draft[field] !== Reflect.get(old, field)) return false
  return true
}

function validate(kind: Kind, object: ApiObject, { old, subresource }: { old: ApiObject; subresource: UpdateRequest['subresource'] }): readonly FieldError[] {
  const own = subresource === 'finalize' ? [] : subresource === 'status' ? (kind.validateStatusUpdate?.(object, old) ?? []) : kind.validateUpdate(object, old)
  const { namespaced } = kind
  if (isMetadataSettled(object.metadata, old.metadata)) return own
  // Metadata is looked at by the registry and again by the strategy, so its errors come twice.
  return [...validateObjectMeta(object, { name: pathSegmentProblems, namespaced, plainFinalizers: true }), ...validateObjectMetaUpdate(object, old), ...own]
}

/** What every name must be, so that it can stand in a path. */
function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((letter) => name.includes(letter)).map((letter) => `may not contain '${letter}'`)
}

function isNewGeneration({ generationCounts }: Kind, draft: Draft, old: ApiObject): boolean {
  if (generationCounts === 'nothing') return false
  if (!sameSpec(draft, old)) return true
  return generationCounts !== undefined && !sameJson(draft.metadata[generationCounts] ?? {}, old.metadata[generationCounts] ?? {})
}

/** Everything whose change counts as a new generation for every kind. */
function sameSpec(draft: Draft, old: ApiObject): boolean {
  const fields = new Set([...Object.keys(draft), ...Object.keys(old)])
  return [...fields].every((field) => field === 'metadata' || field === 'status' || sameJson(draft[field], Reflect.get(old, field)))
}

/** A deleted object goes when its last finalizer does, if no grace period is left. */
function isReleased(draft: Draft, { metadata: { deletionTimestamp, deletionGracePeriodSeconds = 0 } }: ApiObject, kind: Kind): boolean {
  const { finalizers } = draft.metadata
  const holds = Array.isArray(finalizers) && finalizers.length > 0
  if (deletionTimestamp === undefined || holds || deletionGracePeriodSeconds > 0) return false
  const inSpec = fieldsAt(draft, 'spec')?.['finalizers']
  return !kind.subresources.includes('finalize') || !Array.isArray(inSpec) || inSpec.length === 0
}

interface Change {
  readonly draft: Draft
  readonly old: ApiObject
  readonly said: readonly string[]
}

function release(env: ServerEnv, { kind, namespace, name, dryRun }: Target, { draft, old, said }: Change): Outcome {
  const expected = Number(old.metadata.resourceVersion)
  if (!dryRun) remove(env.store, objectKey(kind, namespace, name), { at: env.at, cause: env.cause, expected })
  inOrder(draft)
  return accepted(freeze(asObject(draft)), said)
}

function commit(env: ServerEnv, { kind, namespace, name, dryRun }: Target, { draft, old, said }: Change): Outcome {
  const expected = Number(old.metadata.resourceVersion)
  if (!dryRun) draft.metadata['resourceVersion'] = String(env.store.revision + 1)
  inOrder(draft)
  const object = freeze(asObject(draft))
  if (!dryRun) put(env.store, objectKey(kind, namespace, name), object, { at: env.at, cause: env.cause, expected })
  return accepted(object, said)
}

/**
 * POST of an object. Follows kubernetes v1.36 apiserver/pkg/registry/generic/registry/store.go (Create) and
 * apiserver/pkg/endpoints/handlers/create.go: decode and default, admit, prepare, validate, commit.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { alreadyExistsStatus, badRequestStatus, invalidStatus } from '../../api/meta/status.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put } from '../etcd/store.ts'
import { admit } from './admission.ts'
import { allocateFor } from './allocation.ts'
import { readBody, readValue } from './body.ts'
import { accepted, refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { fillForCreate, generatedName, inOrder, randomUid } from './object-meta.ts'

export interface CreateRequest extends WriteOptions {
  readonly kind: Kind
  /** The namespace of the path, '' for cluster-scoped kinds. */
  readonly namespace: string
  /** JSON text, or an object that a component hands over. */
  readonly body: string | ApiObject
  readonly user: string
}

/** Generated names that collide are drawn again. */
const nameAttempts = 8

export function create(env: ServerEnv, request: CreateRequest): Outcome {
  const { kind } = request
  const read = typeof request.body === 'string' ? readBody(kind, request.body, request) : readValue(kind, request.body, request)
  if (!read.ok) return refused(read.status)
  const { draft } = read
  const misplaced = placeIn(draft, request)
  if (misplaced) return refused(misplaced)
  const base = String(draft.metadata['generateName'] ?? '')
  const generated = !draft.metadata['name'] && base !== ''
  const denied = admit({ env, operation: 'CREATE', kind, namespace: request.namespace, name: String(draft.metadata['name'] || base), draft, user: request.user })
  if (denied) return refused(denied)
  for (let attempt = 1; ; attempt++) {
    if (generated) draft.metadata['name'] = generatedName(base, env.random)
    const outcome = createNamed(env, request, { draft, warnings: read.warnings })
    const collided = !outcome.ok && outcome.status.reason === 'AlreadyExists'
    if (!generated || !collided || attempt >= nameAttempts) return outcome
  }
}

/** The namespace of the object and of the path must be one; '' in the object means that of the path. */
function placeIn(draft: Draft, { kind, namespace }: CreateRequest) {
  const { metadata } = draft
  if (!kind.namespaced) return undefined
  if (metadata['namespace'] === undefined || metadata['namespace'] === '') metadata['namespace'] = namespace
  if (metadata['namespace'] === namespace) return undefined
  return badRequestStatus('the namespace of the provided object does not match the namespace sent on the request')
}

function createNamed(env: ServerEnv, request: CreateRequest, { draft, warnings }: { draft: Draft; warnings: readonly string[] }): Outcome {
  const { kind, namespace, dryRun = false } = request
  const name = String(draft.metadata['name'] ?? '')
  kind.prepareForCreate?.(draft, env.now)
  fillForCreate(draft, { now: env.now, uid: randomUid(env.random), generation: kind.generation })
  const object = asObject(draft)
  const errors = kind.validate(object)
  if (errors.length > 0) return refused(invalidStatus({ group: kind.group, kind: kind.kind, name }, errors))
  const unallocated = allocateFor(env, kind, { draft })
  if (unallocated) return refused(unallocated)
  const key = objectKey(kind, namespace, name)
  if (get(env.store, key)) return refused(alreadyExistsStatus(subjectOf(kind, name)))
  const said = [...warnings, ...(kind.warnings?.(object) ?? [])]
  inOrder(draft)
  if (dryRun) return accepted(freeze(asObject(draft)), said)
  draft.metadata['resourceVersion'] = String(env.store.revision + 1)
  inOrder(draft)
  const created = freeze(asObject(draft))
  put(env.store, key, created, { at: env.at, cause: env.cause, expected: 0 })
  return accepted(created, said)
}

/** A draft has every field its kind's type promises, because it was decoded as that kind. */
export const asObject = (draft: Draft): ApiObject => draft as unknown as ApiObject

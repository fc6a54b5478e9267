/**
 * POST of an object. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers/create.go and
 * apiserver/pkg/registry/generic/registry/store.go (Create): decode and default, admit, name, allocate, prepare, validate,
 * commit. An update of a missing object comes here too, for the few kinds that allow it.
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { alreadyExistsStatus, invalidStatus, type Status } from '../../api/meta/status.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put } from '../etcd/store.ts'
import { admit } from './admission.ts'
import { readBody, readValue } from './body.ts'
import { accepted, refused, type Outcome, type ServerEnv, type WriteOptions } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { fillForCreate, generatedName, inOrder, namespaceProblem, randomUid, setGeneration } from './object-meta.ts'
import { dropRepeatedOwners } from './owner-references.ts'
import { beginCreate } from './service/begin.ts'
import { versionOnCreate } from './statuses.ts'

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
  const misplaced = namespaceProblem(read.draft, request)
  return misplaced ? refused(misplaced) : createDraft(env, request, read)
}

export interface Incoming {
  readonly draft: Draft
  readonly warnings: readonly string[]
}

/** From a decoded object on. */
export function createDraft(env: ServerEnv, request: Omit<CreateRequest, 'body'>, { draft, warnings }: Incoming): Outcome {
  const { kind, namespace, user } = request
  const base = String(draft.metadata['generateName'] ?? '')
  const isGenerated = !draft.metadata['name'] && base !== ''
  const said = [...warnings, ...dropRepeatedOwners(draft, { isPatch: false })]
  const denied = admit({ env, operation: 'CREATE', kind, namespace, name: String(draft.metadata['name'] || base), draft, user })
  if (denied) return refused(denied)
  for (let attempt = 1; ; attempt++) {
    if (isGenerated) draft.metadata['name'] = generatedName(base, env.random)
    const outcome = createNamed(env, request, { draft, warnings: said })
    const collided = !outcome.ok && outcome.status.reason === 'AlreadyExists'
    if (!isGenerated || !collided || attempt >= nameAttempts) return outcome
  }
}

function createNamed(env: ServerEnv, request: Omit<CreateRequest, 'body'>, { draft, warnings }: Incoming): Outcome {
  const { kind, namespace, dryRun = false } = request
  const name = String(draft.metadata['name'] ?? '')
  fillForCreate(draft, { now: env.now, uid: randomUid(env.random) })
  if (kind.generation) setGeneration(draft, 1)
  const unallocated = beginCreate(env, kind, { draft, dryRun })
  if (unallocated) return refused(unallocated)
  kind.prepareForCreate?.(draft, env.now)
  const object = asObject(draft)
  const errors = kind.validate(object)
  if (errors.length > 0) return refused(invalidStatus({ group: kind.group, kind: kind.kind, name }, errors))
  const key = objectKey(kind, namespace, name)
  const existing = get(env.store, key)
  const conflict = (dryRun ? undefined : versionProblem(draft)) ?? (existing ? existsStatus(kind, existing.value) : undefined)
  if (conflict) return refused(conflict)
  const said = request.unheard ? warnings : [...warnings, ...(kind.warnings?.(object) ?? [])]
  if (dryRun) delete draft.metadata['resourceVersion']
  else draft.metadata['resourceVersion'] = String(env.store.revision + 1)
  inOrder(draft)
  const created = freeze(asObject(draft))
  if (!dryRun) put(env.store, key, created, { at: env.at, cause: env.cause, expected: 0 })
  return accepted(created, said)
}

const versionProblem = ({ metadata }: Draft): Status | undefined =>
  metadata['resourceVersion'] === undefined || metadata['resourceVersion'] === '' ? undefined : versionOnCreate()

function existsStatus(kind: Kind, existing: ApiObject): Status {
  const status = alreadyExistsStatus(subjectOf(kind, existing.metadata.name))
  return existing.metadata.deletionTimestamp === undefined ? status : { ...status, message: `object is being deleted: ${status.message ?? ''}` }
}

/** A draft has every field its kind's type promises, because it was decoded as that kind. */
export const asObject = (draft: Draft): ApiObject => draft as unknown as ApiObject

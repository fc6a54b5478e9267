/**
 * DELETE of an object. Follows kubernetes v1.36 apiserver/pkg/registry/generic/registry/store.go (Delete), rest/delete.go
 * and the storages of namespaces, pods and services: preconditions, grace periods (pods), finalizers, propagation policies
 * as finalizers, and namespaces, which wait until the namespace controller has emptied them.
 */
import { kindOfResource } from '../../api/kinds/registry.ts'
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject, ObjectMeta } from '../../api/meta/object.ts'
import { conflictStatus, forbiddenStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { formatSeconds, secondsOf } from '../../api/meta/time.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put, remove } from '../etcd/store.ts'
import type { DeleteOptions } from './delete-options.ts'
import { accepted, refused, type Outcome, type ServerEnv } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'

export interface DeleteRequest {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly options: DeleteOptions
}

/** What became of it: gone at once, or marked and still there. */
export type DeleteOutcome = Outcome & { readonly gone?: boolean }

/** Namespaces that the server keeps. */
const immortal = ['default', 'kube-system', 'kube-public']

export function deleteObject(env: ServerEnv, request: DeleteRequest): DeleteOutcome {
  const { kind, namespace, name } = request
  if (kind.kind === 'Namespace' && immortal.includes(name)) return refused(forbiddenStatus(subjectOf(kind, name), 'this namespace may not be deleted'))
  const stored = get(env.store, objectKey(kind, namespace, name))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const object = stored.value
  const refusal = preconditionProblem(request, object)
  if (refusal) return refused(refusal)
  if (kind.subresources.includes('finalize')) return deleteNamespace(env, request, object)
  return deleteStored(env, request, object)
}

/** The generic way, for everything but a namespace that is not empty yet. */
function deleteStored(env: ServerEnv, request: DeleteRequest, object: ApiObject): DeleteOutcome {
  const { kind, options } = request
  const grace = graceOf(env, kind, object, options)
  if (grace.type === 'pending') return accepted(object)
  const finalizers = finalizersFor(kind, object, options)
  const { finalizers: _, ...metadata } = object.metadata
  const kept = finalizers.length > 0 ? { finalizers } : {}
  if (grace.type === 'graceful') {
    const marked = { ...object, metadata: { ...bumped(object), ...kept, deletionTimestamp: grace.deletionTimestamp, deletionGracePeriodSeconds: grace.seconds } }
    const outcome = mark(env, request, marked, object)
    return outcome.ok && finalizers.length === 0 && grace.seconds === 0 ? goAtOnce(env, request, outcome.object) : outcome
  }
  if (finalizers.length === 0) return goAtOnce(env, request, { ...object, metadata })
  return mark(env, request, { ...object, metadata: { ...bumped(object), ...kept, ...markedNow(env, object) } }, object)
}

function preconditionProblem({ kind, name, options }: DeleteRequest, { metadata }: ApiObject): Status | undefined {
  const { uid, resourceVersion } = options.preconditions ?? {}
  const inStorage = kind.subresources.includes('finalize')
  const subject = inStorage ? subjectOf(kind, name) : { group: kind.group, resource: kind.kind, name }
  const differs = (what: 'UID' | 'ResourceVersion', asked: string, live: string, might: string): Status =>
    conflictStatus(
      subject,
      inStorage
        ? `Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${live}`
        : `the ${what} in the precondition (${asked}) does not match the ${what} in record (${live}). The object might have been ${might}`,
    )
  if (uid !== undefined && uid !== metadata.uid) return differs('UID', uid, metadata.uid ?? '', 'deleted and then recreated')
  if (resourceVersion === undefined || resourceVersion === metadata.resourceVersion) return undefined
  return differs('ResourceVersion', resourceVersion, metadata.resourceVersion ?? '', 'modified')
}

/** The propagation policy is kept as a finalizer that the garbage collector takes off. */
function finalizersFor(kind: Kind, { metadata: { finalizers = [] } }: ApiObject, { propagationPolicy, orphanDependents }: DeleteOptions): readonly string[] {
  if (kind.ignoresPropagation) return finalizers.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion')
  const policy = orphanDependents === undefined ? propagationPolicy : orphanDependents ? 'Orphan' : 'Background'
  if (policy === undefined) return finalizers
  const others = finalizers.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion')
  if (policy === 'Orphan') return [...others, 'orphan']
  return policy === 'Foreground' ? [...others, 'foregroundDeletion'] : others
}

type Grace =
  /** The kind knows no grace, or none is left. */
  | { readonly type: 'none' }
  /** Its time runs already, and is not shortened. */
  | { readonly type: 'pending' }
  | { readonly type: 'graceful'; readonly seconds: number; readonly deletionTimestamp: string }

function graceOf(env: ServerEnv, kind: Kind, object: ApiObject, { gracePeriodSeconds }: DeleteOptions): Grace {
  if (!kind.gracePeriodSeconds) return { type: 'none' }
  const asked = gracePeriodSeconds !== undefined && gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds
  const { deletionTimestamp, deletionGracePeriodSeconds: running = 0 } = object.metadata
  const now = secondsOf(env.now)
  if (deletionTimestamp === undefined) {
    const usual = kind.gracePeriodSeconds(object)
    const seconds = usual === 0 ? 0 : (asked ?? usual)
    return { type: 'graceful', seconds, deletionTimestamp: formatSeconds(now + seconds) }
  }
  if (running === 0) return { type: 'none' }
  if (asked === undefined || asked >= running) return { type: 'pending' }
  // The time already spent counts, but the new date is never in the past.
  const ends = secondsOf(deletionTimestamp) - running + asked
  const isPast = ends < now
  return { type: 'graceful', seconds: isPast && asked !== 0 ? 1 : asked, deletionTimestamp: formatSeconds(isPast ? now : ends) }
}

/** Metadata of an object whose deletion begins: a new generation, where generations are counted. */
function bumped({ metadata: { finalizers: _, ...metadata } }: ApiObject): ObjectMeta {
  const begins = metadata.deletionTimestamp === undefined && (metadata.generation ?? 0) > 0
  return begins ? { ...metadata, generation: (metadata.generation ?? 0) + 1 } : metadata
}

function markedNow(env: ServerEnv, { metadata: { deletionTimestamp } }: ApiObject): Partial<ObjectMeta> {
  const isEarlier = deletionTimestamp !== undefined && secondsOf(deletionTimestamp) <= secondsOf(env.now)
  return { deletionTimestamp: isEarlier ? deletionTimestamp : env.now, deletionGracePeriodSeconds: 0 }
}

/** The first request makes it Terminating; the controller empties it; then the last finalizer lets it go. */
function deleteNamespace(env: ServerEnv, request: DeleteRequest, object: ApiObject): DeleteOutcome {
  const { spec, status } = object as ApiObject & { readonly spec?: { readonly finalizers?: readonly string[] }; readonly status?: object }
  if (object.metadata.deletionTimestamp !== undefined) {
    return (spec?.finalizers ?? []).length > 0 ? accepted(object) : deleteStored(env, request, object)
  }
  const finalizers = finalizersFor(request.kind, object, request.options)
  const { finalizers: _, ...metadata } = object.metadata
  const marked = { ...object, metadata: { ...metadata, deletionTimestamp: env.now, ...(finalizers.length > 0 && { finalizers }) }, status: { ...status, phase: 'Terminating' } }
  return mark(env, request, marked, object)
}

function mark(env: ServerEnv, { kind, namespace, name, options }: DeleteRequest, marked: ApiObject, { metadata: { resourceVersion } }: ApiObject): DeleteOutcome {
  if (options.dryRun) return accepted(freeze(marked))
  const next = freeze({ ...marked, metadata: { ...marked.metadata, resourceVersion: String(env.store.revision + 1) } })
  put(env.store, objectKey(kind, namespace, name), next, { at: env.at, cause: env.cause, expected: Number(resourceVersion) })
  return accepted(next)
}

function goAtOnce(env: ServerEnv, request: DeleteRequest, object: ApiObject): DeleteOutcome {
  const { kind, namespace, name, options } = request
  const stamp = { at: env.at, cause: env.cause }
  if (!options.dryRun) {
    remove(env.store, objectKey(kind, namespace, name), { ...stamp, expected: Number(object.metadata.resourceVersion) })
    if (kind.kind === 'Service') removeEndpoints(env, { namespace, name })
  }
  return { ...accepted(freeze(object)), gone: true }
}

/** A Service takes its Endpoints along, so that a new one of its name does not find the old addresses. */
function removeEndpoints(env: ServerEnv, { namespace, name }: { namespace: string; name: string }): void {
  const kind = kindOfResource('endpoints')
  const stored = kind && get(env.store, objectKey(kind, namespace, name))
  if (stored) remove(env.store, stored.key, { at: env.at, cause: env.cause, expected: stored.modRevision })
}

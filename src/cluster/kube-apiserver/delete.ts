/**
 * DELETE of an object. Follows kubernetes v1.36 apiserver/pkg/registry/generic/registry/store.go (Delete) and
 * rest/delete.go: preconditions, grace periods (pods), finalizers, propagation policy as finalizers, and namespaces,
 * which wait until the namespace controller has emptied them.
 */
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { conflictStatus, forbiddenStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { formatSeconds, secondsOf } from '../../api/meta/time.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put, remove } from '../etcd/store.ts'
import { accepted, refused, type Outcome, type ServerEnv } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { specFinalizers } from './update.ts'

export interface DeleteRequest {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly options: DeleteOptions
  readonly dryRun?: boolean
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: string
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

/** What became of it: gone at once, or marked and still there. */
export type DeleteOutcome = Outcome & { readonly gone?: boolean }

/** Namespaces that the server keeps. */
const immortal = ['default', 'kube-system', 'kube-public']

export function deleteObject(env: ServerEnv, request: DeleteRequest): DeleteOutcome {
  const { kind, namespace, name, options } = request
  const stored = get(env.store, objectKey(kind, namespace, name))
  if (!stored) return refused(notFoundStatus(subjectOf(kind, name)))
  const object = stored.value
  const refusal = preconditionProblem(request, object) ?? immortalProblem(request)
  if (refusal) return refused(refusal)
  const finalizers = finalizersFor(object, options)
  const grace = gracePeriod(kind, object, options)
  const waits = grace > 0 || finalizers.length > 0 || (kind.subresources.includes('finalize') && specFinalizers(object).length > 0)
  if (!waits) return goAtOnce(env, request, object)
  const marked = mark(env, object, { finalizers, grace })
  if (marked === object) return accepted(object)
  const next = freeze({ ...marked, metadata: { ...marked.metadata, resourceVersion: String(env.store.revision + 1) } })
  if (request.dryRun) return accepted(freeze(marked))
  put(env.store, stored.key, next, { at: env.at, cause: env.cause, expected: stored.modRevision })
  return accepted(next)
}

function preconditionProblem({ kind, name, options }: DeleteRequest, object: ApiObject): Status | undefined {
  const { uid, resourceVersion } = options.preconditions ?? {}
  const subject = subjectOf(kind, name)
  if (uid !== undefined && uid !== object.metadata.uid) {
    return conflictStatus(subject, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${object.metadata.uid ?? ''}`)
  }
  if (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion) {
    const text = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${object.metadata.resourceVersion ?? ''}`
    return conflictStatus(subject, text)
  }
  return undefined
}

const immortalProblem = ({ kind, name }: DeleteRequest): Status | undefined =>
  kind.kind === 'Namespace' && immortal.includes(name) ? forbiddenStatus(subjectOf(kind, name), 'this namespace may not be deleted') : undefined

/** The propagation policy is kept as a finalizer that the garbage collector takes off. */
function finalizersFor(object: ApiObject, { propagationPolicy }: DeleteOptions): readonly string[] {
  const others = (object.metadata.finalizers ?? []).filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion')
  if (propagationPolicy === 'Orphan') return [...others, 'orphan']
  if (propagationPolicy === 'Foreground') return [...others, 'foregroundDeletion']
  return propagationPolicy === undefined ? (object.metadata.finalizers ?? []) : others
}

/** Seconds that the object stays; a shorter period than the one that already runs shortens it. */
function gracePeriod(kind: Kind, object: ApiObject, { gracePeriodSeconds }: DeleteOptions): number {
  const usual = kind.gracePeriodSeconds?.(object) ?? 0
  if (usual === 0) return 0
  const asked = Math.max(0, gracePeriodSeconds ?? usual)
  const running = object.metadata.deletionTimestamp === undefined ? undefined : object.metadata.deletionGracePeriodSeconds
  return running === undefined ? asked : Math.min(running, gracePeriodSeconds === undefined ? running : asked)
}

function mark(env: ServerEnv, object: ApiObject, { finalizers, grace }: { finalizers: readonly string[]; grace: number }): ApiObject {
  const { metadata } = object
  const sameFinalizers = JSON.stringify(finalizers) === JSON.stringify(metadata.finalizers ?? [])
  if (metadata.deletionTimestamp !== undefined && sameFinalizers && metadata.deletionGracePeriodSeconds === grace) return object
  const goesAt = formatSeconds(secondsOf(env.now) + grace)
  const { finalizers: _, ...rest } = metadata
  const marked: ApiObject = {
    ...object,
    metadata: {
      ...rest,
      ...(metadata.generation !== undefined && metadata.deletionTimestamp === undefined && { generation: metadata.generation + 1 }),
      deletionTimestamp: metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === grace ? metadata.deletionTimestamp : goesAt,
      deletionGracePeriodSeconds: grace,
      ...(finalizers.length > 0 && { finalizers }),
    },
  }
  return object.kind === 'Namespace' ? terminating(marked) : marked
}

const terminating = (namespace: ApiObject): ApiObject => {
  const { status } = namespace as ApiObject & { readonly status?: object }
  return { ...namespace, ...{ status: { ...status, phase: 'Terminating' } } }
}

function goAtOnce(env: ServerEnv, { kind, namespace, name, dryRun }: DeleteRequest, object: ApiObject): DeleteOutcome {
  const expected = Number(object.metadata.resourceVersion)
  if (!dryRun) remove(env.store, objectKey(kind, namespace, name), { at: env.at, cause: env.cause, expected })
  return { ...accepted(object), gone: true }
}

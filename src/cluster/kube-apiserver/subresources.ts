/**
 * Subresources that are not a part of the object: binding, eviction and scale.
 * Follows kubernetes v1.36 pkg/registry/core/pod/storage (storage.go, eviction.go) and pkg/registry/apps/deployment
 * (ScaleREST). Disruption budgets do not exist here yet, so an eviction is a delete.
 */
import type { Pod, Scale } from '../../api/generated/types.ts'
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { badRequestStatus, conflictStatus, invalidStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { invalid } from '../../api/meta/field-error.ts'
import { isObject, mergePatch } from '../../api/patch/merge.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put } from '../etcd/store.ts'
import type { ServerEnv } from './env.ts'
import { refused, type Outcome } from './env.ts'
import { objectKey, subjectOf } from './keys.ts'
import { find } from './lookup.ts'
import { update } from './update.ts'

interface Target {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

/** Puts a pod on a node; undefined if that went well. */
export function bind(env: ServerEnv, { namespace, name, uid, node }: { namespace: string; name: string; uid?: string; node: string }): Status | undefined {
  const pod = find(env, 'pods', { namespace, name })
  const subject = { group: '', resource: 'pods/binding', name }
  if (!pod) return notFoundStatus({ group: '', resource: 'pods', name })
  if (uid && uid !== pod.metadata.uid) {
    return conflictStatus(subject, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid ?? ''}`)
  }
  if (node === '') return badRequestStatus('target.name: Required value')
  if (pod.metadata.deletionTimestamp !== undefined) return conflictStatus(subject, `pod ${name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName) return conflictStatus(subject, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  const expected = Number(pod.metadata.resourceVersion)
  put(env.store, `/registry/pods/${namespace}/${name}`, freeze(bound(env, pod, node)), { at: env.at, cause: env.cause, expected })
  return undefined
}

function bound(env: ServerEnv, pod: Pod, node: string): Pod {
  const scheduled = { type: 'PodScheduled', status: 'True' as const, lastProbeTime: null, lastTransitionTime: env.now, observedGeneration: pod.metadata.generation }
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
  return {
    ...pod,
    metadata: { ...pod.metadata, resourceVersion: String(env.store.revision + 1) },
    spec: { ...pod.spec, nodeName: node },
    status: { ...pod.status, conditions: [...others, scheduled as never] },
  }
}

/** The Scale of an object whose kind has one; undefined if it has not. */
export function scaleOf({ kind }: Pick<Target, 'kind'>, object: ApiObject): Scale | undefined {
  if (!kind.scale) return undefined
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, ...(namespace && { namespace }), ...(uid && { uid }), ...(resourceVersion && { resourceVersion }), ...(creationTimestamp && { creationTimestamp }) },
    spec: { replicas: kind.scale.specReplicas(object) },
    status: { replicas: kind.scale.statusReplicas(object), selector: kind.scale.selector(object) },
  }
}

/** PUT, or PATCH with `patch` a merge patch of the Scale. */
export function scale(env: ServerEnv, target: Target, change: { body?: unknown; patch?: unknown; user: string; dryRun?: boolean }): Outcome {
  const { kind, namespace, name } = target
  const stored = get(env.store, objectKey(kind, namespace, name))
  const current = stored && scaleOf(target, stored.value)
  if (!stored || !current) return refused(notFoundStatus(subjectOf(kind, name)))
  const wanted = change.patch === undefined ? change.body : mergePatch(current, change.patch)
  const replicas = isObject(wanted) && isObject(wanted['spec']) ? (wanted['spec']['replicas'] ?? 0) : 0
  if (typeof replicas !== 'number') return refused(badRequestStatus('Scale in version "v1" cannot be handled as a Scale: spec.replicas is not a number'))
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0')
    return refused(invalidStatus({ group: 'autoscaling', kind: 'Scale', name }, [error]))
  }
  const asked = isObject(wanted) && isObject(wanted['metadata']) ? wanted['metadata']['resourceVersion'] : undefined
  const { spec } = stored.value as ApiObject & { readonly spec?: object }
  const body = {
    ...stored.value,
    metadata: { ...stored.value.metadata, ...(typeof asked === 'string' && { resourceVersion: asked }) },
    spec: { ...spec, replicas },
  }
  const outcome = update(env, { kind, namespace, name, body, user: change.user, dryRun: change.dryRun === true })
  const scaled = outcome.ok ? scaleOf(target, outcome.object) : undefined
  return outcome.ok && scaled ? { ...outcome, object: scaled } : outcome
}


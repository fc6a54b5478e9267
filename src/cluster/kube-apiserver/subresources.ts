/**
 * Subresources that are not a part of the object: binding and scale.
 * Follows kubernetes v1.36 pkg/registry/core/pod/storage/storage.go and pkg/registry/apps/deployment/storage (ScaleREST).
 */
import type { Pod, PodCondition, Scale } from '../../api/generated/types.ts'
import type { Kind } from '../../api/kinds/kind.ts'
import { invalid } from '../../api/meta/field-error.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { badRequestStatus, conflictStatus, invalidStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { isObject } from '../../api/meta/json.ts'
import { freeze } from '../../sim/freeze.ts'
import { get, put } from '../etcd/store.ts'
import { topologyLabels } from './admission/pod-topology-labels.ts'
import { refused, type Outcome, type ServerEnv } from './env.ts'
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
  if (node === '') return { ...badRequestStatus('target.name: Required value'), code: 500 }
  if (!pod) return notFoundStatus({ group: '', resource: 'pods', name })
  if (uid && uid !== pod.metadata.uid) {
    return conflictStatus({ ...subject, resource: 'pods' }, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid ?? ''}`)
  }
  if (pod.metadata.deletionTimestamp !== undefined) return conflictStatus(subject, `pod ${name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName) return conflictStatus(subject, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  if ((pod.spec.schedulingGates ?? []).length > 0) return conflictStatus(subject, `pod ${name} has non-empty .spec.schedulingGates`)
  const expected = Number(pod.metadata.resourceVersion)
  put(env.store, `/registry/pods/${namespace}/${name}`, freeze(bound(env, pod, node)), { at: env.at, cause: env.cause, expected })
  return undefined
}

function bound(env: ServerEnv, pod: Pod, node: string): Pod {
  const { nominatedNodeName, ...others } = pod.status ?? {}
  const status = nominatedNodeName === undefined ? (pod.status ?? {}) : others
  const topology = topologyLabels(env, node)
  const labels = Object.keys(topology).length > 0 ? { labels: { ...pod.metadata.labels, ...topology } } : {}
  return {
    ...pod,
    metadata: { ...pod.metadata, ...labels, resourceVersion: String(env.store.revision + 1) },
    spec: { ...pod.spec, nodeName: node },
    status: { ...status, conditions: scheduledNow(status.conditions ?? [], env.now) },
  }
}

/** The condition keeps its place, and its time if it was True already. */
function scheduledNow(conditions: readonly PodCondition[], now: string): readonly PodCondition[] {
  const before = conditions.find(({ type }) => type === 'PodScheduled')
  // Go writes a probe time of null where there is none.
  const since = before?.status === 'True' ? before.lastTransitionTime : now
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: since } as unknown as PodCondition
  return before ? conditions.map((condition) => (condition === before ? scheduled : condition)) : [...conditions, scheduled]
}

/** The Scale of an object whose kind has one; undefined if it has not. */
export function scaleOf({ kind }: Pick<Target, 'kind'>, object: ApiObject): Scale | undefined {
  if (!kind.scale) return undefined
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = kind.scale.selector(object)
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace && { namespace }), ...(uid && { uid }), ...(resourceVersion && { resourceVersion }), ...(creationTimestamp && { creationTimestamp }) },
    spec: { ...(kind.scale.specReplicas(object) !== 0 && { replicas: kind.scale.specReplicas(object) }) },
    status: { replicas: kind.scale.statusReplicas(object), ...(selector !== '' && { selector }) },
  }
}

export type CurrentScale = { readonly ok: true; readonly scale: Scale; readonly object: ApiObject } | { readonly ok: false; readonly status: Status }

export function currentScale(env: ServerEnv, target: Target): CurrentScale {
  const stored = get(env.store, objectKey(target.kind, target.namespace, target.name))
  const found = stored && scaleOf(target, stored.value)
  if (!stored || !found) return { ok: false, status: notFoundStatus(subjectOf(target.kind, target.name)) }
  return { ok: true, scale: found, object: stored.value }
}

/** `wanted` was decoded as a Scale. */
export function scale(env: ServerEnv, target: Target & { user: string; dryRun: boolean }, wanted: { readonly [field: string]: unknown }): Outcome {
  const { kind, namespace, name, user, dryRun } = target
  const current = currentScale(env, target)
  const metadata = isObject(wanted['metadata']) ? wanted['metadata'] : {}
  if (metadata['name'] !== name) return refused(badRequestStatus(`the name of the object (${String(metadata['name'] ?? '')}) does not match the name on the URL (${name})`))
  if (!current.ok) return refused(current.status)
  const replicas = Number(isObject(wanted['spec']) ? (wanted['spec']['replicas'] ?? 0) : 0)
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0')
    return refused(invalidStatus({ group: 'autoscaling', kind: 'Scale', name }, [error]))
  }
  const version = metadata['resourceVersion']
  const { spec } = current.object as ApiObject & { readonly spec?: object }
  const body = {
    ...current.object,
    metadata: { ...current.object.metadata, ...(typeof version === 'string' && { resourceVersion: version }) },
    spec: { ...spec, replicas },
  }
  const outcome = update(env, { kind, namespace, name, body, user, dryRun })
  const scaled = outcome.ok ? scaleOf(target, outcome.object) : undefined
  return outcome.ok && scaled ? { ...outcome, object: scaled } : outcome
}

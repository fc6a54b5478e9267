/**
 * Finds the ReplicaSet of the current template, keeps its annotations, and makes it when it is missing. Follows
 * kubernetes v1.36 pkg/controller/deployment/sync.go (getAllReplicaSetsAndSyncRevision, getNewReplicaSet).
 */
import type { PodTemplateSpec, ReplicaSet } from '../../../api/generated/types.ts'
import type { Status } from '../../../api/meta/status.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { tell } from '../../client-go/tell.ts'
import { controllerOf } from '../../../api/meta/object.ts'
import { controllerRef } from '../controller-ref.ts'
import { isEqual } from '../equal.ts'
import { isNamespaceTerminating } from '../namespace-terminating.ts'
import { conditionOf, hasDeadline, newCondition, reasons, withCondition } from './conditions.ts'
import { newSetReplicas } from './fenceposts.ts'
import { annotationsFor, maxRevision, revisionAnnotation, withReplicas } from './revision.ts'
import { byCreation, setStatus, specOf, writeStatus, type Rollout, type Sets } from './rollout.ts'
import { templateHash } from './template-hash.ts'

export const hashLabel = 'pod-template-hash'

/** The sets as they are; the current one is not made if it is missing. */
export function findSets(rollout: Rollout): ApiResult<Sets> {
  const existing = [...rollout.replicaSets].sort(byCreation).find((set) => isSameTemplate(specOf(rollout).template, set.spec?.template))
  const oldSets = rollout.replicaSets.filter((set) => set.metadata.uid !== existing?.metadata.uid)
  if (!existing) return { ok: true, object: { newSet: undefined, oldSets } }
  const newSet = keepAnnotations(rollout, existing, maxRevision(oldSets) + 1)
  return newSet.ok ? { ok: true, object: { newSet: newSet.object, oldSets } } : newSet
}

/** The sets, with the current one made if it is missing. */
export function findOrCreateSets(rollout: Rollout): ApiResult<Sets & { readonly newSet: ReplicaSet }> {
  const found = findSets(rollout)
  if (!found.ok) return found
  const { newSet, oldSets } = found.object
  const created: ApiResult<ReplicaSet> = newSet ? { ok: true, object: newSet } : create(rollout, oldSets)
  return created.ok ? { ok: true, object: { newSet: created.object, oldSets } } : created
}

/** By the set's frozen template: the deployment's template that it was found the same as, or not, the last time. */
const compared = new WeakMap<PodTemplateSpec, { readonly template: PodTemplateSpec; readonly isSame: boolean }>()

/** Templates are shared by all versions of an object that differ in status alone, and a rollout compares them at every sync. */
function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec | undefined): boolean {
  if (b === undefined) return false
  const known = compared.get(b)
  if (known?.template === a) return known.isSame
  const isSame = isEqual(withoutHash(a), withoutHash(b))
  compared.set(b, { template: a, isSame })
  return isSame
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {}
  return withLabels(template, labels)
}

const withLabels = (template: PodTemplateSpec, labels: { readonly [key: string]: string }): PodTemplateSpec =>
  template.metadata ? { ...template, metadata: { ...template.metadata, labels } } : template

function keepAnnotations(rollout: Rollout, set: ReplicaSet, revision: number): ApiResult<ReplicaSet> {
  const { c, deployment } = rollout
  const annotations = annotationsFor(deployment, set.metadata.annotations ?? {}, revision)
  const minReadySeconds = specOf(rollout).minReadySeconds ?? 0
  if (!isEqual(annotations, set.metadata.annotations) || (set.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    const spec = { ...set.spec, minReadySeconds }
    return c.client.update(c.ctx, 'replicasets.apps', { ...set, metadata: { ...set.metadata, annotations }, spec })
  }
  const isNews = takeRevision(rollout, annotations[revisionAnnotation] ?? '')
  const isFirstSeen = hasDeadline(deployment) && !conditionOf(deployment.status, 'Progressing')
  if (isFirstSeen) progress(rollout, reasons.foundNewSet, `Found new replica set "${set.metadata.name}"`)
  if (!isNews && !isFirstSeen) return { ok: true, object: set }
  const written = writeStatus(rollout)
  return written.ok ? { ok: true, object: set } : written
}

/** The Deployment's own revision follows its current set's. True if it changed. */
function takeRevision(rollout: Rollout, revision: string): boolean {
  const { metadata } = rollout.deployment
  if (metadata.annotations?.[revisionAnnotation] === revision) return false
  const annotations = { ...metadata.annotations, [revisionAnnotation]: revision }
  rollout.deployment = { ...rollout.deployment, metadata: { ...metadata, annotations } }
  return true
}

function progress(rollout: Rollout, reason: string, message: string, status: 'True' | 'False' = 'True'): void {
  const { c, deployment } = rollout
  const condition = newCondition({ type: 'Progressing', status, reason, message }, c.client.timestamp(c.ctx))
  setStatus(rollout, withCondition(deployment.status ?? {}, condition))
}

function create(rollout: Rollout, oldSets: readonly ReplicaSet[]): ApiResult<ReplicaSet> {
  const { c, deployment } = rollout
  const revision = maxRevision(oldSets) + 1
  const fresh = newReplicaSet(rollout, oldSets, revision)
  const created = c.client.create(c.ctx, 'replicasets.apps', fresh)
  if (!created.ok && created.status.reason === 'AlreadyExists') return takeExisting(rollout, fresh.metadata.name, { revision, conflict: created.status })
  if (!created.ok) return reportFailure(rollout, fresh.metadata.name, created.status)
  const { name, resourceVersion } = created.object.metadata
  const replicas = created.object.spec?.replicas ?? 0
  const object = `deployments.apps/${deployment.metadata.namespace}/${deployment.metadata.name}`
  const about = { actor: 'controller/deployment', object, revision: Number(resourceVersion) }
  tell(c.ctx, 'deployment.created-replicaset', about, { deployment: deployment.metadata.name, replicaset: name, replicas })
  if (replicas > 0) {
    c.event(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message: `Scaled up replica set ${name} from 0 to ${replicas}` })
  }
  return announce(rollout, created.object, revision)
}

/** The new set's revision and condition go into the Deployment. */
function announce(rollout: Rollout, set: ReplicaSet, revision: number): ApiResult<ReplicaSet> {
  const isNews = takeRevision(rollout, String(revision))
  const hasCondition = hasDeadline(rollout.deployment)
  if (hasCondition) progress(rollout, reasons.newSetCreated, `Created new replica set "${set.metadata.name}"`)
  if (!isNews && !hasCondition) return { ok: true, object: set }
  const written = writeStatus(rollout)
  return written.ok ? { ok: true, object: set } : written
}

function newReplicaSet({ deployment }: Rollout, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec
  const hash = templateHash(template, deployment.status?.collisionCount)
  const labels = { ...template.metadata?.labels, [hashLabel]: hash }
  const { name, namespace } = deployment.metadata
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace !== undefined && { namespace }),
      labels,
      annotations: withReplicas(deployment, annotationsFor(deployment, {}, revision)),
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: newSetReplicas(deployment, oldSets, 0),
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: withLabels(template, labels),
    },
  }
}

/** A set of that name is ours if the cache was late, or it belongs to someone else and the hash must change. */
function takeExisting(rollout: Rollout, name: string, { revision, conflict }: { revision: number; conflict: Status }): ApiResult<ReplicaSet> {
  const { c, deployment } = rollout
  const existing = c.client.get(c.ctx, 'replicasets.apps', deployment.metadata.namespace ?? '', name)
  if (!existing.ok) return existing
  const isOurs = controllerOf(existing.object)?.uid === deployment.metadata.uid
  if (isOurs && isSameTemplate(specOf(rollout).template, existing.object.spec?.template)) {
    if (!takeRevision(rollout, String(revision))) return existing
    const written = writeStatus(rollout)
    return written.ok ? existing : written
  }
  setStatus(rollout, { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 })
  writeStatus(rollout)
  return { ok: false, status: conflict }
}

function reportFailure(rollout: Rollout, name: string, status: Status): ApiResult<ReplicaSet> {
  const { c, deployment } = rollout
  if (isNamespaceTerminating(status)) return { ok: false, status }
  const message = `Failed to create new replica set "${name}": ${status.message}`
  if (hasDeadline(deployment)) {
    progress(rollout, reasons.createFailed, message, 'False')
    writeStatus(rollout)
  }
  c.event(deployment, { type: 'Warning', reason: reasons.createFailed, message })
  return { ok: false, status }
}

/**
 * Revisions and the annotations that carry them, and the replica counts that scaling remembers. Follows kubernetes
 * v1.36 pkg/controller/deployment/util/deployment_util.go (SetNewReplicaSetAnnotations, SetReplicasAnnotations).
 */
import type { Deployment, ReplicaSet } from '../../../api/generated/types.ts'
import { byCreation, wanted } from './rollout.ts'
import { maxSurge } from './fenceposts.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
const historyAnnotation = 'deployment.kubernetes.io/revision-history'
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas'
const maxAnnotation = 'deployment.kubernetes.io/max-replicas'

/** Annotations of a Deployment that its ReplicaSets do not take over. */
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
])
/** Upstream's bound on the length of the history annotation. */
const historyLimit = 2000

type Annotations = { readonly [key: string]: string }

export const revisionOf = (set: ReplicaSet): number => numberIn(set.metadata.annotations, revisionAnnotation) ?? 0
export const desiredOf = (set: ReplicaSet): number | undefined => numberIn(set.metadata.annotations, desiredAnnotation)
export const maxReplicasOf = (set: ReplicaSet): number | undefined => numberIn(set.metadata.annotations, maxAnnotation)

export const maxRevision = (sets: readonly ReplicaSet[]): number => sets.reduce((max, set) => Math.max(max, revisionOf(set)), 0)

function numberIn(annotations: Annotations | undefined, key: string): number | undefined {
  const text = annotations?.[key]
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}

/** What the current set's annotations must be; the same object if nothing changes. */
export function annotationsFor(deployment: Deployment, annotations: Annotations, revision: number): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key, value]) => !notCopied.has(key) && annotations[key] !== value)
  const known = numberIn(annotations, revisionAnnotation) ?? 0
  if (copied.length === 0 && known >= revision) return annotations
  const taken = { ...annotations, ...Object.fromEntries(copied) }
  return known >= revision ? taken : withRevision(taken, revision)
}

function withRevision(annotations: Annotations, revision: number): Annotations {
  const old = annotations[revisionAnnotation]
  const next = { ...annotations, [revisionAnnotation]: String(revision) }
  return old === undefined ? next : { ...next, [historyAnnotation]: history(annotations[historyAnnotation] ?? '', old) }
}

/** The revisions a set has had, oldest first; the oldest fall out when it grows too long. */
function history(text: string, revision: string): string {
  const revisions = text === '' ? [revision] : [...text.split(','), revision]
  while (revisions.length > 1 && revisions.join(',').length > historyLimit) revisions.shift()
  return revisions.join(',')
}

export const withReplicas = (deployment: Deployment, annotations: Annotations): Annotations => ({
  ...annotations,
  [desiredAnnotation]: String(wanted(deployment)),
  [maxAnnotation]: String(wanted(deployment) + maxSurge(deployment)),
})

export const replicasNeedUpdate = (deployment: Deployment, set: ReplicaSet): boolean =>
  desiredOf(set) !== wanted(deployment) || maxReplicasOf(set) !== wanted(deployment) + maxSurge(deployment)

export const byRevision = (a: ReplicaSet, b: ReplicaSet): number => revisionOf(a) - revisionOf(b) || byCreation(a, b)

/**
 * What one sync of a Deployment works on. Like upstream it keeps the resourceVersion that the cache gave: a sync that
 * writes the status twice meets a conflict the second time and starts again from a fresher cache.
 */
import type { Deployment, DeploymentSpec, DeploymentStatus, ReplicaSet } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'

export type DeploymentContext = ControllerContext<null>

export interface Rollout {
  readonly c: DeploymentContext
  /** The cached object with the status and annotations that this sync has given it. */
  deployment: Deployment
  /** Those it manages, by name. */
  readonly replicaSets: readonly ReplicaSet[]
}

/** The ReplicaSet of the current template, if there is one, and those of earlier templates. */
export interface Sets {
  readonly newSet: ReplicaSet | undefined
  readonly oldSets: readonly ReplicaSet[]
}

export const allSets = ({ newSet, oldSets }: Sets): ReplicaSet[] => (newSet ? [...oldSets, newSet] : [...oldSets])
/** Upstream's filter for sets that still want pods. */
export const active = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((set) => wanted(set) > 0)

/** spec.replicas. */
export const wanted = (object: Deployment | ReplicaSet): number => object.spec?.replicas ?? 1
export const sumWanted = (sets: readonly ReplicaSet[]): number => sum(sets, wanted)
export const sumOf = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
  sum(sets, (set) => set.status?.[field] ?? 0)

const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number => sets.reduce((total, set) => total + count(set), 0)

export const byCreation = (a: ReplicaSet, b: ReplicaSet): number => {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (left !== right) return left < right ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}

export function setStatus(rollout: Rollout, status: DeploymentStatus): void {
  rollout.deployment = { ...rollout.deployment, status }
}

export const specOf = (rollout: Rollout): DeploymentSpec => rollout.deployment.spec

export const writeStatus = ({ c, deployment }: Rollout): ApiResult<Deployment> => c.client.updateStatus(c.ctx, 'deployments.apps', deployment)

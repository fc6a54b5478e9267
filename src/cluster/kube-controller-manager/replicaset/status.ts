/**
 * A ReplicaSet's status: its counts and the ReplicaFailure condition. Follows kubernetes v1.36
 * pkg/controller/replicaset/replica_set_utils.go.
 */
import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../../api/generated/types.ts'
import { matchesLabels } from '../../../api/meta/selector.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { isEqual } from '../equal.ts'
import { isAvailable, isReady } from '../pod-state.ts'
import type { ReplicaSetContext } from './replicaset.ts'

/** Pods of one set that are wanted (not ended, not going), and those that are going. */
export interface Counts {
  readonly replicas: number
  readonly fullyLabeledReplicas: number
  readonly readyReplicas: number
  readonly availableReplicas: number
  readonly terminatingReplicas: number
}

export function countsFrom(c: ReplicaSetContext, set: ReplicaSet, { active, terminating }: { active: readonly Pod[]; terminating: readonly Pod[] }): Counts {
  const now = secondsOf(c.client.timestamp(c.ctx))
  const labels = set.spec?.template?.metadata?.labels ?? {}
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  return {
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => matchesLabels(labels, pod.metadata.labels ?? {})).length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: active.filter((pod) => isAvailable(pod, minReadySeconds, now)).length,
    terminatingReplicas: terminating.length,
  }
}

/** `failure` is why pods could not be made or deleted, if so. */
export function statusOf(c: ReplicaSetContext, set: ReplicaSet, { counts, failure }: { counts: Counts; failure: string | undefined }): ReplicaSetStatus {
  const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, terminatingReplicas } = counts
  const now = c.client.timestamp(c.ctx)
  const conditions = withFailure(set, failure === undefined ? undefined : failureCondition(set, { existing: replicas, message: failure, now }))
  return {
    replicas,
    ...(fullyLabeledReplicas > 0 && { fullyLabeledReplicas }),
    ...(readyReplicas > 0 && { readyReplicas }),
    ...(availableReplicas > 0 && { availableReplicas }),
    terminatingReplicas,
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  }
}

function failureCondition(set: ReplicaSet, { existing, message, now }: { existing: number; message: string; now: string }): ReplicaSetCondition {
  const reason = existing < (set.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete'
  return { type: 'ReplicaFailure', status: 'True', lastTransitionTime: now, reason, message }
}

/** A failure that is known already keeps its words and its time. */
function withFailure(set: ReplicaSet, failure: ReplicaSetCondition | undefined): ReplicaSetCondition[] {
  const known = set.status?.conditions ?? []
  const others = known.filter((condition) => condition.type !== 'ReplicaFailure')
  if (!failure) return others
  return others.length < known.length ? [...known] : [...others, failure]
}

/** Writes the status if it says something new; a conflict is tried once more on the fresh object. */
export function updateStatus(c: ReplicaSetContext, set: ReplicaSet, status: ReplicaSetStatus): ApiResult<ReplicaSet> {
  if (isEqual(status, set.status)) return { ok: true, object: set }
  const written = c.client.updateStatus(c.ctx, 'replicasets.apps', { ...set, status })
  if (written.ok) return written
  const fresh = c.client.get(c.ctx, 'replicasets.apps', set.metadata.namespace ?? '', set.metadata.name)
  return fresh.ok ? c.client.updateStatus(c.ctx, 'replicasets.apps', { ...fresh.object, status }) : fresh
}

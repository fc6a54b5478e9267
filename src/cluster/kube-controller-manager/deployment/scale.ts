/**
 * Writes a ReplicaSet's size, and spreads a change of the Deployment's size over its sets in proportion while a rollout
 * is under way. Follows kubernetes v1.36 pkg/controller/deployment/sync.go (scale, scaleReplicaSet) and
 * util/deployment_util.go (GetReplicaSetProportion). Example: sets of 8 and 5 under a Deployment of 10 that is scaled to
 * 15, with a surge of 3: five more pods, round(8 × 18/13) − 8 = 3 for the larger set and 2 for the other → 11 and 7.
 */
import type { Deployment, ReplicaSet } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { tell } from '../../client-go/tell.ts'
import { isRollingUpdate, maxSurge } from './fenceposts.ts'
import { desiredOf, maxReplicasOf, replicasNeedUpdate, withReplicas } from './revision.ts'
import { active, allSets, byCreation, sumWanted, wanted, type Rollout, type Sets } from './rollout.ts'

export interface Scaled {
  readonly set: ReplicaSet
  /** True if the size changed, not only the annotations. */
  readonly changed: boolean
}

/** Sets one ReplicaSet's size and the counts it remembers; tells and records an Event if the size changed. */
export function scaleTo({ c, deployment }: Rollout, set: ReplicaSet, replicas: number): ApiResult<Scaled> {
  const from = wanted(set)
  const changed = from !== replicas
  if (!changed && !replicasNeedUpdate(deployment, set)) return { ok: true, object: { set, changed } }
  const annotations = withReplicas(deployment, set.metadata.annotations ?? {})
  const updated = c.client.update(c.ctx, 'replicasets.apps', {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas },
  })
  if (!updated.ok) return updated
  if (changed) announce({ c, deployment }, updated.object, from)
  return { ok: true, object: { set: updated.object, changed } }
}

/** Upstream's guard: a set that already has the size is left alone, annotations included. */
export const scaleIfNeeded = (rollout: Rollout, set: ReplicaSet, replicas: number): ApiResult<Scaled> =>
  wanted(set) === replicas ? { ok: true, object: { set, changed: false } } : scaleTo(rollout, set, replicas)

function announce({ c, deployment }: Pick<Rollout, 'c' | 'deployment'>, set: ReplicaSet, from: number): void {
  const [name, to] = [set.metadata.name, wanted(set)]
  const object = `deployments.apps/${deployment.metadata.namespace}/${deployment.metadata.name}`
  const about = { actor: 'controller/deployment', object, revision: Number(set.metadata.resourceVersion) }
  tell(c.ctx, 'deployment.scaled-replicaset', about, { deployment: deployment.metadata.name, replicaset: name, from, to })
  const direction = to > from ? 'up' : 'down'
  c.event(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message: `Scaled ${direction} replica set ${name} from ${from} to ${to}` })
}

/** True if an active set remembers another size of the Deployment than it has now. */
export const isScalingEvent = (deployment: Deployment, sets: Sets): boolean =>
  active(allSets(sets)).some((set) => {
    const desired = desiredOf(set)
    return desired !== undefined && desired !== wanted(deployment)
  })

/** Brings the sets to the Deployment's size without rolling out anything. */
export function scale(rollout: Rollout, sets: Sets): ApiResult<unknown> {
  const { deployment } = rollout
  const only = activeOrLatest(sets)
  if (only) return scaleIfNeeded(rollout, only, wanted(deployment))
  if (isSaturated(deployment, sets.newSet)) return each(active(sets.oldSets), (set) => scaleIfNeeded(rollout, set, 0))
  if (!isRollingUpdate(deployment)) return { ok: true, object: undefined }
  const shares = proportions(deployment, active(allSets(sets)))
  return each([...shares], ([set, replicas]) => scaleTo(rollout, set, replicas))
}

export function each<T>(items: readonly T[], act: (item: T) => ApiResult<unknown>): ApiResult<unknown> {
  for (const item of items) {
    const result = act(item)
    if (!result.ok) return result
  }
  return { ok: true, object: undefined }
}

/** The one set that has pods; or, if none has, the current or youngest. */
function activeOrLatest(sets: Sets): ReplicaSet | undefined {
  const withPods = active(allSets(sets))
  if (withPods.length > 1) return undefined
  return withPods[0] ?? sets.newSet ?? [...sets.oldSets].sort(byCreation).at(-1)
}

function isSaturated(deployment: Deployment, set: ReplicaSet | undefined): boolean {
  if (!set) return false
  const size = wanted(deployment)
  return wanted(set) === size && desiredOf(set) === size && (set.status?.availableReplicas ?? 0) === size
}

/** The new size of each set, largest first; what rounding leaves over goes to the first. */
export function proportions(deployment: Deployment, sets: readonly ReplicaSet[]): Map<ReplicaSet, number> {
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0
  const toAdd = allowed - sumWanted(sets)
  const sorted = [...sets].sort((a, b) => wanted(b) - wanted(a) || (toAdd > 0 ? byCreation(b, a) : byCreation(a, b)))
  const sizes = new Map<ReplicaSet, number>()
  let added = 0
  for (const set of sorted) {
    const share = toAdd === 0 ? 0 : proportion(deployment, set, toAdd - added)
    sizes.set(set, wanted(set) + share)
    added += share
  }
  const first = sorted[0]
  if (first && toAdd !== 0) sizes.set(first, Math.max(0, (sizes.get(first) ?? 0) + toAdd - added))
  return sizes
}

function proportion(deployment: Deployment, set: ReplicaSet, allowed: number): number {
  if (wanted(set) === 0 || allowed === 0) return 0
  const fraction = fractionOf(deployment, set)
  return allowed > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed)
}

function fractionOf(deployment: Deployment, set: ReplicaSet): number {
  if (wanted(deployment) === 0) return -wanted(set)
  const before = maxReplicasOf(set) || deployment.status?.replicas || 0
  if (before === 0) return 0
  return Math.round((wanted(set) * (wanted(deployment) + maxSurge(deployment))) / before) - wanted(set)
}

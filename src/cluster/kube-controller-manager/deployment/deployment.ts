/**
 * The deployment controller: keeps one ReplicaSet per pod template and moves pods from the old ones to the new one by
 * the Deployment's strategy. Follows kubernetes v1.36 pkg/controller/deployment/deployment_controller.go; leaves out the
 * rollback annotation of extensions/v1beta1.
 */
import type { Deployment, Pod, ReplicaSet } from '../../../api/generated/types.ts'
import { controllerOf } from '../../../api/meta/object.ts'
import { isEverything, matchesSelector } from '../../../api/meta/selector.ts'
import type { ApiResult } from '../../client-go/client.ts'
import { changeOf, type Change } from '../../client-go/change.ts'
import { done, retry, type Controller } from '../../client-go/process.ts'
import { joinKey, keyOf } from '../../client-go/watch.ts'
import { claim } from '../controller-ref.ts'
import { isEqual } from '../equal.ts'
import { checkPaused } from './pause.ts'
import { recreate } from './recreate.ts'
import { findSets } from './replica-sets.ts'
import { cleanUpHistory } from './history.ts'
import { rollOut } from './rolling.ts'
import type { DeploymentContext, Rollout } from './rollout.ts'
import { isScalingEvent, scale } from './scale.ts'
import { syncStatus } from './status.ts'

export const deployment: Controller<null> = {
  name: 'deployment',
  component: 'deployment-controller',
  resources: ['deployments.apps', 'replicasets.apps', 'pods'],
  createMemory: () => null,
  onChange: (c, event, before) => {
    if (event.resource === 'deployments.apps') return c.enqueue(event.key)
    const set = changeOf('replicasets.apps', event, before)
    if (set) onReplicaSet(c, set)
    const pod = changeOf('pods', event, before)
    if (pod && !pod.current && pod.previous) onPodGone(c, pod.previous)
  },
  sync: (c, key) => {
    const deployment = c.lister('deployments.apps').byKey(key)
    if (!deployment) return done
    const result = syncDeployment(c, deployment)
    return result.ok ? done : retry(result.status.message ?? '')
  },
}

function onReplicaSet(c: DeploymentContext, { previous, current }: Change<ReplicaSet>): void {
  const [before, now] = [previous && controllerOf(previous), current && controllerOf(current)]
  if (before && before.uid !== now?.uid) enqueueOwner(c, previous, before)
  if (now) return enqueueOwner(c, current, now)
  if (!current || current.metadata.deletionTimestamp !== undefined) return
  const isChanged = !previous || before !== undefined || !isEqual(previous.metadata.labels, current.metadata.labels)
  if (isChanged) for (const match of matching(c, current)) c.enqueue(keyOf(match))
}

function enqueueOwner(c: DeploymentContext, set: ReplicaSet | undefined, owner: { kind: string; name: string; uid: string }): void {
  const key = joinKey(set?.metadata.namespace ?? '', owner.name)
  if (owner.kind === 'Deployment' && c.lister('deployments.apps').byKey(key)?.metadata.uid === owner.uid) c.enqueue(key)
}

/** Deployments that could adopt an orphan. */
const matching = (c: DeploymentContext, { metadata }: ReplicaSet): Deployment[] =>
  c.lister('deployments.apps').list(metadata.namespace).filter((candidate) => matchesSelector(candidate.spec.selector, metadata.labels ?? {}))

/** Recreate waits for the last pod of all sets, so its going is news. */
function onPodGone(c: DeploymentContext, pod: Pod): void {
  const namespace = pod.metadata.namespace ?? ''
  const owner = controllerOf(pod)
  const set = owner?.kind === 'ReplicaSet' ? c.lister('replicasets.apps').get(namespace, owner.name) : undefined
  const setOwner = set?.metadata.uid === owner?.uid && set ? controllerOf(set) : undefined
  const deployment = setOwner && c.lister('deployments.apps').get(namespace, setOwner.name)
  if (!deployment || deployment.metadata.uid !== setOwner.uid || deployment.spec.strategy?.type !== 'Recreate') return
  const sets = c.lister('replicasets.apps').by('controller', setOwner.uid)
  const isLast = sets.every((sibling) => c.lister('pods').by('controller', sibling.metadata.uid ?? '').length === 0)
  if (isLast) c.enqueue(keyOf(deployment))
}

function syncDeployment(c: DeploymentContext, deployment: Deployment): ApiResult<unknown> {
  if (isEverything(deployment.spec.selector)) return refuseEverything(c, deployment)
  const claimed = claim({
    c,
    ownerResource: 'deployments.apps',
    owner: deployment,
    resource: 'replicasets.apps',
    matches: (set) => matchesSelector(deployment.spec.selector, set.metadata.labels ?? {}),
  })
  if (!claimed.ok) return claimed
  const rollout: Rollout = { c, deployment, replicaSets: claimed.object }
  if (deployment.metadata.deletionTimestamp !== undefined) return syncStatusOnly(rollout)
  const noted = checkPaused(rollout)
  if (!noted.ok) return noted
  if (deployment.spec.paused) return syncScale(rollout)
  const sets = findSets(rollout)
  if (!sets.ok) return sets
  if (isScalingEvent(deployment, sets.object)) return syncScale(rollout)
  return deployment.spec.strategy?.type === 'Recreate' ? recreate(rollout) : rollOut(rollout)
}

function refuseEverything(c: DeploymentContext, deployment: Deployment): ApiResult<unknown> {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.'
  c.event(deployment, { type: 'Warning', reason: 'SelectingAll', message })
  const { generation = 0 } = deployment.metadata
  if ((deployment.status?.observedGeneration ?? 0) >= generation) return { ok: true, object: deployment }
  return c.client.updateStatus(c.ctx, 'deployments.apps', { ...deployment, status: { ...deployment.status, observedGeneration: generation } })
}

function syncStatusOnly(rollout: Rollout): ApiResult<unknown> {
  const sets = findSets(rollout)
  return sets.ok ? syncStatus(rollout, sets.object) : sets
}

/** Only sizes change, the template does not: after scaling, or while paused. */
function syncScale(rollout: Rollout): ApiResult<unknown> {
  const sets = findSets(rollout)
  if (!sets.ok) return sets
  const scaled = scale(rollout, sets.object)
  if (!scaled.ok) return scaled
  const cleaned = rollout.deployment.spec.paused ? cleanUpHistory(rollout, sets.object.oldSets) : scaled
  return cleaned.ok ? syncStatus(rollout, sets.object) : cleaned
}

/** Why a Deployment is complete, on its way or stuck, and why its pods were replaced. */
import type { Deployment, Pod, ReplicaSet } from '../../api/generated/types.ts'
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import { conditionOf, hasDeadline, reasons } from '../../cluster/kube-controller-manager/deployment/conditions.ts'
import { isRollingUpdate, maxUnavailable } from '../../cluster/kube-controller-manager/deployment/fenceposts.ts'
import { hashLabel } from '../../cluster/kube-controller-manager/deployment/replica-sets.ts'
import { byRevision } from '../../cluster/kube-controller-manager/deployment/revision.ts'
import { isComplete } from '../../cluster/kube-controller-manager/deployment/status.ts'
import { templateHash } from '../../cluster/kube-controller-manager/deployment/template-hash.ts'
import type { WhySentence } from '../protocol.ts'
import { keyOf, type Evidence } from './evidence.ts'
import { leaving, origin } from './origin.ts'
import { state } from './pod.ts'
import { controllerManager } from './pod-endpoints.ts'
import { answer, answersOf, asDetails, detail, fewDetails } from './sentence.ts'

export function whyDeployment(e: Evidence, deployment: Deployment): readonly WhySentence[] {
  const sets = setsOf(e, deployment)
  const made = origin(e, keyOf('deployments.apps', deployment))
  if (deployment.metadata.deletionTimestamp !== undefined) return [...leaving(e, deployment), ...made]
  return [...rollout(e, deployment, sets), ...replaced(e, sets), ...made]
}

export const isOwnedBy = (owner: ApiObject) => (object: ApiObject) => controllerOf(object)?.uid === owner.metadata.uid

const setsOf = (e: Evidence, deployment: Deployment): readonly ReplicaSet[] =>
  e.list('replicasets.apps', deployment.metadata.namespace).filter(isOwnedBy(deployment)).toSorted(byRevision)

export const podsOf = (e: Evidence, set: ReplicaSet): readonly Pod[] => e.list('pods', set.metadata.namespace).filter(isOwnedBy(set))

function rollout(e: Evidence, deployment: Deployment, sets: readonly ReplicaSet[]): readonly WhySentence[] {
  const { spec, status = {}, metadata } = deployment
  const count = spec.replicas ?? 1
  const key = keyOf('deployments.apps', deployment)
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0) && e.isStopped(controllerManager)) return [answer('deployment.not-seen', { part: controllerManager })]
  const paused = spec.paused === true ? [answer('deployment.paused', { deployment: key })] : []
  const failure = conditionOf(status, 'ReplicaFailure')
  const cannot = failure?.status === 'True' ? [answer('deployment.cannot-create', { message: failure.message ?? '' })] : []
  if (count === 0) return [...paused, answer('deployment.zero', {})]
  if (isComplete(deployment, status)) return [...paused, answer('deployment.complete', { count })]
  return [...deadlinePassed(deployment, key), ...paused, ...cannot, ...(spec.paused === true ? [] : stuck(e, deployment, sets)), ...deadlineLeft(e, deployment)]
}

function deadlinePassed({ spec, status }: Deployment, deployment: string): readonly WhySentence[] {
  const isOver = conditionOf(status, 'Progressing')?.reason === reasons.timedOut
  return isOver ? [answer('deployment.deadline', { deployment, seconds: spec.progressDeadlineSeconds ?? 0 })] : []
}

function deadlineLeft(e: Evidence, deployment: Deployment): readonly WhySentence[] {
  const condition = conditionOf(deployment.status, 'Progressing')
  if (!hasDeadline(deployment) || !condition || condition.status !== 'True' || condition.reason === reasons.newSetAvailable) return []
  const left = e.moment(condition.lastUpdateTime) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1_000_000 - e.now
  return left > 0 ? [detail('deployment.deadline-left', { left })] : []
}

/** The current set's pods that are not ready hold everything up; a limit of unavailable pods then keeps the old ones. */
function stuck(e: Evidence, deployment: Deployment, sets: readonly ReplicaSet[]): readonly WhySentence[] {
  const { status = {}, spec } = deployment
  const count = spec.replicas ?? 1
  const current = currentSet(deployment, sets)
  const old = sets.filter((set) => set !== current).flatMap((set) => podsOf(e, set))
  const [going] = old
  const available = status.availableReplicas ?? 0
  const updated = status.updatedReplicas ?? 0
  if (!isRollingUpdate(deployment) && going && updated === 0) return [answer('deployment.recreate-waits', { pod: keyOf('pods', going) })]
  if (!current) return [answer('deployment.no-set-yet', {})]
  const replicaset = keyOf('replicasets.apps', current)
  const lead = old.length > 0 || updated < count ? answer('deployment.rolling', { updated, count, replicaset }) : answer('deployment.short', { available, count })
  const unavailable = maxUnavailable(deployment)
  const keeps = isRollingUpdate(deployment) && old.length > 0 && count - available >= unavailable ? [answer('deployment.keeps-old', { unavailable, old: old.length, available })] : []
  return [lead, ...waitsFor(e, current), ...keeps]
}

/** The set of the present template; undefined before the controller has made it. */
const currentSet = ({ spec, status }: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined => {
  const hash = templateHash(spec.template, status?.collisionCount)
  return sets.find(({ metadata }) => metadata.labels?.[hashLabel] === hash)
}

/** The first pod of the set that is not ready, and what is to be said of it. */
export function waitsFor(e: Evidence, set: ReplicaSet): readonly WhySentence[] {
  const unready = podsOf(e, set).filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && !status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'))
  const [pod] = unready
  if (!pod) return []
  const said = state(e, pod)
  const others = unready.slice(1).map((other) => answer('deployment.waits-for', { pod: keyOf('pods', other), replicaset: keyOf('replicasets.apps', set) }))
  return [answer('deployment.waits-for', { pod: keyOf('pods', pod), replicaset: keyOf('replicasets.apps', set) }), ...answersOf(said), ...fewDetails(others), ...asDetails(said.filter(({ level }) => level === 'detail'))]
}

/** A new template makes a new set, whose pods take the place of the last one's. */
function replaced(e: Evidence, sets: readonly ReplicaSet[]): readonly WhySentence[] {
  const [before, current] = sets.slice(-2)
  const made = current && e.writes(keyOf('replicasets.apps', current)).findLast(({ previous }) => previous === undefined)
  return before && current && made ? [detail('deployment.replaced', { from: keyOf('replicasets.apps', before), to: keyOf('replicasets.apps', current), at: made.at })] : []
}

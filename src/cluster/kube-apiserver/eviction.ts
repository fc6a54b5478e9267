/**
 * Evictions: a pod goes if its PodDisruptionBudget has a disruption left, which is then counted down at once. Follows
 * kubernetes v1.36 pkg/registry/core/pod/storage/eviction.go; pods that count for no budget go anyway.
 */
import type { Pod, PodCondition, PodDisruptionBudget } from '../../api/generated/types.ts'
import type { Kind } from '../../api/kinds/kind.ts'
import { podDisruptionBudgetKind } from '../../api/kinds/pod-disruption-budget.ts'
import { matchesSelector } from '../../api/meta/selector.ts'
import { forbiddenStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { freeze } from '../../sim/freeze.ts'
import { put } from '../etcd/store.ts'
import { deleteObject } from './delete.ts'
import { refused, type Outcome, type ServerEnv } from './env.ts'
import { objectKey } from './keys.ts'
import { all, find } from './lookup.ts'

export interface EvictionRequest {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  /** DeleteOptions. */
  readonly options: { readonly [field: string]: unknown }
  readonly dryRun: boolean
}

/** Upstream's MaxDisruptedPodSize. */
const disruptedLimit = 2_000

export function evict(env: ServerEnv, request: EvictionRequest): Outcome {
  const { namespace, name, dryRun } = request
  const pod = find(env, 'pods', request)
  if (!pod) return refused(notFoundStatus({ group: '', resource: 'pods', name }))
  const budgets = countsForNone(pod) ? [] : budgetsOf(env, pod)
  const [budget] = budgets
  if (budgets.length > 1) return refused(failure(500, 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'))
  if (budget && !mayGoUnhealthy(pod, budget)) {
    const refusal = refusalOf(budget)
    if (refusal) return refused(refusal)
    if (!dryRun) countDown(env, budget, name)
  }
  if (!dryRun) markEvicted(env, pod)
  const { kind, options } = request
  return deleteObject(env, { kind, namespace, name, options: { ...options, ...(dryRun && { dryRun: true }) } })
}

const countsForNone = ({ metadata, status }: Pod): boolean => metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '')

const budgetsOf = (env: ServerEnv, { metadata }: Pod): PodDisruptionBudget[] =>
  [...all(env, 'poddisruptionbudgets.policy')].filter((budget) => budget.metadata.namespace === metadata.namespace && budget.spec.selector !== undefined && matchesSelector(budget.spec.selector, metadata.labels ?? {}))

/** A pod that is not ready serves nobody; by default it may go while enough others are healthy. */
function mayGoUnhealthy({ status }: Pod, { spec, status: counts = {} }: PodDisruptionBudget): boolean {
  const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false
  if (isReady) return false
  const { currentHealthy = 0, desiredHealthy = 0 } = counts
  return spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0)
}

function refusalOf({ metadata, status = {} }: PodDisruptionBudget): Status | undefined {
  const { observedGeneration = 0, disruptionsAllowed = 0, disruptedPods = {}, desiredHealthy = 0, currentHealthy = 0 } = status
  const { name } = metadata
  const subject = { group: 'policy', resource: 'poddisruptionbudgets', name }
  if (observedGeneration < (metadata.generation ?? 0)) return tooMany(`The disruption budget ${name} is still being processed by the server.`)
  if (disruptionsAllowed < 0) return forbiddenStatus(subject, 'pdb disruptions allowed is negative')
  if (Object.keys(disruptedPods).length > disruptedLimit) return forbiddenStatus(subject, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller')
  if (disruptionsAllowed > 0) return undefined
  const failed = status.conditions?.find(({ reason }) => reason === 'SyncFailed')
  if (failed) return tooMany(`The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${failed.message}`)
  const isShort = currentHealthy <= desiredHealthy
  return tooMany(`The disruption budget ${name} ${isShort ? `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently` : 'does not allow evicting pods currently'}`)
}

const failure = (code: number, message: string): Status => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code })

const tooMany = (message: string): Status => ({
  ...failure(429, "Cannot evict pod as it would violate the pod's disruption budget."),
  reason: 'TooManyRequests',
  details: { causes: [{ reason: 'DisruptionBudget', message }] },
})

/** Until the disruption controller has seen the pod go, the budget remembers it. */
function countDown(env: ServerEnv, budget: PodDisruptionBudget, pod: string): void {
  const { status = {}, metadata } = budget
  const disruptionsAllowed = (status.disruptionsAllowed ?? 0) - 1
  const conditions = disruptionsAllowed > 0 ? status.conditions : (status.conditions ?? []).map((condition) => (condition.type === 'DisruptionAllowed' ? { ...condition, status: 'False' as const, reason: 'InsufficientPods', lastTransitionTime: env.now } : condition))
  const next = { ...status, disruptionsAllowed, disruptedPods: { ...status.disruptedPods, [pod]: env.now }, ...(conditions && { conditions }) }
  store(env, objectKey(podDisruptionBudgetKind, metadata.namespace ?? '', metadata.name), { ...budget, status: next })
}

function markEvicted(env: ServerEnv, pod: Pod): void {
  // Go writes a probe time of null where there is none.
  const condition = { type: 'DisruptionTarget', status: 'True', lastProbeTime: null, lastTransitionTime: env.now, reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' } as unknown as PodCondition
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type)
  store(env, `/registry/pods/${pod.metadata.namespace ?? ''}/${pod.metadata.name}`, { ...pod, status: { ...pod.status, conditions: [...others, condition] } })
}

function store<T extends Pod | PodDisruptionBudget>(env: ServerEnv, key: string, object: T): void {
  const metadata = { ...object.metadata, resourceVersion: String(env.store.revision + 1) }
  put(env.store, key, freeze({ ...object, metadata }), { at: env.at, cause: env.cause, expected: Number(object.metadata.resourceVersion) })
}

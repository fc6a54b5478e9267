/**
 * The disruption controller: counts for every PodDisruptionBudget how many of its pods are healthy, how many must be, and
 * so how many may be evicted. Follows kubernetes v1.36 pkg/controller/disruption/disruption.go; leaves out the repair of
 * DisruptionTarget conditions whose pods were not deleted after all.
 */
import type { Pod, PodDisruptionBudget } from '../../../api/generated/types.ts'
import { matchesSelector } from '../../../api/meta/selector.ts'
import { secondsOf } from '../../../api/meta/time.ts'
import { seconds } from '../../../sim/time.ts'
import { changeOf } from '../../client-go/change.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { keyOf } from '../../client-go/watch.ts'
import { isEqual } from '../equal.ts'
import { isReady } from '../pod-state.ts'
import { expectationOf } from './expectation.ts'

type Context = ControllerContext<null>

/** Upstream's DeletionTimeout: an eviction that was allowed must have become a deletion by then. */
const deletionTimeout = 120

export const disruption: Controller<null> = {
  name: 'disruption',
  component: 'controllermanager',
  resources: ['poddisruptionbudgets.policy', 'pods', 'replicasets.apps', 'deployments.apps'],
  createMemory: () => null,
  onChange: (c, event, before) => {
    if (event.resource === 'poddisruptionbudgets.policy') return c.enqueue(event.key)
    const pod = changeOf('pods', event, before)
    const budget = pod && budgetFor(c, pod.current ?? pod.previous)
    if (budget) c.enqueue(keyOf(budget))
  },
  sync: (c, key) => {
    const budget = c.lister('poddisruptionbudgets.policy').byKey(key)
    return budget ? syncBudget(c, budget) : done
  },
}

const budgetsOf = (c: Context, { metadata }: Pod): PodDisruptionBudget[] =>
  c.lister('poddisruptionbudgets.policy').list(metadata.namespace).filter(({ spec }) => spec.selector !== undefined && matchesSelector(spec.selector, metadata.labels ?? {}))

/** A pod of several budgets is counted anew for one of them only, which upstream takes in the order of a Go map. */
function budgetFor(c: Context, pod: Pod | undefined): PodDisruptionBudget | undefined {
  const budgets = pod ? budgetsOf(c, pod) : []
  if (!pod || budgets.length < 2) return budgets[0]
  const chosen = budgets[c.ctx.random() % budgets.length]
  const message = `Pod ${JSON.stringify(pod.metadata.namespace)}/${JSON.stringify(pod.metadata.name)} matches multiple PodDisruptionBudgets.  Chose ${JSON.stringify(chosen?.metadata.name)} arbitrarily.`
  c.event(pod, { type: 'Warning', reason: 'MultiplePodDisruptionBudgets', message })
  return chosen
}

function syncBudget(c: Context, budget: PodDisruptionBudget): SyncOutcome {
  const { selector } = budget.spec
  const pods = selector === undefined ? [] : c.lister('pods').list(budget.metadata.namespace).filter(({ metadata }) => matchesSelector(selector, metadata.labels ?? {}))
  if (pods.length === 0) c.event(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' })
  const expectation = expectationOf(c, budget, pods)
  if (!expectation.ok) return failSafe(c, budget, expectation.message)
  if (expectation.unmanaged.length > 0) c.event(budget, { type: 'Warning', reason: 'UnmanagedPods', message: unmanagedText(budget) })
  const disrupted = stillDisrupted(c, budget, pods)
  const currentHealthy = pods.filter((pod) => countsAsHealthy(pod, disrupted.pods)).length
  const { expectedPods, desiredHealthy } = expectation
  const spare = currentHealthy - desiredHealthy
  const disruptionsAllowed = expectedPods <= 0 || spare <= 0 ? 0 : spare
  const counts = { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed }
  if (disrupted.nextLook !== undefined) c.enqueueAfter(keyOf(budget), seconds(disrupted.nextLook))
  return writeStatus(c, budget, {
    ...counts,
    ...(Object.keys(disrupted.pods).length > 0 && { disruptedPods: disrupted.pods }),
    condition: disruptionsAllowed > 0 ? { status: 'True', reason: 'SufficientPods', message: '' } : { status: 'False', reason: 'InsufficientPods', message: '' },
  })
}

const unmanagedText = ({ spec }: PodDisruptionBudget): string =>
  `Pods selected by this PodDisruptionBudget (selector: ${selectorText(spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`

/** As Go prints the pointer to a LabelSelector. */
function selectorText(selector: PodDisruptionBudget['spec']['selector']): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value},`)
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`)
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}

const countsAsHealthy = (pod: Pod, disrupted: { readonly [pod: string]: string }): boolean =>
  pod.metadata.deletionTimestamp === undefined && disrupted[pod.metadata.name] === undefined && isReady(pod)

/** Pods that were allowed to be evicted and are not seen going yet; seconds until the next of them is forgotten. */
function stillDisrupted(c: Context, { status }: PodDisruptionBudget, pods: readonly Pod[]): { readonly pods: { readonly [pod: string]: string }; readonly nextLook: number | undefined } {
  const kept: { [pod: string]: string } = {}
  const now = secondsOf(c.client.timestamp(c.ctx))
  let nextLook: number | undefined
  for (const { metadata } of pods) {
    const since = status?.disruptedPods?.[metadata.name]
    if (since === undefined || metadata.deletionTimestamp !== undefined) continue
    const left = secondsOf(since) + deletionTimeout - now
    if (left < 0) {
      c.event({ apiVersion: 'v1', kind: 'Pod', metadata }, { type: 'Warning', reason: 'NotDeleted', message: 'Pod was expected by PDB to be deleted but it wasn\'t' })
      continue
    }
    kept[metadata.name] = since
    if (nextLook === undefined || left < nextLook) nextLook = left
  }
  return { pods: kept, nextLook: nextLook === undefined ? undefined : nextLook + 1 }
}

interface Verdict {
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** What cannot be counted allows nothing. */
function failSafe(c: Context, budget: PodDisruptionBudget, message: string): SyncOutcome {
  c.event(budget, { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message: `Failed to calculate the number of expected pods: ${message}` })
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, disruptedPods } = budget.status ?? {}
  const written = writeStatus(c, budget, { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed: 0, ...(disruptedPods && { disruptedPods }), condition: { status: 'False', reason: 'SyncFailed', message } })
  return written.type === 'done' ? retry(message) : written
}

interface NewStatus {
  readonly currentHealthy: number
  readonly desiredHealthy: number
  readonly expectedPods: number
  readonly disruptionsAllowed: number
  readonly disruptedPods?: { readonly [pod: string]: string }
  readonly condition: Verdict
}

function writeStatus(c: Context, budget: PodDisruptionBudget, { condition, ...counts }: NewStatus): SyncOutcome {
  const observedGeneration = budget.metadata.generation ?? 0
  const before = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : c.client.timestamp(c.ctx)
  const status = { ...counts, observedGeneration, conditions: [{ type: 'DisruptionAllowed', ...condition, observedGeneration, lastTransitionTime }] }
  if (isEqual(status, budget.status)) return done
  const written = c.client.updateStatus(c.ctx, 'poddisruptionbudgets.policy', { ...budget, status })
  return written.ok || written.status.reason === 'NotFound' ? done : retry(written.status.message ?? '')
}

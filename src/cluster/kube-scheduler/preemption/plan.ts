/**
 * What preemption could do for a pod that fits nowhere. Follows kubernetes v1.36 pkg/scheduler/framework/preemption
 * (preemption.go) and plugins/defaultpreemption; leaves out extenders and the limit on the nodes that are tried.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { keyOf } from '../../client-go/watch.ts'
import type { NodeResult } from '../framework/judge.ts'
import type { ClusterView } from '../framework/plugin.ts'
import type { Selection } from '../framework/select-node.ts'
import { plugins } from '../plugins.ts'
import { priorityOf } from '../priority.ts'
import { lister, nominatedBeside, type SchedulerState } from '../state.ts'
import { chooseVictims } from './choose.ts'
import { findVictims, type Victims } from './victims.ts'

/** Why a pod is about to go, in its DisruptionTarget condition. */
export const preempted = 'PreemptionByScheduler'

export type Preemption =
  | { readonly type: 'victims'; readonly victims: Victims }
  /** It has to wait for those that go already, or may not ask. */
  | { readonly type: 'not-eligible'; readonly reason: string }
  /** Per node why nobody's going would help. */
  | { readonly type: 'none'; readonly reasons: readonly string[] }

export function planPreemption(state: SchedulerState, pod: Pod, { selection, cluster }: { selection: Selection; cluster: ClusterView }): Preemption {
  const reason = ineligibility(state, pod, selection)
  if (reason !== undefined) return { type: 'not-eligible', reason }
  const trial = { plugins, cluster, budgets: lister(state, 'poddisruptionbudgets.policy')?.list() ?? [], nominated: nominatedBeside(state, pod) }
  const tried = selection.results.filter(isResolvable).map(({ info }) => findVictims(pod, info, trial))
  const victims = chooseVictims(tried.filter((outcome): outcome is Victims => 'pods' in outcome))
  if (victims) return { type: 'victims', victims }
  const notHelpful = selection.results.length - tried.length + (selection.excluded?.names.length ?? 0)
  const reasons = tried.flatMap((outcome) => ('reasons' in outcome ? outcome.reasons : []))
  return { type: 'none', reasons: [...reasons, ...Array<string>(notHelpful).fill('Preemption is not helpful for scheduling')] }
}

const isResolvable = ({ rejection }: NodeResult): boolean => rejection?.resolvable === true

function ineligibility(state: SchedulerState, pod: Pod, { results }: Selection): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  const node = state.nominated.get(keyOf(pod))
  const result = results.find(({ info }) => info.name === node)
  if (node === undefined || !result || !isResolvable(result)) return undefined
  const isWaitedFor = result.info.pods.some((key) => {
    const other = state.cache.pods.get(key)
    const isGoing = other?.metadata.deletionTimestamp !== undefined && priorityOf(other) < priorityOf(pod)
    return isGoing && (other.status?.conditions ?? []).some(({ type, status, reason }) => type === 'DisruptionTarget' && status === 'True' && reason === preempted)
  })
  return isWaitedFor ? 'not eligible due to a terminating pod on the nominated node.' : undefined
}

/**
 * Which pods would have to leave a node so that a more important one fits: all that are less important are taken off,
 * and then spared one by one, the most important first and those that a budget protects before the others.
 * Follows kubernetes v1.36 pkg/scheduler/framework/plugins/defaultpreemption (SelectVictimsOnNode).
 */
import type { Pod, PodDisruptionBudget } from '../../../api/generated/types.ts'
import { isEverything, matchesSelector } from '../../../api/meta/selector.ts'
import { withoutPod, withPod } from '../cache/node-info.ts'
import { judgeCrowded, judgeSupposed } from '../framework/judge.ts'
import type { ClusterView, ExistingNode, Plugin, Rejection } from '../framework/plugin.ts'
import { priorityOf } from '../priority.ts'

export interface Victims {
  readonly node: string
  /** The most important first. */
  readonly pods: readonly Pod[]
  /** How many of them go although a budget forbids it. */
  readonly violations: number
}

export interface Trial {
  readonly plugins: readonly Plugin[]
  readonly cluster: ClusterView
  readonly budgets: readonly PodDisruptionBudget[]
  /** Others that are nominated for a node and no less important. */
  readonly nominated: (node: string) => readonly Pod[]
}

/** RFC 3339 texts of one length: they sort as the times do. A pod that has not started counts as the youngest. */
export const startOf = ({ status }: Pod): string => status?.startTime ?? '9999'

/** Upstream's MoreImportantPod. */
const byImportance = (a: Pod, b: Pod): number => priorityOf(b) - priorityOf(a) || (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0)

const nobodyToEvict = 'No preemption victims found for incoming pod'

/** The victims, or why nobody's going would help on this node. */
export function findVictims(pod: Pod, info: ExistingNode, trial: Trial): Victims | Rejection {
  const lesser = trial.cluster.podsOf(info.pods).filter((other) => priorityOf(other) < priorityOf(pod))
  if (lesser.length === 0) return { reasons: [nobodyToEvict], resolvable: false }
  const take = (from: ExistingNode, other: Pod): ExistingNode => ({ ...withoutPod(from, other), node: from.node })
  let left = lesser.reduce(take, info)
  const obstacle = obstacleOn(pod, left, trial)
  if (obstacle) return obstacle
  const { violating, others } = sortByBudgets(lesser.toSorted(byImportance), trial.budgets)
  const victims: Pod[] = []
  const spare = (candidate: Pod): void => {
    const spared = { ...withPod(left, candidate), node: info.node }
    if (obstacleOn(pod, spared, trial)) victims.push(candidate)
    else left = spared
  }
  violating.forEach(spare)
  const violations = victims.length
  others.forEach(spare)
  return { node: info.name, pods: victims.toSorted(byImportance), violations }
}

const obstacleOn = (pod: Pod, info: ExistingNode, { plugins, cluster, nominated }: Trial): Rejection | undefined =>
  (judgeCrowded(pod, info, { plugins, cluster, expected: nominated(info.name) }) ?? judgeSupposed(pod, info, { plugins, cluster })).rejection

/** Each budget allows so many disruptions; whoever comes after those would violate it. */
function sortByBudgets(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): { violating: Pod[]; others: Pod[] } {
  const allowed = new Map(budgets.map((budget) => [budget, budget.status?.disruptionsAllowed ?? 0]))
  const [violating, others]: [Pod[], Pod[]] = [[], []]
  for (const pod of pods) {
    let isViolating = false
    for (const budget of budgets) {
      if (!protects(budget, pod)) continue
      const rest = (allowed.get(budget) ?? 0) - 1
      allowed.set(budget, rest)
      isViolating ||= rest < 0
    }
    ;(isViolating ? violating : others).push(pod)
  }
  return { violating, others }
}

/** An empty selector protects nobody here, as upstream. */
function protects({ metadata, spec, status }: PodDisruptionBudget, { metadata: { namespace, name, labels = {} } }: Pod): boolean {
  if (metadata.namespace !== namespace || status?.disruptedPods?.[name] !== undefined) return false
  return Object.keys(labels).length > 0 && !isEverything(spec?.selector) && matchesSelector(spec?.selector, labels)
}

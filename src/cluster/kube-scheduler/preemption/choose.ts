/**
 * Of several nodes that could be cleared the one where least is lost. Follows kubernetes v1.36
 * pkg/scheduler/framework/preemption (pickOneNodeForPreemption); among equals the first in the order of nodes is taken.
 */
import { priorityOf } from '../priority.ts'
import { startOf, type Victims } from './victims.ts'

/** So that a further victim always counts, also one of negative priority. */
const perVictim = 2 ** 31

const sumOf = ({ pods }: Victims): number => pods.reduce((sum, pod) => sum + priorityOf(pod) + perVictim, 0)

/** When the oldest of the most important victims started. */
function oldestStart({ pods }: Victims): string {
  const highest = pods[0] ? priorityOf(pods[0]) : 0
  return pods.filter((pod) => priorityOf(pod) === highest).map(startOf).toSorted()[0] ?? ''
}

/** Below 0 if less is lost with `a`: broken budgets, the most important victim, their sum, their number, work done. */
const comparisons: readonly ((a: Victims, b: Victims) => number)[] = [
  (a, b) => a.violations - b.violations,
  (a, b) => (a.pods[0] && b.pods[0] ? priorityOf(a.pods[0]) - priorityOf(b.pods[0]) : a.pods.length - b.pods.length),
  (a, b) => sumOf(a) - sumOf(b),
  (a, b) => a.pods.length - b.pods.length,
  (a, b) => (oldestStart(a) > oldestStart(b) ? -1 : oldestStart(a) < oldestStart(b) ? 1 : 0),
]

export function chooseVictims(candidates: readonly Victims[]): Victims | undefined {
  let best = candidates[0]
  for (const candidate of candidates) if (best && isLess(candidate, best)) best = candidate
  return best
}

function isLess(a: Victims, b: Victims): boolean {
  for (const compare of comparisons) {
    const difference = compare(a, b)
    if (difference !== 0) return difference < 0
  }
  return false
}

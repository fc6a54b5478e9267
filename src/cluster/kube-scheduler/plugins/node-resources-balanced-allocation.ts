/**
 * Prefers nodes whose cpu and memory would be used more evenly with the pod than without it. Follows kubernetes v1.36
 * pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go: evenness is 100 × (1 − standard deviation of the
 * used fractions); the score is 75 if the pod changes nothing, and between 50 and 100. Pods without requests are not
 * scored. Example: 1 cpu and 1Gi on an empty node of 4 and 8Gi: fractions ¼ and ⅛, evenness 93, score 50 + 43 / 2 = 71.
 */
import { maxNodeScore, type Plugin } from '../framework/plugin.ts'
import { podRequests, type Amounts } from '../resources.ts'

const half = maxNodeScore / 2
const scored = ['cpu', 'memory']

export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (pod) => {
    const requests = podRequests(pod)
    if (scored.every((name) => (requests[name] ?? 0) === 0)) return undefined
    return {
      score: ({ allocatable, requested }) => {
        const without = evenness(allocatable, (name) => requested[name] ?? 0)
        const withPod = evenness(allocatable, (name) => (requested[name] ?? 0) + (requests[name] ?? 0))
        return half + Math.trunc((half + withPod - without) / 2)
      },
    }
  },
}

function evenness(allocatable: Amounts, used: (resource: string) => number): number {
  const fractions = scored.filter((name) => (allocatable[name] ?? 0) > 0).map((name) => Math.min(1, used(name) / (allocatable[name] ?? 1)))
  const [a, b] = fractions
  const deviation = a === undefined || b === undefined ? 0 : Math.abs((a - b) / 2)
  return Math.floor((1 - deviation) * maxNodeScore)
}

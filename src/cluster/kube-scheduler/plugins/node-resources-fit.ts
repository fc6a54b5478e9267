/**
 * Rejects nodes without room for the pod's requests, and prefers those with most left over (LeastAllocated). Follows
 * kubernetes v1.36 pkg/scheduler/framework/plugins/noderesources (fit.go, least_allocated.go). For the score, containers
 * without requests count as 100m and 200Mi.
 */
import type { Node, Pod } from '../../../api/generated/types.ts'
import { maxNodeScore, type ExistingNode, type Plugin, type Rejection } from '../framework/plugin.ts'
import { allocatableOf, podRequests, podRequestsNonZero, type Amounts } from '../resources.ts'

export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  filter: (pod) => {
    const requests = podRequests(pod)
    return (info) => missing(requests, info)
  },
  score: (pod) => {
    const requests = podRequestsNonZero(pod)
    return { score: (info) => leastAllocated(requests, info) }
  },
  wakes: {
    'node-added': (pod, { node }) => fitsEmpty(pod, node),
    'node-updated': (pod, { node, before }) => hasGrown(before, node) && fitsEmpty(pod, node),
    'pod-deleted': (_pod, event) => Boolean(event.pod.spec.nodeName),
    'pod-updated': (_pod, { pod, before }) => hasShrunk(podRequests(before), podRequests(pod)),
  },
}

function missing(requests: Amounts, { pods, allocatable, requested }: ExistingNode): Rejection | undefined {
  const reasons: string[] = []
  let resolvable = true
  let details: Rejection['details']
  if (pods.length + 1 > (allocatable['pods'] ?? 0)) reasons.push('Too many pods')
  for (const name of inOrder(requests)) {
    const [wanted, total] = [requests[name] ?? 0, allocatable[name] ?? 0]
    if (wanted === 0 || wanted <= total - (requested[name] ?? 0)) continue
    reasons.push(`Insufficient ${name}`)
    details ??= { resource: name, wanted, free: total - (requested[name] ?? 0), total }
    if (wanted > total) resolvable = false
  }
  return reasons.length > 0 ? { reasons, resolvable, ...(details && { details }) } : undefined
}

const basic = ['cpu', 'memory', 'ephemeral-storage']
const inOrder = (requests: Amounts): string[] => [...basic, ...Object.keys(requests).filter((name) => !basic.includes(name))]

const fitsEmpty = (pod: Pod, node: Node): boolean => {
  const allocatable = allocatableOf(node)
  return Object.entries(podRequests(pod)).every(([name, wanted]) => wanted <= (allocatable[name] ?? 0))
}

function hasGrown(before: Node, node: Node): boolean {
  const [old, now] = [allocatableOf(before), allocatableOf(node)]
  return Object.entries(now).some(([name, amount]) => amount > (old[name] ?? 0))
}

const hasShrunk = (before: Amounts, now: Amounts): boolean => Object.entries(before).some(([name, amount]) => (now[name] ?? 0) < amount)

/** The mean over cpu and memory of what would be free, in hundredths. */
function leastAllocated(requests: Amounts, { allocatable, requestedNonZero }: ExistingNode): number {
  let [sum, resources] = [0, 0]
  for (const name of ['cpu', 'memory']) {
    const capacity = allocatable[name] ?? 0
    if (capacity === 0) continue
    const used = (requestedNonZero[name] ?? 0) + (requests[name] ?? 0)
    sum += used > capacity ? 0 : Math.floor(((capacity - used) * maxNodeScore) / capacity)
    resources++
  }
  return resources === 0 ? 0 : Math.floor(sum / resources)
}

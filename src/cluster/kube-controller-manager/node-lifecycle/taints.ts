/**
 * Taints that the cluster puts on nodes, and how they are written. Follows kubernetes v1.36
 * pkg/controller/util/node (SwapNodeControllerTaint) and pkg/controller/nodelifecycle (the maps of taints).
 */
import type { Node, Taint } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'

export const notReadyTaint = 'node.kubernetes.io/not-ready'
export const unreachableTaint = 'node.kubernetes.io/unreachable'
const unschedulableTaint = 'node.kubernetes.io/unschedulable'

/** By condition type and status: the NoSchedule taint that says so. */
const byCondition: { readonly [type: string]: { readonly [status: string]: string } } = {
  Ready: { False: notReadyTaint, Unknown: unreachableTaint },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}
const managed = new Set([unschedulableTaint, ...Object.values(byCondition).flatMap((statuses) => Object.values(statuses))])

/** What the NoSchedule taints must become; undefined if they are right. */
export function noScheduleTaints(node: Node, now: string): Taint[] | undefined {
  const wanted = new Set((node.status?.conditions ?? []).flatMap(({ type, status }) => byCondition[type]?.[status] ?? []))
  if (node.spec?.unschedulable) wanted.add(unschedulableTaint)
  const taints = node.spec?.taints ?? []
  const present = taints.filter(({ key, effect }) => effect === 'NoSchedule' && managed.has(key)).map(({ key }) => key)
  if (present.length === wanted.size && present.every((key) => wanted.has(key))) return undefined
  const kept = taints.filter(({ key, effect }) => effect !== 'NoSchedule' || !managed.has(key) || wanted.has(key))
  const added = [...wanted].filter((key) => !present.includes(key)).map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: now }))
  return [...kept, ...added]
}

const isNoExecute = ({ key, effect }: Taint): boolean => effect === 'NoExecute' && (key === notReadyTaint || key === unreachableTaint)

export const hasNoExecute = ({ spec }: Node): boolean => spec?.taints?.some(isNoExecute) ?? false

/** True if the NoExecute taint of a node that is not ready or out of reach is the wanted one; '' for a node that is well. */
export function isNoExecuteRight({ spec }: Node, wanted: string): boolean {
  if (!spec?.taints) return wanted === ''
  const present = spec.taints.filter(isNoExecute)
  return present.length === (wanted === '' ? 0 : 1) && present.every(({ key }) => key === wanted)
}

/** What the taints must become; undefined if they are right. */
export function noExecuteTaints(node: Node, { wanted, now }: { wanted: string; now: string }): Taint[] | undefined {
  if (isNoExecuteRight(node, wanted)) return undefined
  const kept = (node.spec?.taints ?? []).filter((taint) => !isNoExecute(taint) || taint.key === wanted)
  const isMissing = wanted !== '' && !kept.some(isNoExecute)
  return isMissing ? [...kept, { key: wanted, effect: 'NoExecute', timeAdded: now }] : kept
}

/** Writes taints worked out from the fresh node, so that nobody else's are lost. */
export function writeTaints(c: ControllerContext<unknown>, name: string, compute: (node: Node) => Taint[] | undefined): ApiResult<unknown> {
  const fresh = c.client.get(c.ctx, 'nodes', '', name)
  if (!fresh.ok) return fresh
  const taints = compute(fresh.object)
  if (!taints) return fresh
  const body = { metadata: { resourceVersion: fresh.object.metadata.resourceVersion }, spec: { taints: taints.length > 0 ? taints : null } }
  return c.client.patch(c.ctx, 'nodes', { namespace: '', name }, { type: 'merge', body })
}

/**
 * Whether a node still lives: its lease or its status must have been renewed within the grace period, by this
 * controller's own clock, or its conditions become Unknown. Follows kubernetes v1.36
 * pkg/controller/nodelifecycle/node_lifecycle_controller.go (tryUpdateNodeHealth).
 */
import type { Node, NodeCondition } from '../../../api/generated/types.ts'
import type { ApiResult } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'
import { plus, seconds, type Micros } from '../../../sim/time.ts'

export interface Health {
  /** As last seen; '' if never. */
  readonly heartbeat: string
  readonly renewTime: string
  /** When this controller last saw a sign of life. */
  readonly probed: Micros
}

/** Upstream's --node-monitor-grace-period and --node-startup-grace-period. */
export const gracePeriod = seconds(50)
const startupGracePeriod = seconds(60)

const watchedTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

export const readyOf = (node: Node): NodeCondition | undefined => node.status?.conditions?.find(({ type }) => type === 'Ready')

/** What is known now, given what was known and what the caches hold. */
export function observe(before: Health | undefined, { ready, renewTime, now }: { ready: NodeCondition | undefined; renewTime: string; now: Micros }): Health {
  const heartbeat = ready?.lastHeartbeatTime ?? ''
  const isAlive = !before || heartbeat !== before.heartbeat || renewTime > before.renewTime
  if (before && !isAlive) return before
  return Object.freeze({ heartbeat, renewTime: renewTime || (before?.renewTime ?? ''), probed: now })
}

export const isOverdue = (health: Health, ready: NodeCondition | undefined, now: Micros): boolean =>
  now > plus(health.probed, ready ? gracePeriod : startupGracePeriod)

/** Marks every watched condition Unknown that is not so yet; undefined if there is none. */
export function markUnknown(c: ControllerContext<unknown>, node: Node): ApiResult<Node> | undefined {
  const now = c.client.timestamp(c.ctx)
  const conditions = node.status?.conditions ?? []
  const missing = watchedTypes.filter((type) => !conditions.some((condition) => condition.type === type))
  const known = conditions.filter(({ type, status }) => watchedTypes.includes(type) && status !== 'Unknown')
  if (missing.length === 0 && known.length === 0) return undefined
  const marked = conditions.map((condition): NodeCondition =>
    known.includes(condition)
      ? { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: now }
      : condition,
  )
  const never = missing.map((type): NodeCondition => neverUpdated(node, type, now))
  return c.client.updateStatus(c.ctx, 'nodes', { ...node, status: { ...node.status, conditions: [...marked, ...never] } })
}

const neverUpdated = ({ metadata }: Node, type: string, now: string): NodeCondition => ({
  type,
  status: 'Unknown',
  reason: 'NodeStatusNeverUpdated',
  message: 'Kubelet never posted node status.',
  lastHeartbeatTime: metadata.creationTimestamp ?? now,
  lastTransitionTime: now,
})

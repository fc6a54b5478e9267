/**
 * Which waiting pods a change of the cluster may help: those that a plugin rejected which says so of this change.
 * Follows kubernetes v1.36 pkg/scheduler/backend/queue (MoveAllToActiveOrBackoffQueue) and the plugins' queueing hints.
 */
import type { Pod } from '../../../api/generated/types.ts'
import type { Micros } from '../../../sim/time.ts'
import type { ClusterEvent, Plugin } from '../framework/plugin.ts'
import { wake, type SchedulingQueue } from './scheduling-queue.ts'

export interface WakeOptions {
  readonly plugins: readonly Plugin[]
  readonly podOf: (key: string) => Pod | undefined
  readonly now: Micros
  readonly cause: number
}

export function wakeWaiting(queue: SchedulingQueue, event: ClusterEvent, { plugins, podOf, now, cause }: WakeOptions): void {
  const concerned = plugins.filter(({ name, wakes }) => wakes?.[event.type] && queue.rejections.has(name))
  if (concerned.length === 0) return
  for (const waiting of [...queue.unschedulable.values()]) {
    const pod = podOf(waiting.key)
    if (!pod) continue
    const isHelped = concerned.some((plugin) => waiting.rejectedBy.includes(plugin.name) && helps(plugin, pod, event))
    if (isHelped) wake(queue, waiting, { now, cause })
  }
}

/** Asks the plugin's hint for exactly this type of event. */
function helps({ wakes }: Plugin, pod: Pod, event: ClusterEvent): boolean {
  switch (event.type) {
    case 'node-added':
      return wakes?.['node-added']?.(pod, event) ?? false
    case 'node-updated':
      return wakes?.['node-updated']?.(pod, event) ?? false
    case 'node-deleted':
      return wakes?.['node-deleted']?.(pod, event) ?? false
    case 'pod-added':
      return wakes?.['pod-added']?.(pod, event) ?? false
    case 'pod-updated':
      return wakes?.['pod-updated']?.(pod, event) ?? false
    case 'pod-deleted':
      return wakes?.['pod-deleted']?.(pod, event) ?? false
  }
}

/**
 * The pods that wait for a node: `active` in order of priority and arrival, `backoff` for those that must wait a little,
 * `unschedulable` for those that wait for the cluster to change. Follows kubernetes v1.36 pkg/scheduler/backend/queue
 * (scheduling_queue.go, backoff_queue.go). A pod stands in at most one of the three. With SchedulerPopFromBackoffQ (on
 * by default) a pod whose back-off is not over is taken anyway when nothing else is waiting, unless an error put it there.
 */
import type { Pod } from '../../../api/generated/types.ts'
import { Table } from '../../../sim/table.ts'
import { plus, seconds, type Micros } from '../../../sim/time.ts'
import { keyOf } from '../../client-go/watch.ts'
import { priorityOf } from '../priority.ts'

export interface QueuedPod {
  readonly key: string
  readonly uid: string
  readonly priority: number
  /** When it came into the queue it is in. */
  readonly since: Micros
  /** Arrival number, for ties. */
  readonly arrival: number
  readonly attempts: number
  /** Attempts that ended with no node, which decide the back-off. */
  readonly failures: number
  /** Plugins that rejected it, at the last attempt. */
  readonly rejectedBy: readonly string[]
  /** The revision that made it due, for the trace. */
  readonly cause: number
}

export interface SchedulingQueue {
  /** By priority (highest first), time and arrival. */
  readonly active: Table<string, QueuedPod>
  /** By the end of the back-off. */
  readonly backoff: Table<string, QueuedPod>
  /** The same, after an error of the scheduler itself. */
  readonly errorBackoff: Table<string, QueuedPod>
  /** By pod key. */
  readonly unschedulable: Table<string, QueuedPod>
  /** Where each waiting pod stands: its key in `active`, `backoff` or `errorBackoff`; '' in `unschedulable`. */
  readonly places: Table<string, string>
  /** How many unschedulable pods each plugin has rejected, so that events nobody waits for cost nothing. */
  readonly rejections: Map<string, number>
  next: number
}

export const createSchedulingQueue = (): SchedulingQueue => ({
  active: new Table(),
  backoff: new Table(),
  errorBackoff: new Table(),
  unschedulable: new Table(),
  places: new Table(),
  rejections: new Map(),
  next: 0,
})

/** Upstream's podInitialBackoffSeconds and podMaxBackoffSeconds. */
const initialBackoff = seconds(1)
const maxBackoff = seconds(10)
/** Upstream's podMaxInUnschedulablePodsDuration. */
export const longestUnschedulable = seconds(300)

/** Sortable text of a whole number below 10^16. */
const digits = (value: number): string => String(value).padStart(16, '0')
/** Priorities go from −2^31 to 2·10^9 and the highest comes first. */
const activePlace = (pod: QueuedPod): string => `${digits(3_000_000_000 - pod.priority)}/${digits(pod.since)}/${digits(pod.arrival)}`

export function newlyQueued(queue: SchedulingQueue, pod: Pod, { now, cause }: { now: Micros; cause: number }): QueuedPod {
  return Object.freeze({
    key: keyOf(pod),
    uid: pod.metadata.uid ?? '',
    priority: priorityOf(pod),
    since: now,
    arrival: queue.next++,
    attempts: 0,
    failures: 0,
    rejectedBy: Object.freeze([]),
    cause,
  })
}

export function addActive(queue: SchedulingQueue, pod: QueuedPod): void {
  remove(queue, pod.key)
  queue.active.set(activePlace(pod), pod)
  queue.places.set(pod.key, activePlace(pod))
}

export function addUnschedulable(queue: SchedulingQueue, pod: QueuedPod): void {
  remove(queue, pod.key)
  queue.unschedulable.set(pod.key, pod)
  queue.places.set(pod.key, '')
  for (const plugin of pod.rejectedBy) queue.rejections.set(plugin, (queue.rejections.get(plugin) ?? 0) + 1)
}

/** An error, not the cluster, kept it from a node: it is tried again after its back-off. */
export function addError(queue: SchedulingQueue, pod: QueuedPod): Micros {
  remove(queue, pod.key)
  const until = backoffEnd(pod)
  const place = `${digits(until)}/${digits(pod.arrival)}`
  queue.errorBackoff.set(place, pod)
  queue.places.set(pod.key, place)
  return until
}

/** Something changed for a pod that waited: it is due, at once or after its back-off. */
export function wake(queue: SchedulingQueue, pod: QueuedPod, { now, cause }: { now: Micros; cause: number }): void {
  const until = backoffEnd(pod)
  if (until <= now) return addActive(queue, Object.freeze({ ...pod, since: now, cause }))
  remove(queue, pod.key)
  const place = `${digits(until)}/${digits(pod.arrival)}`
  queue.backoff.set(place, Object.freeze({ ...pod, cause }))
  queue.places.set(pod.key, place)
}

/** 1 s after the first failure, doubling to 10 s, from the time of the failure. */
export function backoffEnd({ failures, since }: QueuedPod): Micros {
  if (failures === 0) return since
  let backoff = initialBackoff
  for (let doubled = 1; doubled < failures && backoff < maxBackoff; doubled++) backoff = plus(backoff, backoff)
  return plus(since, backoff < maxBackoff ? backoff : maxBackoff)
}

export function find(queue: SchedulingQueue, key: string): QueuedPod | undefined {
  const place = queue.places.get(key)
  if (place === undefined) return undefined
  if (place === '') return queue.unschedulable.get(key)
  return [queue.active, queue.backoff, queue.errorBackoff].map((table) => table.get(place)).find((pod) => pod?.key === key)
}

export function remove(queue: SchedulingQueue, key: string): void {
  const place = queue.places.get(key)
  if (place === undefined) return
  queue.places.delete(key)
  if (place !== '') {
    for (const table of [queue.active, queue.backoff, queue.errorBackoff]) if (table.get(place)?.key === key) table.delete(place)
    return
  }
  for (const plugin of queue.unschedulable.get(key)?.rejectedBy ?? []) count(queue, plugin)
  queue.unschedulable.delete(key)
}

function count(queue: SchedulingQueue, plugin: string): void {
  const left = (queue.rejections.get(plugin) ?? 0) - 1
  if (left > 0) queue.rejections.set(plugin, left)
  else queue.rejections.delete(plugin)
}

/** Moves pods whose back-off after an error is over. */
export function flushBackoff(queue: SchedulingQueue, now: Micros): void {
  const over = [...queue.errorBackoff.range('', digits(now + 1))].map(([, pod]) => pod)
  for (const pod of over) addActive(queue, Object.freeze({ ...pod, since: now }))
}

/** Wakes pods that have waited for five minutes, whatever happened meanwhile. */
export function flushUnschedulable(queue: SchedulingQueue, now: Micros): void {
  const over = [...queue.unschedulable.values()].filter((pod) => pod.rejectedBy.length > 0 && now - pod.since >= longestUnschedulable)
  for (const pod of over) wake(queue, pod, { now, cause: 0 })
}

/** The next pod to be scheduled. */
export function pop(queue: SchedulingQueue): QueuedPod | undefined {
  const table = queue.active.size > 0 ? queue.active : queue.backoff
  const first = table.minKey()
  const pod = first === undefined ? undefined : table.get(first)
  if (pod) remove(queue, pod.key)
  return pod && Object.freeze({ ...pod, attempts: pod.attempts + 1 })
}

export const isReadyToPop = (queue: SchedulingQueue): boolean => queue.active.size > 0 || queue.backoff.size > 0

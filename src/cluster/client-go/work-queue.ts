/**
 * A controller's work queue: each key at most once, in order of arrival, with the revision that made it due, and the
 * failures that decide how long a retry waits. Follows client-go v1.36 util/workqueue; one worker whose syncs are
 * atomic needs no set of keys in processing.
 */
import { Table } from '../../sim/table.ts'
import { ms, seconds, type Micros } from '../../sim/time.ts'

export interface WorkQueue {
  /** By arrival number. */
  readonly items: Table<number, WorkItem>
  readonly arrivals: Table<string, number>
  /** Failures in a row, by key; absent means none. */
  readonly failures: Map<string, number>
  next: number
}

export interface WorkItem {
  readonly key: string
  /** The revision that made it due; the first one, if several came before it was worked on. */
  readonly cause: number
}

export const createWorkQueue = (): WorkQueue => ({ items: new Table(), arrivals: new Table(), failures: new Map(), next: 0 })

export function add(queue: WorkQueue, key: string, cause: number): void {
  if (queue.arrivals.has(key)) return
  queue.items.set(queue.next, Object.freeze({ key, cause }))
  queue.arrivals.set(key, queue.next++)
}

export function take(queue: WorkQueue): WorkItem | undefined {
  const first = queue.items.minKey()
  const item = first === undefined ? undefined : queue.items.get(first)
  if (first === undefined || item === undefined) return undefined
  queue.items.delete(first)
  queue.arrivals.delete(item.key)
  return item
}

/** Upstream's default: 5 ms doubling to 1000 s per key. */
export function retryDelay(queue: WorkQueue, key: string): Micros {
  const failures = queue.failures.get(key) ?? 0
  queue.failures.set(key, failures + 1)
  const doublings = Math.min(failures, 18)
  return ms(Math.min(5 * 2 ** doublings, seconds(1000) / 1000))
}

export const forget = (queue: WorkQueue, key: string): void => {
  queue.failures.delete(key)
}

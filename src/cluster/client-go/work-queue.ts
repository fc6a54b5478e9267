/**
 * A controller's work queue: each key at most once, in order of arrival, with the revision that made it due, and the
 * failures that decide how long a retry waits. Follows client-go v1.36 util/workqueue; one worker whose syncs are
 * atomic needs no set of keys in processing.
 */
import { ms, seconds, type Micros } from '../../sim/time.ts'

export interface WorkQueue {
  /** In order of arrival: by key, the revision that made it due; the first one, if several came before it was worked on. */
  readonly items: Map<string, number>
  /** Failures in a row, by key; absent means none. */
  readonly failures: Map<string, number>
}

export interface WorkItem {
  readonly key: string
  readonly cause: number
}

export const createWorkQueue = (): WorkQueue => ({ items: new Map(), failures: new Map() })

export function add({ items }: WorkQueue, key: string, cause: number): void {
  if (!items.has(key)) items.set(key, cause)
}

export function take({ items }: WorkQueue): WorkItem | undefined {
  for (const [key, cause] of items) {
    items.delete(key)
    return { key, cause }
  }
  return undefined
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

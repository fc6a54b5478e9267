/**
 * The event queue: a binary heap ordered by (at, seq), so that events of one instant are taken in the order in which
 * they were sent. Entries are frozen; a snapshot copies the array of references.
 */
import type { Micros } from './time.ts'

/** What is sent to a part. Plain data, frozen when it is sent. */
export interface SimEvent {
  readonly type: string
}

export interface Queued {
  readonly at: Micros
  readonly seq: number
  readonly to: string
  readonly event: SimEvent
  /** The revision this follows from, 0 if none; see `StepContext.cause`. */
  readonly cause: number
}

const before = (a: Queued, b: Queued): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq)

export function push(heap: Queued[], item: Queued): void {
  let index = heap.length
  heap.push(item)
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent]
    if (above === undefined || before(above, item)) break
    heap[index] = above
    index = parent
  }
  heap[index] = item
}

export function pop(heap: Queued[]): Queued | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let index = 0
  for (;;) {
    const child = smallerChild(heap, index)
    const below = heap[child]
    if (below === undefined || before(last, below)) break
    heap[index] = below
    index = child
  }
  heap[index] = last
  return first
}

function smallerChild(heap: readonly Queued[], index: number): number {
  const left = 2 * index + 1
  const a = heap[left]
  const b = heap[left + 1]
  return a !== undefined && b !== undefined && before(b, a) ? left + 1 : left
}

/** The queue in the order in which it will be taken, for hashing and saving. */
export const inOrder = (heap: readonly Queued[]): Queued[] => [...heap].sort((a, b) => (before(a, b) ? -1 : 1))

export function heapOf(items: readonly Queued[]): Queued[] {
  const heap: Queued[] = []
  for (const item of items) push(heap, item)
  return heap
}

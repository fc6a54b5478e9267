/**
 * What is written at the end and forgotten from the start: a table whose keys are consecutive whole numbers, and
 * cheaper than `Table`. A clone shares its pages with the original until one of them appends. Values must be frozen.
 */
import { assert } from './assert.ts'

const pageSize = 128

export class Sequence<V> {
  /** The key of the first entry that is kept. */
  first: number
  /** The key after the last entry. */
  next: number
  /** Entry `key` stands in the page `key / pageSize - firstPage`, at `key % pageSize`. */
  private pages: V[][] = []
  private firstPage: number
  private isLastShared = false

  constructor(first: number, entries: Iterable<V> = []) {
    this.first = first
    this.next = first
    this.firstPage = Math.floor(first / pageSize)
    for (const entry of entries) this.append(entry)
  }

  get size(): number {
    return this.next - this.first
  }

  get(key: number): V | undefined {
    return key >= this.first && key < this.next ? this.pages[Math.floor(key / pageSize) - this.firstPage]?.[key % pageSize] : undefined
  }

  append(value: V): void {
    const place = this.next % pageSize
    const page = Math.floor(this.next / pageSize) - this.firstPage
    if (this.pages[page] === undefined) this.pages[page] = []
    else if (this.isLastShared) this.pages[page] = [...this.pages[page]]
    this.isLastShared = false
    const entries = this.pages[page]
    assert(entries, 'a page was made')
    entries[place] = value
    this.next++
  }

  /** Forgets what stands before `key`. */
  forget(key: number): void {
    this.first = Math.max(this.first, Math.min(key, this.next))
    const firstPage = Math.floor(this.first / pageSize)
    if (firstPage > this.firstPage) this.pages.splice(0, firstPage - this.firstPage)
    this.firstPage = firstPage
  }

  /** From `key` on, in order. */
  *since(key: number): Generator<V> {
    for (let at = Math.max(key, this.first); at < this.next; at++) yield this.get(at) as V
  }

  values(): IterableIterator<V> {
    return this.since(this.first)
  }

  clone(): Sequence<V> {
    const twin = new Sequence<V>(this.first)
    twin.next = this.next
    twin.pages = [...this.pages]
    twin.isLastShared = true
    this.isLastShared = true
    return twin
  }
}

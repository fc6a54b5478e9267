/**
 * An ordered table for every collection that grows with the cluster: cloning takes under a microsecond, because the
 * clone shares its pages with the original until one of them writes (`sorted-btree`, copy-on-write).
 * Keys are strings (ordered by UTF-16 unit) or numbers, never both in one table.
 */
import BTree from 'sorted-btree'

export type TableKey = string | number

/** Numbers and texts are compared in places of their own, which keeps each comparison simple for the engine. */
const byKey = (a: TableKey, b: TableKey): number => (typeof a === 'number' ? a - (b as number) : byText(a, b as string))
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

export class Table<K extends TableKey, V> {
  private readonly tree: BTree<K, V>

  constructor(entries: Iterable<readonly [K, V]> = [], tree = new BTree<K, V>(undefined, byKey)) {
    this.tree = tree
    for (const [key, value] of entries) tree.set(key, value)
  }

  get size(): number {
    return this.tree.size
  }

  get(key: K): V | undefined {
    return this.tree.get(key)
  }

  has(key: K): boolean {
    return this.tree.has(key)
  }

  set(key: K, value: V): void {
    this.tree.set(key, value)
  }

  delete(key: K): boolean {
    return this.tree.delete(key)
  }

  minKey(): K | undefined {
    return this.tree.minKey()
  }

  maxKey(): K | undefined {
    return this.tree.maxKey()
  }

  /** The entries in [from, to), in order; open-ended without `to`. The table must not change while this is read. */
  *range(from: K, to?: K): Generator<readonly [K, V]> {
    for (const [key, value] of this.tree.entries(from)) {
      if (to !== undefined && key >= to) return
      yield [key, value]
    }
  }

  /** Shows the entries from `from` on, in order, for as long as `show` says so; quicker than `range`. */
  visit(from: K, show: (key: K, value: V) => boolean): void {
    const last = this.tree.maxKey()
    if (last !== undefined) this.tree.forRange(from, last, true, (key, value) => (show(key, value) ? undefined : { break: true }))
  }

  entries(): IterableIterator<[K, V]> {
    return this.tree.entries()
  }

  keys(): IterableIterator<K> {
    return this.tree.keys()
  }

  values(): IterableIterator<V> {
    return this.tree.values()
  }

  /** An independent table with the same entries; values are shared, so they must be immutable or copied by the owner. */
  clone(): Table<K, V> {
    return new Table<K, V>([], this.tree.clone())
  }
}

/** The entries of a string-keyed table whose keys start with `prefix`, in order. */
export function withPrefix<V>(table: Table<string, V>, prefix: string): (readonly [string, V])[] {
  const found: (readonly [string, V])[] = []
  if (table.size === 0) return found
  table.visit(prefix, (key, value) => {
    const isWithin = key.startsWith(prefix)
    if (isWithin) found.push([key, value])
    return isWithin
  })
  return found
}

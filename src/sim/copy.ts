/**
 * Copies the state of a part: plain objects, arrays, Map, Set and Table. Frozen objects are shared, tables are cloned
 * (their values must therefore be frozen or primitive). Anything else in a state is a broken assumption.
 */
import { assert } from './assert.ts'
import { Sequence } from './sequence.ts'
import { Table, type TableKey } from './table.ts'

export function copy<T>(value: T): T
export function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Table || value instanceof Sequence) return value.clone()
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item))
  if (value instanceof Map) return new Map([...value].map(([key, item]: [TableKey, unknown]) => [key, copy(item)]))
  if (value instanceof Set) return new Set(value)
  assert(Object.getPrototypeOf(value) === Object.prototype, 'a state holds something that is not plain data')
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]))
}

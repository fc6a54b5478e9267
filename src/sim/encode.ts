/**
 * Writes plain data (see `copy`) as text and reads it back. The text is the same in Node and in every browser: object
 * keys stand in insertion order, numbers as ECMAScript prints them.
 *
 * Frozen objects that a state holds go into a pool, each once, and are referred to by number; so do those inside them
 * that stand in several places. What is one object (a spec in two revisions, an event's object that is also the store's)
 * is one object again after decoding, because components tell by identity what has not changed. Example: a state
 * {a: F, b: F, m: Map{1 → 2}} with F frozen {x: 1} is written {"pool":[{"x":1}],"linked":[],"root":{"a":{"$":0},"b":{"$":0},"m":{"$map":[[1,2]]}}}.
 */
import { assert } from './assert.ts'
import { freeze } from './freeze.ts'
import { Sequence } from './sequence.ts'
import { Table, type TableKey } from './table.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export function encode(value: unknown): string {
  const { refer, pool, linked } = createPool(sharedIn(value))
  const root = JSON.stringify(toJson(value, refer))
  return `{"pool":[${pool.join(',')}],"linked":${JSON.stringify(linked)},"root":${root}}`
}

/** Frozen objects that are reached in more than one way. */
function sharedIn(value: unknown): ReadonlySet<object> {
  const [seen, shared] = [new Set<object>(), new Set<object>()]
  const walk = (item: unknown): void => {
    if (typeof item !== 'object' || item === null) return
    if (Object.isFrozen(item)) {
      if (seen.has(item)) return void shared.add(item)
      seen.add(item)
    }
    if (Array.isArray(item) || item instanceof Set) item.forEach(walk)
    else if (item instanceof Table || item instanceof Sequence || item instanceof Map) for (const entry of item.values()) walk(entry)
    else for (const key in item) walk((item as { readonly [key: string]: unknown })[key])
  }
  walk(value)
  return shared
}

/** Keys that would not be read as what they are. */
const isMistakable = (key: string): boolean => key.startsWith('$') || key === '__proto__'

interface Pool {
  readonly refer: (frozen: object) => Json
  readonly pool: string[]
  /** Which of them refer to others; those come before. */
  readonly linked: number[]
}

function createPool(shared: ReadonlySet<object>): Pool {
  const [pool, linked]: [string[], number[]] = [[], []]
  const places = new Map<object, number>()
  const refer = (frozen: object): Json => {
    const known = places.get(frozen)
    if (known !== undefined) return { $: known }
    let isLinked = false
    const write = (item: unknown): Json => {
      if (typeof item !== 'object' || item === null) return (item ?? null) as Json
      if (!shared.has(item)) return within(item)
      isLinked = true
      return refer(item)
    }
    const within = (item: object): Json => {
      if (Array.isArray(item)) return item.map(write)
      const fields: { [key: string]: Json } = {}
      for (const [key, field] of Object.entries(item)) {
        if (isMistakable(key)) {
          isLinked = true
          return { $fields: Object.entries(item).map(([name, each]) => [name, write(each)]) }
        }
        if (field !== undefined) fields[key] = write(field)
      }
      return fields
    }
    const place = pool.push(JSON.stringify(within(frozen))) - 1
    if (isLinked) linked.push(place)
    places.set(frozen, place)
    return { $: place }
  }
  return { refer, pool, linked }
}

/** What is not frozen, as JSON; `refer` stands for what is. */
export function toJson(value: unknown, refer: (frozen: object) => Json): Json {
  if (value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  assert(typeof value === 'object', `a ${typeof value} cannot be written`)
  if (Object.isFrozen(value)) return refer(value)
  const write = (item: unknown) => toJson(item, refer)
  const writePair = ([key, item]: readonly [TableKey, unknown]): Json => [key, write(item)]
  if (Array.isArray(value)) return value.map(write)
  if (value instanceof Table) return { $table: [...value.entries()].map(writePair) }
  if (value instanceof Sequence) return { $sequence: [value.first, [...value.values()].map(write)] }
  if (value instanceof Map) return { $map: [...value].map(writePair) }
  if (value instanceof Set) return { $set: [...value].map(write) }
  const fields: { [key: string]: Json } = {}
  for (const [key, item] of Object.entries(value)) if (item !== undefined) fields[key] = write(item)
  return fields
}

export function decode(text: string): unknown {
  const { pool, linked, root } = JSON.parse(text) as { pool: Json[]; linked: number[]; root: Json }
  for (const place of linked) pool[place] = fromJson(pool[place] ?? null, pool) as Json
  pool.forEach(freeze)
  return fromJson(root, pool)
}

function fromJson(value: Json, pool: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const read = (item: Json) => fromJson(item, pool)
  const readPair = (pair: Json): [TableKey, unknown] => {
    const [key, item] = pair as [TableKey, Json]
    return [key, read(item)]
  }
  if (Array.isArray(value)) return value.map(read)
  if (typeof value['$'] === 'number') return pool[value['$']]
  if (Array.isArray(value['$fields'])) return Object.fromEntries(value['$fields'].map(readPair))
  if (Array.isArray(value['$table'])) return new Table(value['$table'].map(readPair))
  if (Array.isArray(value['$sequence'])) return new Sequence(value['$sequence'][0] as number, (value['$sequence'][1] as Json[]).map(read))
  if (Array.isArray(value['$map'])) return new Map(value['$map'].map(readPair))
  if (Array.isArray(value['$set'])) return new Set(value['$set'].map(read))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]))
}

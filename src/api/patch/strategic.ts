/**
 * Applying a strategic merge patch: lists with a merge key are merged item by item, others are replaced; `$patch`,
 * `$retainKeys`, `$deleteFromPrimitiveList/…` and `$setElementOrder/…` are directives.
 * Follows kubernetes v1.36 apimachinery/pkg/util/strategicpatch/patch.go, driven by the generated facts.
 */
import { structOf, type Field, type GoType } from '../schema/go-type.ts'
import { goPrint } from './go-print.ts'
import { isObject } from '../meta/json.ts'

type Fields = { readonly [key: string]: unknown }

export type PatchResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }

/** Refusals inside the recursion; the only way out of it, caught at the door. */
class PatchError extends Error {}

/** `struct` is the Go struct of the target: `Deployment`. */
export function strategicMergePatch(target: unknown, patch: unknown, struct: string): PatchResult {
  if (!isObject(patch)) return { ok: false, message: 'the patch is not an object' }
  try {
    return { ok: true, value: mergeObject(isObject(target) ? target : {}, patch, { type: 'struct', name: struct }) }
  } catch (error) {
    if (error instanceof PatchError) return { ok: false, message: error.message }
    throw error
  }
}

export const setOrder = '$setElementOrder/'
export const retainKeys = '$retainKeys'
export const deleteFrom = '$deleteFromPrimitiveList/'

function mergeObject(target: Fields, patch: Fields, type: GoType): Fields {
  const directive = patch['$patch']
  if (directive === 'replace') return withoutDirectives(patch)
  if (directive === 'delete') return {}
  if (directive !== undefined && directive !== 'merge') throw new PatchError(`unknown patch type: ${String(directive)} in map: ${goPrint(patch)}`)
  const retained = patch[retainKeys]
  const kept = Array.isArray(retained) ? Object.entries(target).filter(([key]) => retained.includes(key)) : Object.entries(target)
  const merged = new Map(kept)
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    if (value === null) merged.delete(key)
    else merged.set(key, mergeField(merged.get(key), value, { patch, key, field: fieldOf(type, key) }))
  }
  for (const key of Object.keys(patch)) mergeByDirectiveAlone(merged, patch, { key, type })
  return Object.fromEntries(merged)
}

/** A list that only has an order or deletions in the patch. */
function mergeByDirectiveAlone(merged: Map<string, unknown>, patch: Fields, { key, type }: { key: string; type: GoType }): void {
  const name = [setOrder, deleteFrom].filter((prefix) => key.startsWith(prefix)).map((prefix) => key.slice(prefix.length))[0]
  if (name === undefined || Object.hasOwn(patch, name) || !Array.isArray(merged.get(name))) return
  merged.set(name, mergeField(merged.get(name), [], { patch, key: name, field: fieldOf(type, name) }))
}

interface FieldPatch {
  /** The object the patch of this field stands in, for directives beside it. */
  readonly patch: Fields
  readonly key: string
  readonly field: FieldType
}

interface FieldType {
  readonly type: GoType
  readonly mergeKey: string
  readonly merges: boolean
  /** What the new value does not name goes, as when a strategy changes its type. */
  readonly retainsKeys: boolean
}

const unknownType: GoType = { type: 'any', name: 'any' }

export function fieldOf(type: GoType, key: string): FieldType {
  if (type.type === 'map') return { type: type.values, mergeKey: '', merges: false, retainsKeys: false }
  const field: Field | undefined = type.type === 'struct' ? structOf(type.name)?.fields.get(key) : undefined
  if (!field) return { type: unknownType, mergeKey: '', merges: false, retainsKeys: false }
  return { type: field.type, mergeKey: field.mergeKey, merges: field.strategies.includes('merge'), retainsKeys: field.strategies.includes('retainKeys') }
}

function mergeField(old: unknown, value: unknown, { patch, key, field }: FieldPatch): unknown {
  const { type } = field
  if (isObject(value)) return mergeObject(isObject(old) ? old : {}, value, type)
  if (!Array.isArray(value)) return value
  if (!field.merges || type.type !== 'list') return (value as unknown[]).map((item) => (isObject(item) ? withoutDirectives(item) : item))
  const items = Array.isArray(old) ? (old as unknown[]) : []
  const order: readonly unknown[] = Array.isArray(patch[setOrder + key]) ? (patch[setOrder + key] as unknown[]) : (value as unknown[])
  if (field.mergeKey === '') {
    const dropped = patch[deleteFrom + key]
    const kept = items.filter((item) => !Array.isArray(dropped) || !dropped.includes(item))
    const merged = [...kept, ...(value as unknown[]).filter((item) => !kept.includes(item))]
    return ordered(merged, { order, server: items, keyOf: (item) => item })
  }
  if (items.some(isObject) && !(value as unknown[]).every(isObject)) throw new PatchError(`list element types are not identical: ${goPrint([items, value])}`)
  const merged = mergeList(items.filter(isObject), (value as unknown[]).filter(isObject), { mergeKey: field.mergeKey, items: type.items })
  const keyOf = (item: unknown) => (isObject(item) ? item[field.mergeKey] : undefined)
  return ordered(merged, { order: order.map(keyOf), server: items, keyOf })
}

function mergeList(old: readonly Fields[], patch: readonly Fields[], { mergeKey, items }: { mergeKey: string; items: GoType }): Fields[] {
  if (patch.some((item) => item['$patch'] === 'replace' && item[mergeKey] === undefined)) {
    return patch.filter((item) => item['$patch'] === undefined).map(withoutDirectives)
  }
  const merged = [...old]
  for (const item of patch) {
    if (item[mergeKey] === undefined) throw new PatchError(`map: ${goPrint(item)} does not contain declared merge key: ${mergeKey}`)
    const at = merged.findIndex((candidate) => candidate[mergeKey] === item[mergeKey])
    const found = merged[at]
    if (item['$patch'] === 'delete') {
      if (found) merged.splice(at, 1)
    } else if (found && item['$patch'] !== 'replace') merged[at] = mergeObject(found, item, items)
    else if (found) merged[at] = withoutDirectives(item)
    else merged.push(mergeObject({}, item, items))
  }
  return merged
}

interface Order<T> {
  /** Keys in the order that the patch asks for, or of the patch itself. */
  readonly order: readonly unknown[]
  /** What was there before. */
  readonly server: readonly T[]
  readonly keyOf: (item: T) => unknown
}

/**
 * Items that the order names, in its order, merged with the others in the server's: an item goes first if the server
 * had it before the other one, and what is new goes before what is left.
 * Examples: server [a, b] and patch [c] make [c, a, b]; server [a, x, b] and order [b, a] make [x, b, a].
 */
function ordered<T>(items: readonly T[], { order, server, keyOf }: Order<T>): T[] {
  const named = [...new Set(order)].flatMap((key) => items.filter((item) => keyOf(item) === key))
  const others = items.filter((item) => !order.includes(keyOf(item)))
  const place = (item: T) => server.findIndex((known) => keyOf(known) === keyOf(item))
  const result: T[] = []
  let next = 0
  for (const item of named) {
    for (let other = others[next]; other !== undefined && place(item) >= 0 && place(other) < place(item); other = others[++next]) result.push(other)
    result.push(item)
  }
  return [...result, ...others.slice(next)]
}

function withoutDirectives(value: Fields): Fields {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => !key.startsWith('$') && item !== null))
}

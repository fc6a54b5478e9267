/**
 * One direction of a strategic merge patch: what `to` has more than `from` or otherwise (`changes`), or what it no
 * longer has (`deletions`). Lists with a merge key are compared item by item.
 * Follows kubernetes v1.36 apimachinery/pkg/util/strategicpatch/patch.go (diffMaps, diffLists).
 */
import type { GoType } from '../schema/go-type.ts'
import { goPrint } from './go-print.ts'
import { isObject, sameJson } from '../meta/json.ts'
import { deleteFrom, fieldOf, retainKeys, setOrder } from './strategic.ts'

export type Fields = { readonly [key: string]: unknown }

/** A list's item lacks the key by which items are told apart; the only way out of the recursion. */
export class DiffError extends Error {}

export interface DiffOptions {
  readonly keep: 'changes' | 'deletions'
  readonly retainsKeys?: boolean
}

export function diffObjects(from: Fields, to: Fields, { type, keep, retainsKeys = false }: DiffOptions & { readonly type: GoType }): Fields {
  const patch: { [key: string]: unknown } = {}
  for (const [key, wanted] of Object.entries(to)) Object.assign(patch, diffField(from, to, { type, keep, key, wanted }))
  if (keep === 'deletions') for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null
  if (!retainsKeys) return patch
  const named = Object.keys(to).filter((key) => to[key] !== null).sort()
  const drops = Object.keys(from).some((key) => !Object.hasOwn(to, key))
  return named.length > 0 && (Object.keys(patch).length > 0 || drops) ? { ...patch, [retainKeys]: named } : patch
}

interface FieldDiff extends DiffOptions {
  readonly type: GoType
  readonly key: string
  readonly wanted: unknown
}

function diffField(from: Fields, to: Fields, { type, keep, key, wanted }: FieldDiff): Fields {
  const added = keep === 'changes' ? { [key]: wanted } : {}
  if (!Object.hasOwn(from, key)) return added
  const before = from[key]
  const field = fieldOf(type, key)
  if (isObject(before) && isObject(wanted)) {
    const inner = diffObjects(before, wanted, { type: field.type, keep, retainsKeys: field.retainsKeys })
    return Object.keys(inner).length > 0 ? { [key]: inner } : {}
  }
  if (Array.isArray(before) && Array.isArray(wanted) && field.merges && field.type.type === 'list') {
    const lists = { before: before as readonly unknown[], wanted: wanted as readonly unknown[] }
    return diffLists(lists, { key, keep, mergeKey: field.mergeKey, items: field.type.items, retainsKeys: field.retainsKeys })
  }
  return sameJson(before, wanted) ? {} : added
}

interface Lists {
  readonly before: readonly unknown[]
  readonly wanted: readonly unknown[]
}

interface ListField extends DiffOptions {
  readonly key: string
  readonly mergeKey: string
  readonly items: GoType
}

function diffLists({ before, wanted }: Lists, field: ListField): Fields {
  const { key, keep, mergeKey } = field
  if (before.length === 0) return keep === 'changes' && wanted.length > 0 ? { [key]: wanted } : {}
  return mergeKey === '' ? diffScalars({ before, wanted }, field) : diffItems({ before, wanted }, field)
}

/**
 * An order that is not the sorted one counts as a change even where nothing changed: upstream compares after it has
 * sorted what was there.
 */
function diffScalars({ before, wanted }: Lists, { key, keep }: ListField): Fields {
  const gone = [...new Set(before.filter((item) => !wanted.includes(item)))].sort()
  const added = wanted.filter((item) => !before.includes(item))
  if (keep === 'deletions') return gone.length > 0 ? { [deleteFrom + key]: gone, [setOrder + key]: wanted } : {}
  const isSame = sameJson([...before].sort(), wanted)
  return { ...(added.length > 0 && { [key]: added }), ...(!isSame && { [setOrder + key]: wanted }) }
}

function diffItems({ before, wanted }: Lists, field: ListField): Fields {
  const { key, keep, mergeKey } = field
  const [left, right] = [itemsOf(before, mergeKey), itemsOf(wanted, mergeKey)]
  const patch = pairs(left, right, mergeKey).flatMap((pair) => diffPair(pair, field))
  const place = (item: Fields) => right.findIndex((other) => other[mergeKey] === item[mergeKey])
  const changed = patch.filter((item) => item['$patch'] === undefined).sort((a, b) => place(a) - place(b))
  const all = [...changed, ...patch.filter((item) => item['$patch'] !== undefined)]
  const isSameOrder = before.length === wanted.length && right.every((item, index) => sameJson(item[mergeKey], left[index]?.[mergeKey]))
  const tellsOrder = all.length > 0 || (keep === 'changes' && !isSameOrder)
  const order = right.map((item) => ({ [mergeKey]: item[mergeKey] }))
  return { ...(tellsOrder && order.length > 0 && { [setOrder + key]: order }), ...(all.length > 0 && { [key]: all }) }
}

function itemsOf(list: readonly unknown[], mergeKey: string): Fields[] {
  return list.map((item) => {
    if (isObject(item) && Object.hasOwn(item, mergeKey)) return item
    throw new DiffError(`map: ${goPrint(item)} does not contain declared merge key: ${mergeKey}`)
  })
}

type Pair = { readonly name: unknown; readonly left?: Fields; readonly right?: Fields }

/** Items of equal keys side by side; of several with the same key the first meet the first. */
function pairs(left: readonly Fields[], right: readonly Fields[], mergeKey: string): Pair[] {
  const waiting = [...right]
  const found = left.map((item): Pair => {
    const at = waiting.findIndex((other) => String(other[mergeKey]) === String(item[mergeKey]))
    const [match] = at < 0 ? [] : waiting.splice(at, 1)
    return { name: item[mergeKey], left: item, ...(match && { right: match }) }
  })
  return [...found, ...waiting.map((item): Pair => ({ name: item[mergeKey], right: item }))]
}

function diffPair({ name, left, right }: Pair, { keep, mergeKey, items, retainsKeys }: ListField): Fields[] {
  if (left && right) {
    const inner = diffObjects(left, right, { type: items, keep, ...(retainsKeys && { retainsKeys }) })
    return Object.keys(inner).length > 0 ? [{ ...inner, [mergeKey]: name }] : []
  }
  if (right) return keep === 'changes' ? [right] : []
  return keep === 'deletions' ? [{ $patch: 'delete', [mergeKey]: name }] : []
}

/**
 * The patch that `kubectl apply` sends: what changed between the manifest and the live object, and what the manifest no
 * longer has of what was applied last. Follows kubernetes v1.36 apimachinery/pkg/util/strategicpatch
 * (CreateThreeWayMergePatch): fields the user never wrote are left alone.
 */
import type { GoType } from '../schema/go-type.ts'
import { isObject } from './merge.ts'
import { deleteFrom, fieldOf, setOrder } from './strategic.ts'

type Fields = { readonly [key: string]: unknown }

export interface ThreeWay {
  /** `kubectl.kubernetes.io/last-applied-configuration`, {} if there was none. */
  readonly original: Fields
  readonly modified: Fields
  readonly current: Fields
  /** The Go struct: `Deployment`. */
  readonly struct: string
}

/** A strategic merge patch; {} if nothing has to change. */
export function threeWayPatch({ original, modified, current, struct }: ThreeWay): Fields {
  const type: GoType = { type: 'struct', name: struct }
  const changes = additions(current, modified, type)
  const gone = deletions(original, { modified, current }, type)
  return combine(changes, gone, type)
}

/** What `to` has and `from` lacks or has differently; nothing is deleted. */
function additions(from: Fields, to: Fields, type: GoType): Fields {
  const patch: { [key: string]: unknown } = {}
  for (const [key, wanted] of Object.entries(to)) {
    const live = from[key]
    const field = fieldOf(type, key)
    if (equal(live, wanted)) continue
    if (isObject(wanted) && isObject(live)) {
      const inner = additions(live, wanted, field.type)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (Array.isArray(wanted) && Array.isArray(live) && field.merges && field.type.type === 'list') {
      Object.assign(patch, listAdditions(live as unknown[], wanted as unknown[], { key, mergeKey: field.mergeKey, items: field.type.items }))
    } else patch[key] = wanted
  }
  return patch
}

interface ListField {
  readonly key: string
  readonly mergeKey: string
  readonly items: GoType
}

function listAdditions(live: readonly unknown[], wanted: readonly unknown[], { key, mergeKey, items }: ListField): Fields {
  if (mergeKey === '') {
    const added = wanted.filter((item) => !live.includes(item))
    return added.length > 0 ? { [key]: added, [setOrder + key]: wanted } : {}
  }
  const changed = wanted.filter(isObject).flatMap((item) => {
    const match = live.filter(isObject).find((candidate) => candidate[mergeKey] === item[mergeKey])
    if (!match) return [item]
    const inner = additions(match, item, items)
    return Object.keys(inner).length > 0 ? [{ ...inner, [mergeKey]: item[mergeKey] }] : []
  })
  const order = wanted.filter(isObject).map((item) => ({ [mergeKey]: item[mergeKey] }))
  const moved = !equal(
    live.filter(isObject).map((item) => item[mergeKey]).filter((name) => order.some((item) => item[mergeKey] === name)),
    order.map((item) => item[mergeKey]).filter((name) => live.filter(isObject).some((item) => item[mergeKey] === name)),
  )
  if (changed.length === 0 && !moved) return {}
  return { [setOrder + key]: order, ...(changed.length > 0 && { [key]: changed }) }
}

/** What the last applied manifest had, the new one has not, and the live object still has. */
function deletions(original: Fields, { modified, current }: { modified: Fields; current: Fields }, type: GoType): Fields {
  const patch: { [key: string]: unknown } = {}
  for (const [key, before] of Object.entries(original)) {
    const [now, live] = [modified[key], current[key]]
    const field = fieldOf(type, key)
    if (now === undefined) {
      if (live !== undefined) patch[key] = null
    } else if (isObject(before) && isObject(now)) {
      const inner = deletions(before, { modified: now, current: isObject(live) ? live : {} }, field.type)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (Array.isArray(before) && Array.isArray(now) && field.merges && field.type.type === 'list') {
      const lists = { before: before as unknown[], now: now as unknown[], live: Array.isArray(live) ? (live as unknown[]) : [] }
      Object.assign(patch, listDeletions(lists, { key, mergeKey: field.mergeKey, items: field.type.items }))
    }
  }
  return patch
}

interface Lists {
  readonly before: readonly unknown[]
  readonly now: readonly unknown[]
  readonly live: readonly unknown[]
}

function listDeletions({ before, now, live }: Lists, { key, mergeKey, items }: ListField): Fields {
  if (mergeKey === '') {
    const dropped = before.filter((item) => !now.includes(item) && live.includes(item))
    return dropped.length > 0 ? { [deleteFrom + key]: dropped, [setOrder + key]: now } : {}
  }
  const byKey = (list: readonly unknown[], name: unknown): Fields | undefined => list.filter(isObject).find((item) => item[mergeKey] === name)
  const changed = before.filter(isObject).flatMap((item): Fields[] => {
    const name = item[mergeKey]
    const [kept, current] = [byKey(now, name), byKey(live, name)]
    if (!kept) return current ? [{ $patch: 'delete', [mergeKey]: name }] : []
    const inner = deletions(item, { modified: kept, current: current ?? {} }, items)
    return Object.keys(inner).length > 0 ? [{ ...inner, [mergeKey]: name }] : []
  })
  if (changed.length === 0) return {}
  return { [key]: changed, [setOrder + key]: now.filter(isObject).map((item) => ({ [mergeKey]: item[mergeKey] })) }
}

/** Both kinds of change in one patch; lists of the same field are joined by merge key. */
function combine(a: Fields, b: Fields, type: GoType): Fields {
  const merged: { [key: string]: unknown } = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const other = merged[key]
    const field = fieldOf(type, key)
    if (isObject(other) && isObject(value)) merged[key] = combine(other, value, field.type)
    else if (Array.isArray(other) && Array.isArray(value) && field.type.type === 'list') {
      merged[key] = combineLists(other as unknown[], value as unknown[], { mergeKey: field.mergeKey, items: field.type.items })
    } else merged[key] = other === undefined ? value : other
  }
  return merged
}

function combineLists(a: readonly unknown[], b: readonly unknown[], { mergeKey, items }: Omit<ListField, 'key'>): unknown[] {
  const result = [...a]
  for (const item of b.filter(isObject)) {
    const at = result.findIndex((candidate) => isObject(candidate) && candidate[mergeKey] === item[mergeKey])
    const found = result[at]
    if (isObject(found)) result[at] = combine(found, item, items)
    else result.push(item)
  }
  return result
}

const equal = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
}

/**
 * The patch that `kubectl apply` sends: what differs between the live object and the manifest, and what the manifest no
 * longer has of what was applied last. Follows kubernetes v1.36 apimachinery/pkg/util/strategicpatch
 * (CreateThreeWayMergePatch): fields the user never wrote are left alone.
 */
import type { GoType } from '../schema/go-type.ts'
import { diffObjects, DiffError, type Fields } from './diff.ts'
import { isObject } from '../meta/json.ts'
import { fieldOf } from './strategic.ts'

export interface ThreeWay {
  /** `kubectl.kubernetes.io/last-applied-configuration`, {} if there was none. */
  readonly original: Fields
  readonly modified: Fields
  readonly current: Fields
  /** The Go struct: `Deployment`. */
  readonly struct: string
}

export type ThreeWayResult = { readonly ok: true; readonly patch: Fields } | { readonly ok: false; readonly message: string }

/** A strategic merge patch; {} if nothing has to change. */
export function threeWayPatch({ original, modified, current, struct }: ThreeWay): ThreeWayResult {
  const type: GoType = { type: 'struct', name: struct }
  try {
    const changes = diffObjects(current, modified, { type, keep: 'changes' })
    const gone = diffObjects(original, modified, { type, keep: 'deletions' })
    return { ok: true, patch: combine(changes, gone, type) }
  } catch (error) {
    if (error instanceof DiffError) return { ok: false, message: error.message }
    throw error
  }
}

/** Both directions in one patch. Where both speak of a field the change is newer; lists are joined by merge key. */
function combine(changes: Fields, gone: Fields, type: GoType): Fields {
  const merged: { [key: string]: unknown } = { ...gone, ...changes }
  for (const [key, value] of Object.entries(gone)) {
    const other = changes[key]
    const field = fieldOf(type, key)
    if (isObject(other) && isObject(value)) merged[key] = combine(other, value, field.type)
    else if (Array.isArray(other) && Array.isArray(value) && field.merges && field.mergeKey !== '' && field.type.type === 'list') {
      merged[key] = combineLists(other as unknown[], value as unknown[], { mergeKey: field.mergeKey, items: field.type.items })
    }
  }
  return merged
}

function combineLists(changes: readonly unknown[], gone: readonly unknown[], { mergeKey, items }: { mergeKey: string; items: GoType }): unknown[] {
  const result = [...changes]
  for (const item of gone.filter(isObject)) {
    const at = result.findIndex((candidate) => isObject(candidate) && candidate[mergeKey] === item[mergeKey])
    const found = result[at]
    if (isObject(found)) result[at] = combine(found, item, items)
    else result.push(item)
  }
  return result
}

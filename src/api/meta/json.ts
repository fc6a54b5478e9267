/** Values as JSON knows them. */

type Fields = { readonly [field: string]: unknown }

export const isObject = (value: unknown): value is { [field: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Structural equality of JSON values, whatever the order of their fields; absent and undefined are the same. */
export const sameJson = (a: unknown, b: unknown): boolean => a === b || isAlike(a, b, isUndefined)

const isUndefined = (value: unknown): boolean => value === undefined

/**
 * The same for those to whom more is the same as an absent field: empty lists, empty texts. One function that calls
 * itself, because engines copy functions that call each other into each other when they compile them.
 */
export function isAlike(a: unknown, b: unknown, isAbsent: (value: unknown) => boolean): boolean {
  if (a === b) return true
  const isGone = isAbsent(a)
  if (isGone || isAbsent(b)) return isGone && isAbsent(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!isAlike(a[i], b[i], isAbsent)) return false
    return true
  }
  const [left, right] = [a as Fields, b as Fields]
  for (const key in left) if (left[key] !== right[key] && !isAlike(left[key], Object.hasOwn(right, key) ? right[key] : undefined, isAbsent)) return false
  for (const key in right) if (!Object.hasOwn(left, key) && !isAbsent(right[key])) return false
  return true
}

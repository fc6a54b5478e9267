/** Values as JSON knows them. */

type Fields = { readonly [field: string]: unknown }

export const isObject = (value: unknown): value is { [field: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Structural equality of JSON values, whatever the order of their fields; absent and undefined are the same. */
export const sameJson = (a: unknown, b: unknown): boolean => a === b || isAlike(a, b, isUndefined)

const isUndefined = (value: unknown): boolean => value === undefined

/**
 * The same for those to whom more is the same as an absent field: empty lists, empty texts. What is still to be compared
 * waits in a list instead of in calls of calls, which engines would copy into each other when they compile them.
 */
export function isAlike(a: unknown, b: unknown, isAbsent: (value: unknown) => boolean): boolean {
  const pairs: unknown[] = [a, b]
  while (pairs.length > 0) {
    const right = pairs.pop()
    const left = pairs.pop()
    if (left === right) continue
    const isGone = isAbsent(left)
    if (isGone !== isAbsent(right)) return false
    if (!isGone && !isAlikeOutside(left, right, pairs)) return false
  }
  return true
}

/** Compares two different values as far as it goes without looking into what they hold; that is left to do. */
function isAlikeOutside(a: unknown, b: unknown, pairs: unknown[]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && pairItems(a, b, pairs)
  pairFields(a as Fields, b as Fields, pairs)
  return true
}

function pairItems(a: readonly unknown[], b: readonly unknown[], pairs: unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) pairs.push(a[i], b[i])
  return true
}

function pairFields(a: Fields, b: Fields, pairs: unknown[]): void {
  for (const key in a) if (a[key] !== b[key]) pairs.push(a[key], Object.hasOwn(b, key) ? b[key] : undefined)
  for (const key in b) if (!Object.hasOwn(a, key)) pairs.push(undefined, b[key])
}

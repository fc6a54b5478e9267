/** Values as JSON knows them. */

type Fields = { readonly [field: string]: unknown }

export const isObject = (value: unknown): value is { [field: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Structural equality of JSON values, whatever the order of their fields; absent and undefined are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && sameItems(a, b)
  }
  return sameFields(a as Fields, b as Fields)
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !sameJson(a[i], b[i])) return false
  return true
}

function sameFields(a: Fields, b: Fields): boolean {
  let left = 0
  for (const key in a) {
    const item = a[key]
    if (item === undefined) continue
    left++
    const other = b[key]
    if (item !== other && !sameJson(item, other)) return false
  }
  for (const key in b) if (b[key] !== undefined) left--
  return left === 0
}

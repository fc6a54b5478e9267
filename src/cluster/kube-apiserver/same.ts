/** Structural equality of JSON values, whatever the order of their fields; absent and undefined are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]))
  }
  return sameFields(a as Fields, b as Fields)
}

type Fields = { readonly [field: string]: unknown }

function sameFields(a: Fields, b: Fields): boolean {
  let left = 0
  for (const key of Object.keys(a)) {
    if (a[key] === undefined) continue
    left++
    if (!Object.hasOwn(b, key) || !same(a[key], b[key])) return false
  }
  for (const key of Object.keys(b)) if (b[key] !== undefined) left--
  return left === 0
}

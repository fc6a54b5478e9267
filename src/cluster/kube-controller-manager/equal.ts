/**
 * Equality of API values as controllers mean it: an absent field, an empty list and an empty map are the same. Follows
 * apimachinery v1.36 api/equality (Semantic.DeepEqual), without comparing quantities by value: defaults are written out
 * when an object is stored, so the texts agree.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && agreesInOrder(a, b)
  }
  return agrees(a as Fields, b as Fields)
}

function agreesInOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !isEqual(a[i], b[i])) return false
  return true
}

type Fields = { readonly [field: string]: unknown }

function agrees(a: Fields, b: Fields): boolean {
  for (const name in a) if (a[name] !== b[name] && !isEqual(a[name], b[name])) return false
  for (const name in b) if (!Object.hasOwn(a, name) && !isEmpty(b[name])) return false
  return true
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

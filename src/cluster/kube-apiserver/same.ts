/** Structural equality of JSON values, whatever the order of their fields; absent and undefined are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]))
  }
  const [left, right] = [defined(a), defined(b)]
  return left.length === right.length && left.every(([key, value]) => Object.hasOwn(b, key) && same(value, Reflect.get(b, key)))
}

const defined = (value: object): [string, unknown][] => Object.entries(value).filter(([, item]) => item !== undefined)

/** Whether two JSON values are equal, whatever the order of their keys; absent and undefined are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  for (const [key, value] of left) if (!sameJson(value, right.get(key))) return false
  return Object.entries(b).every(([key, value]) => value === undefined || key in a)
}

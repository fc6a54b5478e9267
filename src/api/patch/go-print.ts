/** Go's `%v` of a decoded JSON value, which stands in some errors: `map[spec:map[replicas:1]]`, `[a b]`, `<nil>`. */
import { isObject } from '../meta/json.ts'

export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`
  if (!isObject(value)) return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, item]) => `${key}:${goPrint(item)}`).join(' ')}]`
}

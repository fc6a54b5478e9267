/** A patched object as upstream prints it into an error: JSON as Go's libraries leave it. */
import { isObject } from '../../api/meta/json.ts'

/** Objects that the merge patch touched come out with sorted keys, the others as they were. */
export function printPatched(value: unknown, patch: unknown): string {
  return JSON.stringify(isObject(patch) ? sorted(value, patch) : value)
}

function sorted(value: unknown, patch: { readonly [key: string]: unknown }): unknown {
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(byKey)
  return Object.fromEntries(
    entries.map(([key, item]) => {
      const inner = patch[key]
      return [key, isObject(inner) ? sorted(item, inner) : item]
    }),
  )
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

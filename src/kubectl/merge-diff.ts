/** The JSON merge patch from one value to another, as evanphx/json-patch makes it: `null` removes, lists are replaced whole. */
import { isObject } from '../api/meta/json.ts'

export function mergeDiff(from: unknown, to: unknown): { readonly [field: string]: unknown } {
  const [before, after] = [isObject(from) ? from : {}, isObject(to) ? to : {}]
  const patch: { [field: string]: unknown } = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [before[key], after[key]]
    if (b === undefined) patch[key] = null
    else if (isObject(a) && isObject(b)) {
      const inner = mergeDiff(a, b)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (JSON.stringify(a) !== JSON.stringify(b)) patch[key] = b
  }
  return patch
}

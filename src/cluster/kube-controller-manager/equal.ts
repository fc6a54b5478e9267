/**
 * Equality of API values as controllers mean it: an absent field, an empty list and an empty map are the same. Follows
 * apimachinery v1.36 api/equality (Semantic.DeepEqual), without comparing quantities by value: defaults are written out
 * when an object is stored, so the texts agree.
 */
import { isAlike } from '../../api/meta/json.ts'

export const isEqual = (a: unknown, b: unknown): boolean => a === b || isAlike(a, b, isEmpty)

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/**
 * Small checks that most validators are put together from.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/api/validation/generic.go.
 */
import { invalid, type FieldError } from '../meta/field-error.ts'
import { isAlike } from '../meta/json.ts'
import { isImmutableMessage, isNegativeMessage } from './names.ts'

/** One Invalid error per problem. */
export const invalidEach = (path: string, value: unknown, problems: readonly string[]): FieldError[] =>
  problems.map((problem) => invalid(path, value, problem))

export const nonNegative = (path: string, value: number | undefined): FieldError[] =>
  value !== undefined && value < 0 ? [invalid(path, value, isNegativeMessage)] : []

export const immutable = (path: string, value: unknown, old: unknown): FieldError[] =>
  semanticEqual(value, old) ? [] : [invalid(path, value, isImmutableMessage)]

/**
 * Equality of JSON values as Go's semantic DeepEqual sees decoded objects: an absent list, map or string is the same as
 * an empty one, and keys have no order.
 */
export const semanticEqual = (a: unknown, b: unknown): boolean => a === b || isAlike(a, b, isEmpty)

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return Array.isArray(value) ? value.length === 0 : false
}


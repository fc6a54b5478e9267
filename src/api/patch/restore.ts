/**
 * What keeps a patched object from becoming one of its Go type again. A strategic patch is carried out on plain maps,
 * and turned back by a converter of its own, which does not tell the field. Follows kubernetes v1.36
 * apimachinery/pkg/runtime/converter.go (FromUnstructured); types that read themselves are left to the decoder.
 */
import { goName, structOf, type GoType } from '../schema/go-type.ts'
import { isObject } from '../meta/json.ts'

/** `cannot restore slice from map`; undefined if nothing is in the way. */
export const restoreProblem = (value: unknown, struct: string): string | undefined => problemOf(value, { type: 'struct', name: struct })

function problemOf(value: unknown, type: GoType): string | undefined {
  if (value === null || value === undefined) return undefined
  switch (type.type) {
    case 'struct':
      return isObject(value) ? structProblem(value, type.name) : `cannot restore struct from: ${goKind(value)}`
    case 'map':
      return isObject(value) ? first(Object.values(value), type.values) : `cannot restore map from ${goKind(value)}`
    case 'list':
      return Array.isArray(value) ? first(value as unknown[], type.items) : `cannot restore slice from ${goKind(value)}`
    case 'bytes':
      return typeof value === 'string' || Array.isArray(value) ? undefined : `cannot restore slice from ${goKind(value)}`
    case 'string':
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return scalarProblem(value, type)
    default:
      return undefined
  }
}

function structProblem(value: { readonly [key: string]: unknown }, name: string): string | undefined {
  for (const field of structOf(name)?.list ?? []) {
    const problem = problemOf(value[field.name], field.type)
    if (problem !== undefined) return problem
  }
  return undefined
}

function first(values: readonly unknown[], type: GoType): string | undefined {
  for (const value of values) {
    const problem = problemOf(value, type)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Go itself converts numbers to text and fractions to whole numbers, and is stopped; other pairs it does not know. */
function scalarProblem(value: unknown, type: GoType): string | undefined {
  const kind = goKind(value)
  const isNumber = type.type !== 'string' && type.type !== 'bool'
  if (kind === type.type || (isNumber && (kind === 'int64' || (kind === 'float64' && type.type === 'float64')))) return undefined
  const isStopped = (kind === 'int64' && type.type === 'string') || (kind === 'float64' && isNumber)
  return isStopped ? `cannot convert ${kind} to ${goName(type)}` : `unrecognized type: ${type.type}`
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map'
}

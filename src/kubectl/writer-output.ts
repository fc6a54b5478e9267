/** `-o` of verbs that change something: the name alone, JSON, YAML, or what a JSONPath finds. */
import { isObject } from '../api/meta/json.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { textOf, type Flag } from './flags.ts'
import { evaluate } from './json-path.ts'
import { failure, out, resourceName, type Line } from './session.ts'
import type { Item } from './select.ts'
import type { Call } from './verb.ts'
import { yamlOf } from './yaml-printer.ts'

export const outputFlag: Flag = { name: 'output', short: 'o', type: 'text' }

/** Undefined if the verb's own line is wanted. */
export function outputOf({ flags }: Call, item: Pick<Item, 'kind' | 'name'>, object: ApiObject): Line[] | undefined {
  const format = textOf(flags, 'output')
  if (format === '') return undefined
  if (format === 'name') return [out(resourceName({ kind: item.kind, name: object.metadata.name }))]
  if (format === 'json') return [out(JSON.stringify(shown(object), null, 4))]
  if (format === 'yaml') return [out(yamlOf(shown(object)).trimEnd())]
  if (format.startsWith('jsonpath=')) return jsonPathLines(object, format.slice('jsonpath='.length))
  return [failure(`error: -o ${format} is not supported here yet`)]
}

/** Who owns which field is not shown unless it is asked for. */
export function shown<T extends { readonly metadata?: unknown }>(object: T): T {
  if (!isObject(object.metadata) || object.metadata['managedFields'] === undefined) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

function jsonPathLines(object: ApiObject, path: string): Line[] {
  const found = evaluate(object, path)
  return found.ok ? [out(found.values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join(' '))] : [failure(found.message)]
}

/**
 * Ways into a draft: a JSON object that was decoded a moment ago and is still owned by its request. Only default values
 * and strategies write into objects, and only through these.
 */

import { isObject } from '../meta/json.ts'

export type Fields = { [field: string]: unknown }

/** The object at this field, if there is one. */
export function fieldsAt(parent: Fields | undefined, name: string): Fields | undefined {
  const value = parent?.[name]
  return isObject(value) ? value : undefined
}

/** The object at this field, made if it is missing, as Go's structs are always there. */
export function ensureFields(parent: Fields, name: string): Fields {
  const present = fieldsAt(parent, name)
  if (present !== undefined) return present
  const made: Fields = {}
  parent[name] = made
  return made
}

/** The objects of a list; other items were refused by decoding. */
export function listAt(parent: Fields | undefined, name: string): readonly Fields[] {
  const value = parent?.[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Sets the field if it is absent or null. */
export function setDefault(parent: Fields, name: string, value: unknown): void {
  if (parent[name] === undefined || parent[name] === null) parent[name] = value
}

/** Sets the field if it is absent, '' or 0: the rule for fields that are not pointers in Go. */
export function setZeroDefault(parent: Fields, name: string, value: unknown): void {
  const present = parent[name]
  if (present === undefined || present === null || present === '' || present === 0) parent[name] = value
}

export const textAt = (parent: Fields | undefined, name: string): string => {
  const value = parent?.[name]
  return typeof value === 'string' ? value : ''
}

/** What a strategy does that keeps a part of the old object: `status`, `spec`. Absent stays absent. */
export function keepFrom(draft: Fields, old: object, name: string): void {
  const value = (old as Fields)[name]
  if (value === undefined) delete draft[name]
  else draft[name] = value
}

/**
 * What lies between two moments, or sets two branches apart: objects born, gone and changed, field by field. Heartbeats and counters of writes are
 * left out, as they say nothing about what happened. Values that are the same object are not looked into.
 */
import { groupResource } from '../../api/kinds/kind.ts'
import { kindOfManifest } from '../../api/kinds/registry.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { KeyValue } from '../../cluster/etcd/store.ts'
import type { Table } from '../../sim/table.ts'
import type { ChangedObject, Difference, FieldChange, ObjectKey } from '../protocol.ts'

type Entries = Table<string, KeyValue<ApiObject>>

/** Objects listed of each sort, and fields of one object. */
export const objectLimit = 200
export const fieldLimit = 60
/** Characters of a value. */
const textLimit = 80

const undrawn = new Set(['events', 'leases.coordination.k8s.io'])
const silentFields = new Set(['resourceVersion', 'managedFields', 'lastHeartbeatTime'])

export function differenceOf(before: Entries, after: Entries): Difference {
  const born: ObjectKey[] = []
  const gone: ObjectKey[] = []
  const changed: ChangedObject[] = []
  for (const [key, { value }] of after.entries()) {
    const object = keyOf(value)
    const old = before.get(key)?.value
    if (object === undefined || old === value) continue
    if (!old) born.push(object)
    else if (old.metadata.uid !== value.metadata.uid) {
      gone.push(object)
      born.push(object)
    } else {
      const fields = fieldChanges(old, value)
      if (fields.length > 0) changed.push({ object, fields: fields.slice(0, fieldLimit), more: Math.max(0, fields.length - fieldLimit) })
    }
  }
  for (const [key, { value }] of before.entries()) {
    const object = keyOf(value)
    if (object !== undefined && !after.has(key)) gone.push(object)
  }
  const counts = { born: born.length, gone: gone.length, changed: changed.length }
  return { born: born.slice(0, objectLimit), gone: gone.slice(0, objectLimit), changed: changed.slice(0, objectLimit), counts }
}

/** Undefined for what is not listed. */
function keyOf({ apiVersion, kind: named, metadata }: ApiObject): ObjectKey | undefined {
  const kind = kindOfManifest(apiVersion, named)
  const resource = kind ? groupResource(kind) : ''
  if (!kind || undrawn.has(resource)) return undefined
  return [resource, ...(kind.namespaced ? [metadata.namespace ?? ''] : []), metadata.name].join('/')
}

export function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (before === after) return []
  const [old, now] = [partsOf(before), partsOf(after)]
  if (!old || !now) return asText(before) === asText(after) ? [] : [{ path, before: asText(before), after: asText(after) }]
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => !silentFields.has(name))
  const isList = Array.isArray(after)
  return names.flatMap((name) => fieldChanges(old.get(name), now.get(name), isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`))
}

/** An object's fields, a list's items by their name or type where all have one; undefined for what has no parts. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  for (const field of ['name', 'type']) {
    const names = value.map((item: unknown) => (typeof item === 'object' && item !== null ? Object.entries(item).find(([name]) => name === field)?.[1] : undefined) as unknown)
    if (value.length > 0 && names.every((name) => typeof name === 'string') && new Set(names).size === names.length) return new Map(value.map((item, index) => [String(names[index]), item]))
  }
  return new Map(value.map((item, index) => [String(index), item]))
}

/** '' for what is not there. */
function asText(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > textLimit ? `${text.slice(0, textLimit)}…` : text
}

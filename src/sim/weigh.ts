/**
 * How much a snapshot holds that another does not: the fields that copying on write has copied, which is what keeping it
 * costs. A field is an element, an entry or a property, some 30 bytes; frozen values and the pages of tables are shared
 * and not counted.
 */
import type { Snapshot } from './kernel.ts'
import { Sequence } from './sequence.ts'
import { Table } from './table.ts'

/** Fields of `snapshot` that `before` does not share. */
export function weightBeside(snapshot: Snapshot, before: Snapshot | undefined): number {
  let fields = snapshot.queue.length
  for (const [name, entry] of snapshot.parts.entries()) if (before?.parts.get(name) !== entry) fields += fieldsOf(entry.state)
  return fields
}

function fieldsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Table || value instanceof Sequence || Object.isFrozen(value)) return 1
  const items: Iterable<unknown> = value instanceof Map || value instanceof Set || Array.isArray(value) ? value.values() : Object.values(value)
  let fields = 1
  for (const item of items) fields += fieldsOf(item)
  return fields
}

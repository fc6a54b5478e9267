/**
 * What of the scene a manifest stands for: the object itself, the pods that it made through whatever owns them, and of a
 * Namespace all that is in it.
 */
import type { ObjectKey } from '../worker/protocol.ts'
import type { Row, World } from './world.ts'

/** '' points at nothing. */
export function isPointed(world: Pick<World, 'rows'>, pointed: ObjectKey, row: Row): boolean {
  if (pointed === '') return false
  if (pointed.startsWith('namespaces/')) return row.namespace === pointed.slice('namespaces/'.length)
  return lineage(world, row).some(({ key }) => key === pointed)
}

/** Owners of owners are looked up as far as Kubernetes' own controllers nest them. */
const depthLimit = 4

/** A row, its owner, and so on. */
export function lineage({ rows }: Pick<World, 'rows'>, row: Row): readonly Row[] {
  const found = [row]
  for (let owner = rows.get(row.owner); owner && found.length < depthLimit; owner = rows.get(owner.owner)) found.push(owner)
  return found
}

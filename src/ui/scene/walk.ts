/** From the selected object to those around it: up to what it belongs to, down to the first thing it has, or along its siblings. */
import { childrenOf, parentOf, siblingAt } from '../../view/kin.ts'
import type { Row } from '../../view/world.ts'
import { useCluster, useView } from '../store.ts'
import { moveTo } from './show-object.ts'

export function selectedRow(): Row | undefined {
  const { selection } = useView.getState()
  return typeof selection === 'string' ? useCluster.getState().world.byKey.get(selection) : undefined
}

/** Stays where it is if there is nothing that way. */
export function walk(to: 'parent' | 'child' | 'next' | 'previous'): void {
  const { world } = useCluster.getState()
  const from = selectedRow()
  if (!from) return
  const ways = {
    parent: () => parentOf(world, from),
    child: () => childrenOf(world, from)[0],
    next: () => siblingAt(world, from, 1),
    previous: () => siblingAt(world, from, -1),
  }
  const target = ways[to]()
  if (target) moveTo(target.key)
}

/** The name of an object, as the way to it, with its state before it. */
import { tailOf } from '../../view/format.ts'
import type { Row } from '../../view/world.ts'
import { partsOfKey } from '../../view/world.ts'
import type { ObjectKey } from '../../worker/protocol.ts'
import { Glyph } from '../shell/glyph.tsx'
import { select, useCluster } from '../store.ts'

export function ObjectLink({ object, text }: { readonly object: ObjectKey; readonly text?: string }) {
  const exists = useCluster(({ world }) => world.byKey.has(object))
  const { name } = partsOfKey(object)
  if (!exists) return <span>{text ?? name}</span>
  return (
    <button className="object-link" title={name} onClick={() => select(object)}>
      {text ?? name}
    </button>
  )
}

/** One line of a list of objects: state, name, and what is worth a few words. */
export function ObjectLine({ row, words }: { readonly row: Row; readonly words?: string }) {
  return (
    <li className="object-line">
      <Glyph state={row.health} />
      <ObjectLink object={row.key} text={row.resource === 'pods' && row.app !== '' ? `${row.app} ${tailOf(row.name)}` : row.name} />
      <span>{words ?? row.phase}</span>
    </li>
  )
}

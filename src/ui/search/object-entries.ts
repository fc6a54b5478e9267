/** Every object that the page has a row of, found by name, kind, address, app, Namespace, node and state. */
import { rowsOf, type Row, type World } from '../../view/world.ts'
import type { CatalogueKind } from '../../worker/protocol.ts'
import { showObject } from '../scene/show-object.ts'
import type { EntryOf } from './entry.ts'
import type { Hay } from './rank.ts'

type ObjectEntry = EntryOf<'object'>

/** Rarely looked for: made by the cluster for itself. */
const quiet = new Set(['endpointslices.discovery.k8s.io', 'endpoints', 'serviceaccounts', 'secrets', 'controllerrevisions.apps', 'priorityclasses.scheduling.k8s.io'])
const quietWeight = 0.75

/** A row that changes is another row: what is made of it once holds as long as it lives. */
const known = new WeakMap<Row, ObjectEntry>()

/** In the order of the catalogue; of each kind what is in trouble first, so that it stands before what fits as well. */
export function objectEntries(world: World, kinds: readonly CatalogueKind[]): readonly ObjectEntry[] {
  return kinds.flatMap((kind) => {
    const words = kindHay(kind)
    const rows = rowsOf(world, kind.resource)
    return [...rows.filter(isTroubled), ...rows.filter((row) => !isTroubled(row))].map((row) => {
      const entry = known.get(row) ?? entryOf(row, kind, words)
      known.set(row, entry)
      return entry
    })
  })
}

const isTroubled = ({ health }: Row): boolean => health === 'error' || health === 'warn'

const kindHay = ({ kind, plural, shortNames }: CatalogueKind): readonly Hay[] => [kind, plural, ...shortNames].map((text) => ({ text: text.toLowerCase(), weight: 0.85 }))

function entryOf(row: Row, { kind, resource }: CatalogueKind, words: readonly Hay[]): ObjectEntry {
  const fields: readonly Hay[] = [
    { text: row.name, weight: 1, loose: true },
    { text: row.ip, weight: 0.95 },
    { text: row.app, weight: 0.7 },
    { text: row.namespace, weight: 0.6 },
    { text: row.phase, weight: 0.6 },
    { text: row.node, weight: 0.45 },
  ]
  const hay = [...fields.flatMap((field) => (field.text === '' ? [] : [{ ...field, text: field.text.toLowerCase() }])), ...words]
  return { type: 'object', id: row.key, group: 'objects', row, kind, hay, weight: quiet.has(resource) ? quietWeight : 1, act: () => showObject(row.key) }
}

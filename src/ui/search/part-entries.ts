/** The processes of the cluster and the controllers of one of them; choosing one opens its menu. */
import type { TFunction } from 'i18next'
import { controlPlane, machineParts } from '../../view/parts.ts'
import type { World } from '../../view/world.ts'
import type { EntryOf } from './entry.ts'
import { openPart } from './open-part.ts'

type PartEntry = EntryOf<'part'>

const manager = 'kube-controller-manager'

export function partEntries(t: TFunction, world: World, controllers: readonly string[]): readonly PartEntry[] {
  const processes = [...controlPlane, ...machineParts(world)].map((part): PartEntry => {
    const [type = '', node] = part.split('/')
    return entryOf({ part, text: type, hint: node ?? t('search:controlPlane'), weight: node === undefined ? 1 : 0.9 })
  })
  return [...processes, ...controllers.map((name) => entryOf({ part: manager, text: t('search:controller', { name }), hint: manager, weight: 0.85 }))]
}

function entryOf({ part, text, hint, weight }: { readonly part: string; readonly text: string; readonly hint: string; readonly weight: number }): PartEntry {
  const hay = [
    { text: text.toLowerCase(), weight: 1, loose: true },
    { text: hint.toLowerCase(), weight: 0.6 },
    { text: 'process', weight: 0.5 },
  ]
  return { type: 'part', id: `part ${part} ${text}`, group: 'parts', text, part, hint, hay, weight, act: () => openPart(part) }
}

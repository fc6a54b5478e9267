/** All that can be found just now, and what is suggested before a word is typed. */
import type { TFunction } from 'i18next'
import { neighboursOf } from '../../view/kin.ts'
import { selectedRow } from '../scene/walk.ts'
import { useFiles } from '../editor/files.ts'
import { useCluster, useView } from '../store.ts'
import { actionEntries } from './action-entries.ts'
import { pageActions } from './actions.ts'
import type { Entry } from './entry.ts'
import { objectEntries } from './object-entries.ts'
import { useSearch } from './open-search.ts'
import { fileEntries, momentEntries, requestEntries } from './page-entries.ts'
import { partEntries } from './part-entries.ts'
import { rank, suggest, type Ranked } from './rank.ts'
import { selectedActions } from './selected-actions.ts'

/** `english` puts a text into English, whatever the page speaks. */
export function find(query: string, t: TFunction, english: TFunction): readonly Ranked<Entry>[] {
  const { world, boot, branches } = useCluster.getState()
  const actions = actionEntries([...selectedActions(), ...pageActions()], t, english)
  const all: readonly Entry[] = [
    ...objectEntries(world, boot?.kinds ?? []),
    ...(boot ? partEntries(t, world, boot.controllers) : []),
    ...fileEntries(useFiles.getState().files),
    ...requestEntries(t, world.requests),
    ...momentEntries(t, branches, useView.getState().bookmarks),
    ...actions,
  ]
  if (query.trim() !== '') return rank(all, query)
  const byId = new Map(all.map((entry) => [entry.id, entry]))
  const known = (ids: readonly string[]): readonly Entry[] => ids.flatMap((id) => byId.get(id) ?? [])
  const selected = selectedRow()
  return suggest([
    ['near', known(selected ? neighboursOf(world, selected).map(({ key }) => key) : [])],
    ['recent', known(useSearch.getState().recent)],
    ['actions', actions],
  ])
}

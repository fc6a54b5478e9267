/**
 * How a person left each kept cluster: what was open and chosen, and the bookmarks; in localStorage, whose writes are done
 * when they return. Which cluster was open last stands there too.
 */
import type { KeptNotice } from '../worker/protocol.ts'
import { openFilesOf, useFiles } from './editor/files.ts'
import { firstCluster } from './editor/kept-files.ts'
import { readLocal, writeLocal } from './local.ts'
import { useView, type Bookmark, type ViewState } from './store.ts'

const lastKey = 'kubarium.cluster'
const keyOf = (cluster: string): string => `kubarium.view.${cluster}`

type Kept = Pick<ViewState, 'selection' | 'lowerTab' | 'timelineGrown' | 'bookmarks'> & { readonly open: string }

export const lastCluster = (): string => readLocal(lastKey) ?? firstCluster

let entered = ''

/** The files and the view of this cluster come in place of what is shown. */
export async function enterCluster({ id, status }: KeptNotice): Promise<void> {
  entered = ''
  if (status !== 'elsewhere') writeLocal(lastKey, id)
  await openFilesOf(id, status !== 'elsewhere')
  const { selection, lowerTab, timelineGrown, bookmarks, open } = viewOf(readLocal(keyOf(id)))
  useView.setState({ selection, lowerTab, timelineGrown, bookmarks, compared: null, story: '' })
  if (useFiles.getState().files.some(({ name }) => name === open)) useFiles.setState({ open })
  entered = status === 'elsewhere' ? '' : id
}

const plain: Kept = { selection: null, lowerTab: 'output', timelineGrown: false, bookmarks: [], open: '' }

/** As this page wrote it; anything else counts as nothing. */
export function viewOf(text: string | null): Kept {
  try {
    const given = JSON.parse(text ?? 'null') as Partial<Kept> | null
    if (typeof given !== 'object' || given === null) return plain
    const isMark = (mark: Bookmark) => typeof mark?.branch === 'number' && typeof mark.at === 'number'
    return {
      selection: typeof given.selection === 'string' ? given.selection : null,
      lowerTab: given.lowerTab === 'requests' ? 'requests' : 'output',
      timelineGrown: given.timelineGrown === true,
      bookmarks: Array.isArray(given.bookmarks) ? given.bookmarks.filter(isMark).map(({ branch, at }) => ({ branch, at, name: '' })) : [],
      open: typeof given.open === 'string' ? given.open : '',
    }
  } catch {
    return plain
  }
}

export const forgetView = (cluster: string): void => writeLocal(keyOf(cluster), null)

export function viewNow(): Kept {
  const { selection, lowerTab, timelineGrown, bookmarks } = useView.getState()
  return { selection: typeof selection === 'string' ? selection : null, lowerTab, timelineGrown, bookmarks, open: useFiles.getState().open }
}

function keep(): void {
  if (entered !== '') writeLocal(keyOf(entered), JSON.stringify(viewNow()))
}

useView.subscribe((state, before) => {
  if (state.selection !== before.selection || state.lowerTab !== before.lowerTab || state.timelineGrown !== before.timelineGrown || state.bookmarks !== before.bookmarks) keep()
})
useFiles.subscribe((state, before) => {
  if (state.open !== before.open) keep()
})

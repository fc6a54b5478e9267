/** What the page holds beside the cluster's objects: files, the last requests, bookmarks and branches. */
import type { TFunction } from 'i18next'
import { Bookmark, GitBranch } from 'lucide-react'
import { clockText } from '../../view/format.ts'
import type { BranchSummary, RequestSummary } from '../../worker/protocol.ts'
import { openFile, type FileState } from '../editor/files.ts'
import { select, useView, type Bookmark as BookmarkedMoment } from '../store.ts'
import { branchName } from '../timeline/branch-name.ts'
import { goToMark, switchTo } from '../timeline/time-actions.ts'
import type { Entry } from './entry.ts'

export const fileEntries = (files: readonly FileState[]): readonly Entry[] =>
  files.map(({ name }) => ({
    type: 'file',
    id: `file ${name}`,
    group: 'files',
    name,
    hay: [{ text: name.toLowerCase(), weight: 1, loose: true }],
    weight: 0.95,
    act: () => {
      openFile(name)
      useView.setState({ narrowTab: 'editor' })
    },
  }))

/** Newest first. */
export const requestEntries = (t: TFunction, requests: readonly RequestSummary[]): readonly Entry[] =>
  requests.toReversed().map((request) => ({
    type: 'request',
    id: `request ${request.id}`,
    group: 'requests',
    request,
    hay: [
      { text: request.url.toLowerCase(), weight: 1 },
      { text: t('search:request', { id: request.id }).toLowerCase(), weight: 0.9 },
      { text: String(request.status), weight: 0.8 },
      { text: t(`requests.outcome.${request.outcome}`).toLowerCase(), weight: 0.7 },
      { text: `${request.method} ${request.from}`.toLowerCase(), weight: 0.5 },
    ],
    weight: 0.9,
    act: () => select({ request: request.id }),
  }))

/** The branch that is open is where one is. */
export function momentEntries(t: TFunction, branches: readonly BranchSummary[], bookmarks: readonly BookmarkedMoment[]): readonly Entry[] {
  const nameOf = (branch: Pick<BranchSummary, 'id' | 'name'>) => branchName(t, branch)
  const moment = (text: string, id: string) => ({ type: 'action', id, group: 'moments', text, hint: '', keys: '', hay: [{ text: text.toLowerCase(), weight: 1 }], weight: 0.9 }) as const
  const marks = bookmarks.map((mark): Entry => {
    const branch = branches.find(({ id }) => id === mark.branch) ?? { id: mark.branch, name: '' }
    const text = t('time:goToBookmark', { at: clockText(mark.at), branch: nameOf(branch) })
    return { ...moment(text, `bookmark ${mark.branch} ${mark.at}`), Icon: Bookmark, act: () => goToMark(mark) }
  })
  const others = branches.filter(({ current }) => !current)
  return [...marks, ...others.map((branch): Entry => ({ ...moment(t('time:branches', { name: nameOf(branch) }), `branch ${branch.id}`), Icon: GitBranch, act: () => switchTo(branch.id) }))]
}

/** What a person does with clusters as wholes: opens, copies, writes down, sends. Each says in the output what came of it. */
import { RefusedError, type Door } from '../../worker/client.ts'
import type { Imported, KeptNotice } from '../../worker/protocol.ts'
import { changedFiles, takeFiles } from '../editor/files.ts'
import { dropTextsOf } from '../editor/kept-files.ts'
import { enterCluster, forgetView, viewNow, viewOf } from '../kept-view.ts'
import { complain, say, useCluster, useView } from '../store.ts'

const note = (text: string): void => say([{ type: 'note', text }])

/** The door, or a sentence about what went wrong. */
async function ask<T>(wish: (door: Door) => Promise<T>): Promise<T | undefined> {
  const { door } = useCluster.getState()
  if (!door) return undefined
  try {
    return await wish(door)
  } catch (error) {
    complain(error)
    return undefined
  }
}

async function enter(notice: KeptNotice | undefined): Promise<void> {
  if (!notice) return
  useView.setState({ output: [] })
  useCluster.setState({ kept: notice, crash: null })
  await enterCluster(notice)
  note(`time:kept.${notice.status}`)
}

export const openCluster = async (id: string): Promise<void> => enter(await ask((door) => door.openCluster(id)))
export const newCluster = async (name: string, seed: number): Promise<void> => enter(await ask((door) => door.newCluster(name, seed)))

/** The files go with it. */
export async function copyCluster(name: string): Promise<void> {
  const files = changedFiles()
  await enter(await ask((door) => door.copyCluster(name)))
  takeFiles(files)
}

export async function renameCluster(id: string, name: string): Promise<void> {
  await ask((door) => door.renameCluster(id, name))
  const { kept } = useCluster.getState()
  if (kept?.id === id) useCluster.setState({ kept: { ...kept, name } })
}

/** Its files and its view go with it. */
export const deleteCluster = (id: string): Promise<unknown> =>
  ask(async (door) => {
    await door.deleteCluster(id)
    forgetView(id)
    await dropTextsOf(id)
  })

/** Files and view, as they go with a session. */
const pageNow = (): string => JSON.stringify({ files: changedFiles(), view: viewNow() })

export async function downloadSession(): Promise<void> {
  const name = useCluster.getState().kept?.name ?? ''
  const text = await ask((door) => door.exportSession(name, pageNow()))
  if (text !== undefined) download(text, `${name || 'kubarium'}.kubarium.json`, 'application/json')
}

export async function downloadObjects(): Promise<void> {
  const text = await ask((door) => door.exportObjects())
  if (text !== undefined) download(text, 'objects.yaml', 'application/yaml')
}

/** Megabytes of a session file that are read at all; the worker looks more closely. */
const fileLimit = 50

export const importSession = async (file: File): Promise<void> =>
  arrive(
    await ask(async (door) => {
      if (file.size > fileLimit * 1_000_000) throw new RefusedError({ code: 'large', params: { megabytes: fileLimit } })
      return door.importSession(await file.text())
    }),
  )

export const openLink = async (fragment: string): Promise<void> => arrive(await ask((door) => door.openLink(fragment)))

/** A session that came from outside is a cluster of its own from now on. */
async function arrive(imported: Imported | undefined): Promise<void> {
  if (!imported) return
  useView.setState({ output: [], selection: null, story: '' })
  useCluster.setState(({ kept }) => ({ kept: imported.kept ?? kept, crash: null }))
  if (imported.kept) await enterCluster(imported.kept)
  const { files, view } = pageOf(imported.page)
  takeFiles(files)
  useView.setState({ bookmarks: view.bookmarks })
  note(`time:imported.${imported.manner}`)
}

/** Names that a file may have. */
const fileName = /^[^/\\\u0000-\u001f]{1,80}$/
const limits = { files: 100, text: 1_000_000 }

/** From someone else: read as data, and what is not a file is left out. */
function pageOf(text: string): { readonly files: readonly (readonly [string, string])[]; readonly view: ReturnType<typeof viewOf> } {
  try {
    const given = JSON.parse(text) as { readonly files?: unknown; readonly view?: unknown } | null
    const isFile = (file: unknown): file is readonly [string, string] =>
      Array.isArray(file) && typeof file[0] === 'string' && fileName.test(file[0]) && typeof file[1] === 'string' && file[1].length <= limits.text
    const files = Array.isArray(given?.files) ? given.files.filter(isFile).slice(0, limits.files) : []
    return { files, view: viewOf(JSON.stringify(given?.view ?? null)) }
  } catch {
    return { files: [], view: viewOf(null) }
  }
}

/** Puts the link on the clipboard, or into the output where that is not allowed. */
export async function copyLink(): Promise<void> {
  const link = await ask((door) => door.link(pageNow()))
  if (!link) return
  const address = `${location.href.replace(/#.*$/, '')}#${link.fragment}`
  try {
    await navigator.clipboard.writeText(address)
    note(`time:link.${link.holds}`)
  } catch {
    say([{ type: 'out', text: address }])
  }
  useView.setState({ lowerTab: 'output' })
}

export function download(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const anchor = document.createElement('a')
  Object.assign(anchor, { href: url, download: name })
  anchor.click()
  URL.revokeObjectURL(url)
}

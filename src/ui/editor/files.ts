/**
 * The person's files: the demo's six at first, kept in IndexedDB, together with what the cluster said to each. A browser
 * that keeps nothing is told so once; the files then live as long as the page.
 */
import { openDB, type DBSchema } from 'idb'
import { create } from 'zustand'
import type { ObjectKey, Problem } from '../../worker/protocol.ts'
import { applyText } from '../store.ts'
import ingress from '../files/ingress.yaml?raw'
import namespace from '../files/namespace.yaml?raw'
import serveraDeployment from '../files/servera-deployment.yaml?raw'
import serveraService from '../files/servera-service.yaml?raw'
import serverbDeployment from '../files/serverb-deployment.yaml?raw'
import serverbService from '../files/serverb-service.yaml?raw'

export interface FileState {
  readonly name: string
  readonly text: string
  /** The text that the cluster took last, '' if none. */
  readonly applied: string
  /** What the last apply complained about; void once the text has changed. */
  readonly problems: readonly Problem[]
  readonly refused: boolean
  readonly objects: readonly ObjectKey[]
}

export interface FilesState {
  readonly files: readonly FileState[]
  readonly open: string
  readonly kept: boolean
  readonly applying: boolean
}

const seed: readonly (readonly [string, string])[] = [
  ['namespace.yaml', namespace],
  ['servera-deployment.yaml', serveraDeployment],
  ['servera-service.yaml', serveraService],
  ['serverb-deployment.yaml', serverbDeployment],
  ['serverb-service.yaml', serverbService],
  ['ingress.yaml', ingress],
]

const fresh = ([name, text]: readonly [string, string]): FileState => ({ name, text, applied: '', problems: [], refused: false, objects: [] })
const first = 'namespace.yaml'

export const useFiles = create<FilesState>(() => ({ files: seed.map(fresh), open: first, kept: true, applying: false }))

export const openFile = (name: string): void => useFiles.setState({ open: name })

export const fileNamed = (name: string): FileState | undefined => useFiles.getState().files.find((file) => file.name === name)

function change(name: string, update: (file: FileState) => FileState): void {
  useFiles.setState(({ files }) => ({ files: files.map((file) => (file.name === name ? update(file) : file)) }))
}

export function edit(name: string, text: string): void {
  if (fileNamed(name)?.text === text) return
  change(name, (file) => ({ ...file, text, problems: [], refused: false }))
  keep(name, text)
}

export function addFile(): void {
  const { files } = useFiles.getState()
  for (let number = 1; ; number++) {
    const name = `manifest-${number}.yaml`
    if (files.some((file) => file.name === name)) continue
    useFiles.setState({ files: [...files, fresh([name, ''])], open: name })
    keep(name, '')
    return
  }
}

/** The demo's files as they were; the person's own stay. */
export function resetFiles(): void {
  const names = new Set(seed.map(([name]) => name))
  const { files } = useFiles.getState()
  const own = files.filter(({ name }) => !names.has(name)).map(({ name, text }) => fresh([name, text]))
  useFiles.setState({ files: [...seed.map(fresh), ...own], open: first })
  for (const [name, text] of seed) keep(name, text)
}

/** Applies the file as it stands; the first problem opens it. */
export async function applyFile(name: string): Promise<boolean> {
  const file = fileNamed(name)
  if (!file || useFiles.getState().applying) return false
  useFiles.setState({ applying: true })
  try {
    const result = await applyText(file.text, name)
    const refused = result.documents.some(({ verb }) => verb === 'refused')
    const objects = result.documents.flatMap(({ object }) => (object === '' ? [] : [object]))
    change(name, (before) => ({ ...before, problems: result.problems, refused, objects, applied: refused ? before.applied : file.text }))
    if (refused) openFile(name)
    return !refused
  } finally {
    useFiles.setState({ applying: false })
  }
}

interface Schema extends DBSchema {
  files: { key: string; value: string }
}

const database = () => openDB<Schema>('kubarium', 1, { upgrade: (db) => void db.createObjectStore('files') })

function keep(name: string, text: string): void {
  database()
    .then((db) => db.put('files', text, name))
    .catch(() => useFiles.setState({ kept: false }))
}

/** Puts back what was kept; new files follow the demo's. */
export async function restoreFiles(): Promise<void> {
  try {
    const db = await database()
    const [names, texts] = await Promise.all([db.getAllKeys('files'), db.getAll('files')])
    const known = new Map(names.map((name, index) => [name, texts[index] ?? '']))
    useFiles.setState(({ files }) => {
      const restored = files.map((file) => ({ ...file, text: known.get(file.name) ?? file.text }))
      const own = [...known].filter(([name]) => !files.some((file) => file.name === name)).map(fresh)
      return { files: [...restored, ...own] }
    })
  } catch {
    useFiles.setState({ kept: false })
  }
}

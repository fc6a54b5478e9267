/**
 * The person's files: the demo's six at first, kept in IndexedDB. What the cluster said to each lives only as long as the
 * cluster does. A browser that keeps nothing is told so once; the files then live as long as the page.
 */
import { create } from 'zustand'
import type { AppliedDocument, ObjectKey, Problem } from '../../worker/protocol.ts'
import { applyText, until, useCluster } from '../store.ts'
import { dropText, isShelfOf, keepText, keptTexts, useShelfOf } from './kept-files.ts'
import ingress from '../files/ingress.yaml?raw'
import namespace from '../files/namespace.yaml?raw'
import serveraDeployment from '../files/servera-deployment.yaml?raw'
import serveraService from '../files/servera-service.yaml?raw'
import serverbDeployment from '../files/serverb-deployment.yaml?raw'
import serverbService from '../files/serverb-service.yaml?raw'

/** An object that an apply made or left as it should be. */
export interface AppliedObject {
  readonly key: ObjectKey
  /** `spec.replicas` as the cluster took it, -1 where there is none. */
  readonly desired: number
  /** The object's revision in the answer. */
  readonly revision: number
}

export interface FileState {
  readonly name: string
  readonly text: string
  /** The text that the cluster took last, '' if none. */
  readonly applied: string
  /** What the last apply complained about; void once the text has changed. */
  readonly problems: readonly Problem[]
  readonly refused: boolean
  /** Something of it went through all the same. */
  readonly partly: boolean
  readonly objects: readonly AppliedObject[]
}

export interface FilesState {
  readonly files: readonly FileState[]
  readonly open: string
  readonly kept: boolean
  readonly applying: boolean
  /** Counts how often the place of a refusal was asked for; the editor goes there. */
  readonly looks: number
}

const seed: readonly (readonly [string, string])[] = [
  ['namespace.yaml', namespace],
  ['servera-deployment.yaml', serveraDeployment],
  ['servera-service.yaml', serveraService],
  ['serverb-deployment.yaml', serverbDeployment],
  ['serverb-service.yaml', serverbService],
  ['ingress.yaml', ingress],
]
const seedNames = new Set(seed.map(([name]) => name))

const fresh = ([name, text]: readonly [string, string]): FileState => ({ name, text, applied: '', problems: [], refused: false, partly: false, objects: [] })
const first = 'namespace.yaml'

export const useFiles = create<FilesState>(() => ({ files: seed.map(fresh), open: first, kept: true, applying: false, looks: 0 }))

export const openFile = (name: string): void => useFiles.setState({ open: name })

/** Opens a file at the line that was refused. */
export const showRefusal = (name: string): void => useFiles.setState(({ looks }) => ({ open: name, looks: looks + 1 }))

export const fileNamed = (name: string): FileState | undefined => useFiles.getState().files.find((file) => file.name === name)

/** The person's own: these can be renamed and deleted. */
export const isOwn = (name: string): boolean => !seedNames.has(name)

function change(name: string, update: (file: FileState) => FileState): void {
  useFiles.setState(({ files }) => ({ files: files.map((file) => (file.name === name ? update(file) : file)) }))
}

export function edit(name: string, text: string): void {
  const file = fileNamed(name)
  if (!file || file.text === text) return
  change(name, (before) => ({ ...before, text, problems: [], refused: false }))
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

/** False if the name is empty or taken. */
export function renameFile(name: string, wanted: string): boolean {
  const file = fileNamed(name)
  const to = wanted.trim()
  if (!file || to === '' || /[/\\]/.test(to) || (to !== name && fileNamed(to))) return false
  change(name, (before) => ({ ...before, name: to }))
  useFiles.setState(({ open }) => ({ open: open === name ? to : open }))
  if (to !== name) dropText(name).then(() => keep(to, file.text), notKept)
  return true
}

export function deleteFile(name: string): void {
  useFiles.setState(({ files, open }) => ({ files: files.filter((file) => file.name !== name), open: open === name ? first : open }))
  dropText(name).catch(notKept)
}

/** The demo's files as they were; the person's own stay. */
export function resetFiles(): void {
  const own = useFiles.getState().files.filter(({ name }) => isOwn(name)).map(({ name, text }) => fresh([name, text]))
  useFiles.setState({ files: [...seed.map(fresh), ...own], open: first })
  for (const [name, text] of seed) keep(name, text)
}

/** For a new cluster: nothing has been applied to it yet. */
export function forgetAnswers(): void {
  useFiles.setState(({ files }) => ({ files: files.map(({ name, text }) => fresh([name, text])), applying: false }))
}

/** Applies the file as it stands; one that is refused comes to the front. */
export async function applyFile(name: string): Promise<boolean> {
  const file = fileNamed(name)
  if (!file || useFiles.getState().applying) return false
  useFiles.setState({ applying: true })
  try {
    const { documents, problems, left } = await applyText(file.text, name)
    const refused = problems.length > 0 || documents.some(({ verb }) => verb === 'refused')
    const partly = documents.some(({ verb }) => verb === 'created' || verb === 'configured')
    const objects = documents.flatMap(appliedObject)
    await shown(Math.max(0, ...objects.map(({ revision }) => revision)))
    change(name, (before) => ({ ...before, problems, refused, partly, objects, applied: refused || left > 0 ? before.applied : file.text }))
    if (refused) openFile(name)
    return !refused && left === 0
  } finally {
    useFiles.setState({ applying: false })
  }
}

/** Rows come a frame later than answers; nothing is said of an object before the page has seen its revision. */
function shown(revision: number): Promise<void> {
  const before = useCluster.getState().epoch
  return until(({ world, epoch }) => world.revision >= revision || epoch !== before)
}

/** Time has gone another way: what was applied later than that never happened. */
useCluster.subscribe(({ rewound, epoch, world }, before) => {
  if (rewound || (!before.rewound && before.epoch === epoch)) return
  const isUndone = ({ objects }: FileState): boolean => objects.some(({ revision }) => revision > world.revision)
  const { files } = useFiles.getState()
  if (files.some(isUndone)) useFiles.setState({ files: files.map((file) => (isUndone(file) ? { ...file, applied: '', objects: [] } : file)) })
})

/** What an apply would be refused for. */
export function takeProblems(name: string, problems: readonly Problem[]): void {
  change(name, (before) => ({ ...before, problems, refused: problems.length > 0, partly: false }))
}

function appliedObject({ body, object, verb }: AppliedDocument): AppliedObject[] {
  if (object === '' || verb === 'refused') return []
  const { metadata, spec } = (body ?? {}) as { metadata?: { resourceVersion?: string }; spec?: { replicas?: number } }
  return [{ key: object, desired: spec?.replicas ?? -1, revision: Number(metadata?.resourceVersion ?? 0) }]
}

const notKept = (): void => useFiles.setState({ kept: false })

function keep(name: string, text: string): void {
  keepText(name, text).catch(notKept)
}

/** There is room again for what could not be kept. */
export function keepAgain(): void {
  useFiles.setState({ kept: true })
  for (const [name, text] of changedFiles()) keep(name, text)
}

/** Another cluster's files come in place of these. */
export async function openFilesOf(cluster: string, isWritten: boolean): Promise<void> {
  const areOpen = isShelfOf(cluster)
  useShelfOf(cluster, isWritten)
  if (areOpen) return
  useFiles.setState({ files: seed.map(fresh), open: first, applying: false })
  await restoreFiles()
}

/** Files that came with a session: they take the place of those by the same names, and are kept. */
export function takeFiles(given: readonly (readonly [string, string])[]): void {
  for (const [name, text] of given) {
    if (fileNamed(name)) change(name, () => fresh([name, text]))
    else useFiles.setState(({ files }) => ({ files: [...files, fresh([name, text])] }))
    keep(name, text)
  }
}

/** Those that differ from what every cluster begins with. */
export const changedFiles = (): readonly (readonly [string, string])[] =>
  useFiles.getState().files.flatMap(({ name, text }) => (seed.some(([its, known]) => its === name && known === text) ? [] : [[name, text] as const]))

/** Puts back what was kept; new files follow the demo's. */
export async function restoreFiles(): Promise<void> {
  try {
    const known = await keptTexts()
    if (known === null) return
    useFiles.setState(({ files }) => {
      const restored = files.map((file) => ({ ...file, text: known.get(file.name) ?? file.text }))
      const own = [...known].filter(([name]) => !files.some((file) => file.name === name)).map(fresh)
      return { files: [...restored, ...own] }
    })
  } catch {
    notKept()
  }
}

/**
 * Texts in IndexedDB, through one connection for the page's life. A page that goes takes its unfinished transactions
 * with it, so what has not been confirmed by then is left in localStorage, whose writes are done when they return.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { readLocal, writeLocal } from '../local.ts'

interface Schema extends DBSchema {
  files: { key: string; value: string }
}

let opening: Promise<IDBPDatabase<Schema>> | undefined

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('kubarium', 1, { upgrade: (db) => void db.createObjectStore('files'), terminated: forget })
  opening.catch(forget)
  return opening
}

/** The browser has ended the connection, or there was none: the next who asks opens another. */
function forget(): void {
  opening = undefined
}

/** Which cluster's files these are; the first one's have no prefix. */
let shelf = { prefix: '', isWritten: true }

/** `isWritten` is false for a copy of a cluster that another tab has: its files are read, and not kept. */
export function useShelfOf(cluster: string, isWritten: boolean): void {
  shelf = { prefix: prefixOf(cluster), isWritten }
}

export const isShelfOf = (cluster: string): boolean => shelf.prefix === prefixOf(cluster)
const prefixOf = (cluster: string): string => (cluster === firstCluster ? '' : `${cluster}/`)

/** The cluster that the page opens where none was chosen. */
export const firstCluster = '1'

/** By name, what the database is to hold and has not confirmed; null for a text that is to go. */
const unconfirmed = new Map<string, string | null>()
const leftoverKey = 'kubarium.unconfirmed'

addEventListener('pagehide', () => {
  if (unconfirmed.size > 0) writeLocal(leftoverKey, JSON.stringify([...unconfirmed]))
})

/** What the last page could not finish. Read once: it is unconfirmed again until the database has it. */
function takeLeftover(): [string, string | null][] {
  const leftover = readLocal(leftoverKey) ?? '[]'
  writeLocal(leftoverKey, null)
  return JSON.parse(leftover) as [string, string | null][]
}

async function write(name: string, text: string | null): Promise<void> {
  unconfirmed.set(name, text)
  const db = await database()
  await (text === null ? db.delete('files', name) : db.put('files', text, name))
  if (unconfirmed.get(name) === text) unconfirmed.delete(name)
}

/** Written at once and in order: what was typed right before the page goes is not to wait for an earlier write. */
export const keepText = async (name: string, text: string): Promise<void> => (shelf.isWritten ? write(shelf.prefix + name, text) : undefined)

export const dropText = async (name: string): Promise<void> => (shelf.isWritten ? write(shelf.prefix + name, null) : undefined)

/** Null if another cluster's files were asked for meanwhile. */
export async function keptTexts(): Promise<ReadonlyMap<string, string> | null> {
  const { prefix } = shelf
  await Promise.all(takeLeftover().map(([name, text]) => write(name, text)))
  const db = await database()
  const [names, texts] = await Promise.all([db.getAllKeys('files'), db.getAll('files')])
  if (prefix !== shelf.prefix) return null
  const all = names.map((name, index) => [name, texts[index] ?? ''] as const)
  return new Map(all.flatMap(([name, text]) => (isUnder(prefix, name) ? [[name.slice(prefix.length), text] as const] : [])))
}

const isUnder = (prefix: string, name: string): boolean => (prefix === '' ? !name.includes('/') : name.startsWith(prefix))

/** The files of a cluster that is no longer kept. */
export async function dropTextsOf(cluster: string): Promise<void> {
  const db = await database()
  const names = await db.getAllKeys('files')
  await Promise.all(names.filter((name) => isUnder(prefixOf(cluster), name)).map((name) => db.delete('files', name)))
}

/**
 * Texts in IndexedDB, through one connection for the page's life. A page that goes takes its unfinished transactions
 * with it, so what has not been confirmed by then is left in localStorage, whose writes are done when they return.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

interface Schema extends DBSchema {
  files: { key: string; value: string }
}

let opening: Promise<IDBPDatabase<Schema>> | undefined

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('kubarium', 1, { upgrade: (db) => void db.createObjectStore('files') })
  return opening
}

/** By name, what the database is to hold and has not confirmed; null for a text that is to go. */
const unconfirmed = new Map<string, string | null>()
const leftoverKey = 'kubarium.unconfirmed'

addEventListener('pagehide', () => {
  if (unconfirmed.size > 0) localStorage.setItem(leftoverKey, JSON.stringify([...unconfirmed]))
})

/** What the last page could not finish. Read once: it is unconfirmed again until the database has it. */
function takeLeftover(): [string, string | null][] {
  const leftover = localStorage.getItem(leftoverKey) ?? '[]'
  localStorage.removeItem(leftoverKey)
  return JSON.parse(leftover) as [string, string | null][]
}

async function write(name: string, text: string | null): Promise<void> {
  unconfirmed.set(name, text)
  const db = await database()
  await (text === null ? db.delete('files', name) : db.put('files', text, name))
  if (unconfirmed.get(name) === text) unconfirmed.delete(name)
}

/** Written at once and in order: what was typed right before the page goes is not to wait for an earlier write. */
export const keepText = (name: string, text: string): Promise<void> => write(name, text)

export const dropText = (name: string): Promise<void> => write(name, null)

export async function keptTexts(): Promise<ReadonlyMap<string, string>> {
  await Promise.all(takeLeftover().map(([name, text]) => write(name, text)))
  const db = await database()
  const [names, texts] = await Promise.all([db.getAllKeys('files'), db.getAll('files')])
  return new Map(names.map((name, index) => [name, texts[index] ?? '']))
}

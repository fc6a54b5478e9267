/** Texts in IndexedDB, through one connection for the page's life. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

interface Schema extends DBSchema {
  files: { key: string; value: string }
}

let opening: Promise<IDBPDatabase<Schema>> | undefined

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('kubarium', 1, { upgrade: (db) => void db.createObjectStore('files') })
  return opening
}

/** Written at once and in order: what was typed right before the page goes is not to wait for an earlier write. */
export async function keepText(name: string, text: string): Promise<void> {
  const db = await database()
  await db.put('files', text, name)
}

export async function dropText(name: string): Promise<void> {
  const db = await database()
  await db.delete('files', name)
}

export async function keptTexts(): Promise<ReadonlyMap<string, string>> {
  const db = await database()
  const [names, texts] = await Promise.all([db.getAllKeys('files'), db.getAll('files')])
  return new Map(names.map((name, index) => [name, texts[index] ?? '']))
}

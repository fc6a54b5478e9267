/** Texts in IndexedDB. Quick changes to one file are written one after the other, and only the newest of those that wait. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

interface Schema extends DBSchema {
  files: { key: string; value: string }
}

let opening: Promise<IDBPDatabase<Schema>> | undefined

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('kubarium', 1, { upgrade: (db) => void db.createObjectStore('files') })
  return opening
}

/** Newest text of each file that waits for its turn. */
const waiting = new Map<string, string>()
let writing: Promise<void> | undefined

export function keepText(name: string, text: string): Promise<void> {
  waiting.set(name, text)
  writing ??= writeAll().finally(() => (writing = undefined))
  return writing
}

async function writeAll(): Promise<void> {
  const db = await database()
  for (let [next] = waiting; next; [next] = waiting) {
    const [name, text] = next
    waiting.delete(name)
    await db.put('files', text, name)
  }
}

export async function dropText(name: string): Promise<void> {
  waiting.delete(name)
  await writing?.catch(() => undefined)
  await (await database()).delete('files', name)
}

export async function keptTexts(): Promise<ReadonlyMap<string, string>> {
  const db = await database()
  const [names, texts] = await Promise.all([db.getAllKeys('files'), db.getAll('files')])
  return new Map(names.map((name, index) => [name, texts[index] ?? '']))
}

/** The shelf in IndexedDB, keyframes deflated; claims by Web Locks, which end with the tab however it ends. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { ClusterCard } from '../protocol.ts'
import { deflate, inflate } from './deflate.ts'
import type { KeptSession } from './format.ts'
import type { Claims, KeptClock, KeptKeyframe, Shelf } from './shelf.ts'

interface Schema extends DBSchema {
  cards: { key: string; value: ClusterCard }
  sessions: { key: string; value: KeptSession }
  clocks: { key: string; value: KeptClock }
  /** JSON, deflated. */
  keyframes: { key: string; value: Uint8Array<ArrayBuffer> }
}

const stores = ['cards', 'sessions', 'clocks', 'keyframes'] as const
/** Characters of a keyframe as JSON; the largest cluster has some tens of millions. */
const keyframeLimit = 1_000_000_000

export function browserShelf(): Shelf {
  let opening: Promise<IDBPDatabase<Schema>> | undefined
  /** The browser has ended the connection, or there was none: the next who asks opens another. */
  const forget = () => {
    opening = undefined
  }
  const database = () => {
    opening ??= openDB<Schema>('kubarium-clusters', 1, { upgrade: (db) => stores.forEach((store) => db.createObjectStore(store)), terminated: forget })
    opening.catch(forget)
    return opening
  }
  return {
    list: async () => (await database()).getAll('cards'),
    read: async (id) => {
      const db = await database()
      const [card, session, clock, folded] = await Promise.all([db.get('cards', id), db.get('sessions', id), db.get('clocks', id), db.get('keyframes', id)])
      const keyframe = folded && (await unfolded(folded))
      return { ...(card && { card }), ...(session && { session }), ...(clock && { clock }), ...(keyframe && { keyframe }) }
    },
    write: async (id, { card, session, clock, keyframe }) => {
      // Before the transaction begins: it would not wait.
      const folded = keyframe && (await deflate(new TextEncoder().encode(JSON.stringify(keyframe))))
      const transaction = (await database()).transaction(stores, 'readwrite')
      const given = { cards: card, sessions: session, clocks: clock, keyframes: folded }
      const put = async (store: (typeof stores)[number]) => given[store] && transaction.objectStore(store).put(given[store], id)
      try {
        await Promise.all([...stores.map(put), transaction.done])
      } catch (error) {
        // It says why it was given up; its requests only say that it was.
        throw transaction.error ?? error
      }
    },
    remove: async (id) => {
      const transaction = (await database()).transaction(stores, 'readwrite')
      await Promise.all([...stores.map((store) => transaction.objectStore(store).delete(id)), transaction.done])
    },
  }
}

/** Undefined if it is damaged: the way there can be gone anew. */
async function unfolded(folded: Uint8Array<ArrayBuffer>): Promise<KeptKeyframe | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await inflate(folded, keyframeLimit))) as KeptKeyframe
  } catch {
    return undefined
  }
}

/** Where there are no locks, each tab may write: what is lost then is one tab's work, never a session's wholeness. */
export function browserClaims(): Claims {
  return {
    claim: (id) =>
      new Promise((resolve) => {
        const free = () => resolve(() => undefined)
        if (!('locks' in navigator)) return free()
        navigator.locks.request(`kubarium-cluster-${id}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null)
          return new Promise<void>((release) => resolve(release))
        }).catch(free)
      }),
  }
}

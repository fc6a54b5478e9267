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
  const database = () => {
    opening ??= openDB<Schema>('kubarium-clusters', 1, { upgrade: (db) => stores.forEach((store) => db.createObjectStore(store)) })
    return opening
  }
  return {
    list: async () => (await database()).getAll('cards'),
    read: async (id) => {
      const db = await database()
      const [card, session, clock, folded] = await Promise.all([db.get('cards', id), db.get('sessions', id), db.get('clocks', id), db.get('keyframes', id)])
      const keyframe = folded && (JSON.parse(new TextDecoder().decode(await inflate(folded, keyframeLimit))) as KeptKeyframe)
      return { ...(card && { card }), ...(session && { session }), ...(clock && { clock }), ...(keyframe && { keyframe }) }
    },
    write: async (id, { card, session, clock, keyframe }) => {
      // Before the transaction begins: it would not wait.
      const folded = keyframe && (await deflate(new TextEncoder().encode(JSON.stringify(keyframe))))
      const transaction = (await database()).transaction(stores, 'readwrite')
      const puts = [
        card && transaction.objectStore('cards').put(card, id),
        session && transaction.objectStore('sessions').put(session, id),
        clock && transaction.objectStore('clocks').put(clock, id),
        folded && transaction.objectStore('keyframes').put(folded, id),
      ]
      await Promise.all([...puts, transaction.done])
    },
    remove: async (id) => {
      const transaction = (await database()).transaction(stores, 'readwrite')
      await Promise.all([...stores.map((store) => transaction.objectStore(store).delete(id)), transaction.done])
    },
  }
}

/** Where there are no locks, each tab may write: what is lost then is one tab's work, never a session's wholeness. */
export function browserClaims(): Claims {
  return {
    claim: (id) =>
      new Promise((resolve) => {
        if (!('locks' in navigator)) return resolve(() => undefined)
        void navigator.locks.request(`kubarium-cluster-${id}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null)
          return new Promise<void>((release) => resolve(release))
        })
      }),
  }
}

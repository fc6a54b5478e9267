/**
 * The clusters of this browser: opens one, writes it down while it is open, and keeps others beside it. Where nothing can
 * be kept, or another tab has the cluster, it says so and goes on without.
 */
import type { ClusterCard, KeptNotice, KeptStatus } from '../protocol.ts'
import type { RunLoop, WallClock } from '../run-loop.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { createCards } from './cards.ts'
import { createKeeping } from './keeping.ts'
import { refuse } from '../refused.ts'
import { revive } from './revive.ts'
import type { Claims, KeptParts, Shelf } from './shelf.ts'

export interface KeeperOptions {
  readonly shelf: Shelf
  readonly claims: Claims
  readonly around: Pick<SessionOptions, 'nextEpoch' | 'speed'>
  readonly loop: RunLoop
  readonly clock: WallClock
  /** Milliseconds since 1970. */
  readonly date: () => number
  readonly onNotice: (notice: KeptNotice) => void
}

export interface OpenedCluster {
  readonly session: Session
  readonly notice: KeptNotice
  /** How its time ran when it was left; null stands still. */
  readonly speed: number | null
}

export interface Keeper {
  readonly notice: KeptNotice
  list(): Promise<readonly ClusterCard[]>
  /** The cluster by this id; a new one if there is none. The one that was open is left as it is. */
  open(id: string, seed: number): Promise<OpenedCluster>
  /** Another session under the same id. */
  replace(session: Session): void
  /** Keeps a session under a new id from now on. */
  adopt(session: Session, name: string): Promise<KeptNotice>
  rename(id: string, name: string): Promise<void>
  remove(id: string): Promise<void>
  note(): void
  noteAction(): void
  flush(): Promise<void>
}

const nameLimit = 80

export function createKeeper(options: KeeperOptions): Keeper {
  const { shelf, claims, around, date } = options
  const cards = createCards(shelf, claims)
  const keeping = createKeeping(options)
  const { note, noteAction, flush, replace } = keeping

  return {
    get notice() {
      return keeping.notice
    },
    ...{ note, noteAction, flush, replace, list: cards.list },
    open: async (id, seed) => {
      await keeping.leave()
      const release = await claims.claim(id)
      const kept = await readFrom(shelf, id)
      const opened = openedFrom(kept, { id, seed, isClaimed: release !== null, around })
      if (!kept) release?.()
      keeping.begin(opened.notice, release && kept ? { session: opened.session, release } : undefined)
      return opened
    },
    adopt: async (session, name) => {
      await keeping.leave()
      const id = `c${date().toString(36)}`
      const release = (await claims.claim(id)) ?? (() => undefined)
      keeping.begin({ id, name: nameOf(name), status: 'new' }, { session, release })
      await flush()
      return keeping.notice
    },
    rename: (id, wanted) => (id === keeping.notice.id ? keeping.rename(nameOf(wanted)) : cards.rename(id, nameOf(wanted))),
    remove: async (id) => {
      if (id === keeping.notice.id) refuse('kept.open', {})
      await cards.remove(id)
      await keeping.tryAgain()
    },
  }
}

interface Opening {
  readonly id: string
  readonly seed: number
  readonly isClaimed: boolean
  readonly around: KeeperOptions['around']
}

/** What is kept, or a fresh cluster; undefined where nothing can be kept. */
function openedFrom(kept: Partial<KeptParts> | undefined, { id, seed, isClaimed, around }: Opening): OpenedCluster {
  const revived = kept && revive(kept, around)
  const status: KeptStatus = !kept ? 'unkept' : !isClaimed ? 'elsewhere' : (revived?.status ?? 'new')
  const session = revived?.session ?? openSession({ ...around, seed: kept?.card?.seed ?? seed })
  const stoodStill = revived?.status === 'restored' && kept?.clock?.playing === false
  return { session, notice: { id, name: kept?.card?.name ?? '', status }, speed: stoodStill ? null : (kept?.clock?.speed ?? 1) }
}

const nameOf = (wanted: string): string => wanted.trim().slice(0, nameLimit)

/** Undefined where nothing can be kept. */
async function readFrom(shelf: Shelf, id: string): Promise<Partial<KeptParts> | undefined> {
  try {
    return await shelf.read(id)
  } catch {
    return undefined
  }
}

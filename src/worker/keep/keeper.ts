/**
 * The clusters of this browser: opens one, writes it down while it is open, and keeps others beside it. Where nothing can
 * be kept, or another tab has the cluster, it says so and goes on without.
 */
import type { ClusterCard, KeptNotice, KeptStatus } from '../protocol.ts'
import type { InSlices } from '../in-slices.ts'
import type { RunLoop, WallClock } from '../run-loop.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { createCards } from './cards.ts'
import { createKeeping } from './keeping.ts'
import { refuse } from '../refused.ts'
import { revive, type Reviving } from './revive.ts'
import type { Claims, KeptParts, Shelf } from './shelf.ts'

export interface KeeperOptions {
  readonly shelf: Shelf
  readonly claims: Claims
  readonly around: Pick<SessionOptions, 'nextEpoch' | 'speed'>
  readonly loop: RunLoop
  readonly opening: InSlices
  /** The cluster that is open may be away for a look at what is to come: it is brought back. */
  readonly toPresent: () => void
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
  /** The cluster by this id; a new one if there is none. The one that was open is left as it is, once the other is there. */
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
  const { shelf, claims, around, date, loop, opening } = options
  const cards = createCards(shelf, claims)
  const keeping = createKeeping(options)
  const { note, noteAction, flush, replace } = keeping

  return {
    get notice() {
      return keeping.notice
    },
    ...{ note, noteAction, flush, replace, list: cards.list },
    open: async (id, seed) => {
      if (id === keeping.notice.id) await keeping.leave()
      const release = await claims.claim(id)
      const kept = await readFrom(shelf, id)
      const revival = kept && revive(kept, around)
      const session = await orElse(() => (revival ? opening.go(revival, revival.session, () => refuse('cancelled', {})) : openSession({ ...around, seed: kept?.card?.seed ?? seed })), () => release?.())
      loop.pause()
      await keeping.leave()
      const opened = openedAs(session, { id, kept, status: revival?.status(), isClaimed: release !== null })
      if (!kept) release?.()
      keeping.begin(opened.notice, release && kept ? { session: opened.session, release } : undefined)
      return opened
    },
    adopt: async (session, name) => {
      await keeping.leave()
      const id = newId(date())
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

export const newId = (date: number): string => `c${date.toString(36)}`

interface Opened {
  readonly id: string
  /** Undefined where nothing can be kept. */
  readonly kept: Partial<KeptParts> | undefined
  /** Undefined for a fresh cluster. */
  readonly status: ReturnType<Reviving['status']> | undefined
  readonly isClaimed: boolean
}

function openedAs(session: Session, { id, kept, status: revived, isClaimed }: Opened): OpenedCluster {
  const status: KeptStatus = !kept ? 'unkept' : !isClaimed ? 'elsewhere' : (revived ?? 'new')
  const stoodStill = revived === 'restored' && kept?.clock?.playing === false
  return { session, notice: { id, name: kept?.card?.name ?? '', status }, speed: stoodStill ? null : (kept?.clock?.speed ?? 1) }
}

async function orElse<T>(act: () => T | Promise<T>, clear: () => void): Promise<T> {
  try {
    return await act()
  } catch (error) {
    clear()
    throw error
  }
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

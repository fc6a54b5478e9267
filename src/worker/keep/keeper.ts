/**
 * The clusters of this browser: opens one, writes it down while it is open, and keeps others beside it. Where nothing can
 * be kept, or another tab has the cluster, it says so and goes on without.
 */
import type { ClusterCard, KeptNotice, KeptStatus } from '../protocol.ts'
import type { RunLoop, WallClock } from '../run-loop.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { refuse } from './refused.ts'
import { revive } from './revive.ts'
import { createSaver, type Saver } from './saver.ts'
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
  const { shelf, claims, around, loop, clock, date } = options
  let notice: KeptNotice = { id: '', name: '', status: 'unkept' }
  let saver: Saver | undefined
  let release: (() => void) | undefined

  const leave = async (): Promise<void> => {
    await saver?.flush()
    saver?.stop()
    saver = undefined
    release?.()
    release = undefined
  }
  const onTrouble = (): void => {
    saver?.stop()
    if (notice.status === 'full') return
    notice = { ...notice, status: 'full' }
    options.onNotice(notice)
  }
  const keep = (session: Session, id: string, name: string): void => {
    saver = createSaver({ id, name, session, loop, shelf, clock, date, onTrouble })
    saver.noteAction()
  }
  const open = async (id: string, seed: number): Promise<OpenedCluster> => {
    await leave()
    const claimed = await claims.claim(id)
    const kept = await readFrom(shelf, id)
    const opened = openedFrom(kept, { id, seed, isClaimed: claimed !== null, around })
    notice = opened.notice
    if (claimed && kept) {
      release = claimed
      keep(opened.session, id, notice.name)
    }
    return opened
  }
  return {
    get notice() {
      return notice
    },
    list: () => listOf(shelf),
    open,
    replace: (session) => {
      if (!saver) return
      saver.stop()
      keep(session, notice.id, notice.name)
    },
    adopt: async (session, name) => {
      await leave()
      const id = `c${date().toString(36)}`
      const claimed = await claims.claim(id)
      release = claimed ?? undefined
      notice = { id, name: nameOf(name), status: 'new' }
      keep(session, id, notice.name)
      await saver?.flush()
      return notice
    },
    rename: async (id, wanted) => {
      const name = nameOf(wanted)
      if (id !== notice.id) return renameCard(shelf, id, name)
      notice = { ...notice, name }
      saver?.rename(name)
      return saver?.flush()
    },
    remove: (id) => {
      if (id === notice.id) refuse('kept.open', {})
      return removeFrom(shelf, claims, id)
    },
    ...{ note: () => saver?.note(), noteAction: () => saver?.noteAction() },
    flush: async () => saver?.flush(),
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

async function listOf(shelf: Shelf): Promise<readonly ClusterCard[]> {
  const cards = await shelf.list()
  return [...cards].sort((a, b) => b.changed - a.changed)
}

async function renameCard(shelf: Shelf, id: string, name: string): Promise<void> {
  const { card } = await shelf.read(id)
  if (!card) refuse('kept.gone', {})
  await shelf.write(id, { card: { ...card, name } })
}

async function removeFrom(shelf: Shelf, claims: Claims, id: string): Promise<void> {
  const claimed = await claims.claim(id)
  if (!claimed) refuse('kept.elsewhere', {})
  await shelf.remove(id)
  claimed()
}

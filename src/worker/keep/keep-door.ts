/** What the page may ask of sessions as text: to write this one down, and to open another. */
import type { DoorMethods, Imported, LinkContent } from '../protocol.ts'
import type { InSlices } from '../in-slices.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, type KeptSession } from './format.ts'
import type { Keeper } from './keeper.ts'
import { linkTo, readLink } from './link.ts'
import { manifestOf } from './manifest.ts'
import { openKept, wholeLog } from './open.ts'
import { parseSession, type Parsed } from './parse.ts'
import { refuse, Refused } from '../refused.ts'
import { forOthers, takeSession } from './take.ts'

export interface KeepHost {
  readonly around: Pick<SessionOptions, 'nextEpoch' | 'speed'>
  readonly show: (session: Session) => void
  readonly pause: () => void
  readonly play: (speed: number) => void
  /** Absent where nothing is kept. */
  readonly keeper: () => Keeper | undefined
  readonly opening: InSlices
}

type KeepMethods = Pick<DoorMethods, 'exportSession' | 'importSession' | 'exportObjects' | 'link' | 'readLink' | 'openLink'>
type ClusterMethods = Pick<DoorMethods, 'clusters' | 'openCluster' | 'newCluster' | 'copyCluster' | 'renameCluster' | 'deleteCluster' | 'save'>

export function createKeepDoor(session: () => Session, { around, show, pause, keeper, opening: slices }: KeepHost): KeepMethods {
  const openParsed = (parsed: Parsed): Imported | Promise<Imported> => {
    if (!parsed.ok) throw new Refused(parsed.refusal)
    const { kept } = parsed
    const opening = openKept(kept, around)
    const open = (): Imported | Promise<Imported> => {
      pause()
      show(opening.session)
      const imported = { name: kept.name, seed: kept.seed, page: kept.page, manner: opening.manner, kept: null }
      return keeper()?.adopt(opening.session, kept.name).then((notice) => ({ ...imported, kept: notice })) ?? imported
    }
    return slices.go(opening, open, () => refuse('cancelled', {}))
  }
  return {
    exportSession: (name, page) => JSON.stringify(forOthers(takeSession(session(), { name, page }))),
    importSession: (text) => openParsed(parseSession(text)),
    exportObjects: () => manifestOf(session().cluster.store()),
    link: (page) => linkTo(session(), page),
    readLink: async (fragment) => contentOf(await readLink(fragment)),
    openLink: async (fragment) => openParsed(await readLink(fragment)),
  }
}

function contentOf(parsed: Parsed): LinkContent {
  if (!parsed.ok) return { refusal: parsed.refusal, seed: 0, actions: 0, at: 0, foreign: false }
  const { kept } = parsed
  return { refusal: null, seed: kept.seed, actions: actionsOf(kept), at: kept.tree.moment.at, foreign: kept.build !== buildId }
}

const actionsOf = (kept: KeptSession): number => Math.min(wholeLog(kept).length, kept.tree.branches.find(({ id }) => id === kept.tree.current)?.actions.length ?? 0)

export function createClusterDoor(session: () => Session, { around, show, play, keeper }: KeepHost): ClusterMethods {
  const kept = (): Keeper => {
    const here = keeper()
    return here ?? refuse('kept.nowhere', {})
  }
  return {
    clusters: async () => kept().list(),
    openCluster: async (id) => {
      const opened = await kept().open(id, 1)
      show(opened.session)
      if (opened.speed !== null) play(opened.speed)
      return opened.notice
    },
    newCluster: async (name, seed) => {
      if (!Number.isSafeInteger(seed) || seed < 1 || seed > 0xffff_ffff) refuse('number', { field: 'seed', from: 1, to: 0xffff_ffff })
      const fresh = openSession({ ...around, seed })
      const notice = await kept().adopt(fresh, name)
      show(fresh)
      return notice
    },
    copyCluster: async (name) => kept().adopt(session(), name),
    renameCluster: async (id, name) => kept().rename(id, name),
    save: async () => keeper()?.flush(),
    deleteCluster: async (id) => kept().remove(id),
  }
}

/** What the page may ask of sessions as text: to write this one down, and to open another. */
import { DoorError } from '../door-error.ts'
import type { DoorMethods, Imported, LinkContent } from '../protocol.ts'
import type { Session, SessionOptions } from '../session.ts'
import { buildId, type KeptSession } from './format.ts'
import { linkTo, readLink } from './link.ts'
import { manifestOf } from './manifest.ts'
import { openKept, wholeLog } from './open.ts'
import { parseSession, type Parsed } from './parse.ts'
import { takeSession } from './take.ts'

export interface KeepHost {
  readonly around: Pick<SessionOptions, 'nextEpoch' | 'speed'>
  readonly show: (session: Session) => void
  readonly pause: () => void
}

type KeepMethods = Pick<DoorMethods, 'exportSession' | 'importSession' | 'exportObjects' | 'link' | 'readLink' | 'openLink'>

export function createKeepDoor(session: () => Session, { around, show, pause }: KeepHost): KeepMethods {
  const openParsed = (parsed: Parsed): Imported => {
    if (!parsed.ok) throw new DoorError(parsed.message)
    const { kept } = parsed
    const { session: opened, manner } = openKept(kept, around)
    pause()
    show(opened)
    return { name: kept.name, seed: kept.seed, page: kept.page, manner }
  }
  return {
    exportSession: (name, page) => JSON.stringify(takeSession(session(), { name, page })),
    importSession: (text) => openParsed(parseSession(text)),
    exportObjects: () => manifestOf(session().cluster.store()),
    link: (page) => linkTo(session(), page),
    readLink: async (fragment) => contentOf(await readLink(fragment)),
    openLink: async (fragment) => openParsed(await readLink(fragment)),
  }
}

function contentOf(parsed: Parsed): LinkContent {
  if (!parsed.ok) return { message: parsed.message, seed: 0, actions: 0, at: 0, foreign: false }
  const { kept } = parsed
  return { message: '', seed: kept.seed, actions: actionsOf(kept), at: kept.tree.moment.at, foreign: kept.build !== buildId }
}

const actionsOf = (kept: KeptSession): number => Math.min(wholeLog(kept).length, kept.tree.branches.find(({ id }) => id === kept.tree.current)?.actions.length ?? 0)

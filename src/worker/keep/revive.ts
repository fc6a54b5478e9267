/** A kept cluster, opened again: as it was, or by another build as much of it as that can. */
import { isBefore, type Moment } from '../history/moment.ts'
import type { KeptStatus } from '../protocol.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, stateVersion, type KeptSession, type KeptTree } from './format.ts'
import { openKept } from './open.ts'
import type { KeptClock, KeptKeyframe, KeptParts } from './shelf.ts'

export interface Revived {
  readonly session: Session
  readonly status: Extract<KeptStatus, 'restored' | 'closed' | 'objects'>
}

type Surroundings = Pick<SessionOptions, 'nextEpoch' | 'speed'>

/** Undefined if there is nothing that could be opened. What cannot be read, or does not fit, is passed over for what is left. */
export function revive({ session: kept, clock, keyframe }: Partial<KeptParts>, around: Surroundings): Revived | undefined {
  if (!kept) return undefined
  const readable = keyframe?.state === stateVersion ? keyframe : undefined
  const isOurs = kept.build === buildId && kept.state === stateVersion
  const restored = isOurs ? (attempt(() => restore(kept, { clock, keyframe: readable }, around)) ?? attempt(() => restore(kept, { clock }, around))) : undefined
  if (restored) return { session: restored, status: 'restored' }
  const closed = readable && attempt(() => openSession({ ...around, seed: kept.seed, born: readable.text }))
  if (closed) return { session: closed, status: 'closed' }
  const opening = openKept({ ...kept, build: '' }, around)
  while (opening.step());
  return { session: opening.session, status: 'objects' }
}

function restore(kept: KeptSession, { clock, keyframe }: { readonly clock: KeptClock | undefined; readonly keyframe?: KeptKeyframe | undefined }, around: Surroundings): Session {
  const tree = treeAt(kept.tree, clock)
  const frame = keyframe?.build === buildId ? keyframe : undefined
  const fits = frame && tree.branches.some(({ id, head }) => id === frame.branch && !isBefore(head, frame.moment))
  const revival = { tree, ...(fits && { frame, chronicles: new Map([[frame.branch, frame.chronicle]]) }) }
  return openSession({ ...around, seed: kept.seed, revival, ...(kept.born !== undefined && { born: kept.born }) })
}

function attempt(open: () => Session): Session | undefined {
  try {
    return open()
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/** The tree with the clock where it stood last; the branch has run at least to there. */
function treeAt(tree: KeptTree, clock: KeptClock | undefined): KeptTree {
  const branch = tree.branches.find(({ id }) => id === clock?.branch)
  // A clock that is newer than the session belongs to inputs that were not written.
  if (!clock || !branch || clock.branch !== tree.current || clock.moment.inputs > branch.head.inputs) return tree
  const head: Moment = isBefore(branch.head, clock.moment) ? clock.moment : branch.head
  return { ...tree, branches: tree.branches.map((each) => (each === branch ? { ...branch, head } : each)), moment: clock.moment }
}

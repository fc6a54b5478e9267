/** A kept cluster, opened again: as it was, or by another build as much of it as that can. */
import { DoorError } from '../door-error.ts'
import { isBefore, type Moment } from '../history/moment.ts'
import type { KeptStatus } from '../protocol.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, stateVersion, type KeptTree } from './format.ts'
import { openKept } from './open.ts'
import type { KeptClock, KeptParts } from './shelf.ts'

export interface Revived {
  readonly session: Session
  readonly status: Extract<KeptStatus, 'restored' | 'closed' | 'objects'>
}

type Surroundings = Pick<SessionOptions, 'nextEpoch' | 'speed'>

/** Undefined if there is nothing that could be opened. */
export function revive({ session: kept, clock, keyframe }: Partial<KeptParts>, around: Surroundings): Revived | undefined {
  if (!kept) return undefined
  const isOurs = kept.build === buildId && kept.state === stateVersion
  const frame = keyframe && keyframe.build === buildId && keyframe.state === stateVersion ? keyframe : undefined
  if (isOurs) {
    const tree = treeAt(kept.tree, clock)
    const fits = frame && tree.branches.some(({ id, head }) => id === frame.branch && !isBefore(head, frame.moment))
    const revival = { tree, ...(fits && { frame, chronicles: new Map([[frame.branch, frame.chronicle]]) }) }
    return { session: openSession({ ...around, seed: kept.seed, revival, ...(kept.born !== undefined && { born: kept.born }) }), status: 'restored' }
  }
  if (keyframe && keyframe.state === stateVersion) {
    const closed = closedAt(kept.seed, keyframe, around)
    if (closed) return { session: closed, status: 'closed' }
  }
  const opening = openKept({ ...kept, build: '' }, around)
  while (opening.step());
  return { session: opening.session, status: 'objects' }
}

/** The tree with the clock where it stood last; the branch has run at least to there. */
function treeAt(tree: KeptTree, clock: KeptClock | undefined): KeptTree {
  const branch = tree.branches.find(({ id }) => id === clock?.branch)
  // A clock that is newer than the session belongs to inputs that were not written.
  if (!clock || !branch || clock.branch !== tree.current || clock.moment.inputs > branch.head.inputs) return tree
  const head: Moment = isBefore(branch.head, clock.moment) ? clock.moment : branch.head
  return { ...tree, branches: tree.branches.map((each) => (each === branch ? { ...branch, head } : each)), moment: clock.moment }
}

/** Another build's keyframe as a beginning; undefined if it cannot be read. */
function closedAt(seed: number, { text }: { readonly text: string }, around: Surroundings): Session | undefined {
  try {
    return openSession({ ...around, seed, born: text })
  } catch (error) {
    if (error instanceof DoorError || error instanceof Error) return undefined
    throw error
  }
}

/** A kept cluster, opened again: as it was, or by another build as much of it as that can. */
import { assert } from '../../sim/assert.ts'
import { isBefore, type Moment } from '../history/moment.ts'
import type { Way } from '../in-slices.ts'
import type { KeptStatus } from '../protocol.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, stateVersion, type KeptSession, type KeptTree } from './format.ts'
import { openKept } from './open.ts'
import { createWay, legTo } from './legs.ts'
import type { KeptClock, KeptKeyframe, KeptParts } from './shelf.ts'

/** A kept cluster on its way back; what it is and how much of it is known at the end of the way. */
export interface Reviving extends Way {
  session(): Session
  status(): Extract<KeptStatus, 'restored' | 'closed' | 'objects'>
}

type Surroundings = Pick<SessionOptions, 'nextEpoch' | 'speed'>

interface Attempt {
  readonly status: ReturnType<Reviving['status']>
  readonly open: () => Opened
}

interface Opened {
  readonly session: Session
  readonly way: Way
}

/** Undefined if there is nothing that could be opened. What cannot be read, or does not fit, is passed over for what is left. */
export function revive({ session: kept, clock, keyframe }: Partial<KeptParts>, around: Surroundings): Reviving | undefined {
  if (!kept) return undefined
  const readable = keyframe?.state === stateVersion ? keyframe : undefined
  const isOurs = kept.build === buildId && kept.state === stateVersion
  const restored = (frame?: KeptKeyframe): Attempt => ({ status: 'restored', open: () => restore(kept, { clock, keyframe: frame }, around) })
  return firstThatFits([
    ...(isOurs ? [restored(readable), restored()] : []),
    ...(readable ? [{ status: 'closed' as const, open: () => ({ session: openSession({ ...around, seed: kept.seed, born: readable.text }), way: createWay([]) }) }] : []),
    { status: 'objects', open: () => anew(kept, around) },
  ])
}

/** The last is what is left when nothing else fits. */
function firstThatFits(attempts: readonly Attempt[]): Reviving {
  let index = 0
  let opened: Opened | undefined
  const attempt = (): Attempt => {
    const present = attempts[index]
    assert(present, 'a cluster is revived one way or another')
    return present
  }
  const begin = (): boolean => {
    opened = attempt().open()
    return true
  }
  return {
    session: () => {
      assert(opened, 'the way is behind')
      return opened.session
    },
    status: () => attempt().status,
    step: () => {
      try {
        return opened ? opened.way.step() : begin()
      } catch (error) {
        if (!(error instanceof Error) || index === attempts.length - 1) throw error
        index++
        opened = undefined
        return true
      }
    },
    progress: () => opened?.way.progress() ?? { done: 0, total: 0 },
  }
}

function restore(kept: KeptSession, { clock, keyframe }: { readonly clock: KeptClock | undefined; readonly keyframe?: KeptKeyframe | undefined }, around: Surroundings): Opened {
  const tree = treeAt(kept.tree, clock)
  const frame = keyframe?.build === buildId ? keyframe : undefined
  const fits = frame && tree.branches.some(({ id, head }) => id === frame.branch && !isBefore(head, frame.moment))
  const revival = { tree, ...(fits && { frame, chronicles: new Map([[frame.branch, frame.chronicle]]) }) }
  const session = openSession({ ...around, seed: kept.seed, revival, ...(kept.born !== undefined && { born: kept.born }) })
  return { session, way: createWay([legTo(session, tree.moment)]) }
}

function anew(kept: KeptSession, around: Surroundings): Opened {
  const opening = openKept({ ...kept, build: '' }, around)
  return { session: opening.session, way: opening }
}

/** The tree with the clock where it stood last; the branch has run at least to there. */
function treeAt(tree: KeptTree, clock: KeptClock | undefined): KeptTree {
  const branch = tree.branches.find(({ id }) => id === clock?.branch)
  // A clock that is newer than the session belongs to inputs that were not written.
  if (!clock || !branch || clock.branch !== tree.current || clock.moment.inputs > branch.head.inputs) return tree
  const head: Moment = isBefore(branch.head, clock.moment) ? clock.moment : branch.head
  return { ...tree, branches: tree.branches.map((each) => (each === branch ? { ...branch, head } : each)), moment: clock.moment }
}

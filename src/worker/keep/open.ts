/**
 * Opens a session that was kept. The build that wrote it repeats its inputs exactly; another one performs the present
 * branch's inputs at their times, or makes the objects anew where there are only those, and says that it did.
 */
import { isStream, type HttpRequest } from '../../api/meta/http.ts'
import type { LoggedInput } from '../../cluster/cluster.ts'
import { apply } from '../../kubectl/apply.ts'
import { seconds } from '../../sim/time.ts'
import { DoorError } from '../door-error.ts'
import type { Way } from '../in-slices.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, stateVersion, type KeptBranch, type KeptSession } from './format.ts'
import { createWay, legsAlong, legsAnew, legUpTo, type Leg } from './legs.ts'
import { refuse } from '../refused.ts'

export type Manner = 'exact' | 'inputs' | 'objects'

/** A session that is on its way; it is what was kept once its way is behind. */
export interface Opening extends Way {
  readonly session: Session
  readonly manner: Manner
}

type Surroundings = Pick<SessionOptions, 'nextEpoch' | 'speed'>

/** A new session, or a DoorError, now or on the way; whatever is open now is not touched. */
export function openKept(kept: KeptSession, around: Surroundings): Opening {
  return orUnfit(() => {
    const { session, manner, legs } = beginningOf(kept, around)
    const { step, progress } = createWay(legs)
    return { session, manner, progress, step: () => orUnfit(step) }
  })
}

/** Whatever goes wrong, it is what was kept that does not fit. */
function orUnfit<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DoorError) throw error
    return refuse('unfit', {})
  }
}

interface Beginning extends Pick<Opening, 'session' | 'manner'> {
  readonly legs: readonly Leg[]
}

function beginningOf(kept: KeptSession, around: Surroundings): Beginning {
  const { seed, tree, objects } = kept
  if (tree.branches.length > 0 && kept.build === buildId && kept.state === stateVersion) {
    const session = openSession({ ...around, seed, tree })
    return { session, manner: 'exact', legs: legsAlong(session, tree) }
  }
  const session = openSession({ ...around, seed })
  if (objects !== '') return { session, manner: 'objects', legs: legsToObjects(session, objects) }
  if (tree.branches.length === 0) return { session, manner: 'exact', legs: [] }
  return { session, manner: 'inputs', legs: legsAnew(session, wholeLog(kept), tree.moment.at) }
}

/** Of the branch that is shown, from the cluster's birth. */
export function wholeLog({ tree: { branches, current } }: KeptSession): readonly LoggedInput[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]))
  const upTo = (branch: KeptBranch | undefined): readonly LoggedInput[] => {
    if (!branch) return []
    return [...upTo(byId.get(branch.parent)).slice(0, branch.parent === 0 ? 0 : branch.forkedAt.inputs), ...branch.log]
  }
  return upTo(byId.get(current))
}

/** Twice: Pods by themselves are refused until their Namespace has its ServiceAccount. */
function legsToObjects(session: Session, text: string): readonly Leg[] {
  const { cluster, history } = session
  const handle = (request: HttpRequest) => {
    const answer = cluster.handle(request)
    return isStream(answer) ? refuse('unfit', {}) : answer
  }
  const make = () => void apply({ text, file: 'objects.yaml', handle })
  const { now } = history.world
  history.beginAction()
  return [make, make, () => undefined].map((then, round) => {
    const at = now + round * seconds(5)
    return legUpTo(session, { from: at - (round > 0 ? seconds(5) : 0), at }, then)
  })
}

/**
 * Opens a session that was kept. The build that wrote it repeats its inputs exactly; another one performs the present
 * branch's inputs at their times, or makes the objects anew where there are only those, and says that it did.
 */
import { isStream, type HttpRequest } from '../../api/meta/http.ts'
import type { LoggedInput } from '../../cluster/cluster.ts'
import { apply } from '../../kubectl/apply.ts'
import { micros, plus, seconds } from '../../sim/time.ts'
import { DoorError } from '../door-error.ts'
import { openSession, type Session, type SessionOptions } from '../session.ts'
import { buildId, stateVersion, type KeptBranch, type KeptSession } from './format.ts'

export type Manner = 'exact' | 'inputs' | 'objects'

export interface Opened {
  readonly session: Session
  readonly manner: Manner
}

type Surroundings = Pick<SessionOptions, 'nextEpoch' | 'speed'>

/** A new session, or a DoorError; whatever is open now is not touched. */
export function openKept(kept: KeptSession, around: Surroundings): Opened {
  try {
    if (kept.tree.branches.length === 0 && kept.objects === '') return { session: openSession({ ...around, seed: kept.seed }), manner: 'exact' }
    if (kept.build === buildId && kept.state === stateVersion) return { session: openSession({ ...around, seed: kept.seed, revival: { tree: kept.tree } }), manner: 'exact' }
    const session = openSession({ ...around, seed: kept.seed })
    if (kept.objects === '') {
      repeatLoosely(session, wholeLog(kept), kept.tree.moment.at)
      return { session, manner: 'inputs' }
    }
    makeAnew(session, kept.objects)
    return { session, manner: 'objects' }
  } catch (error) {
    if (error instanceof DoorError) throw error
    throw new DoorError('This session cannot be opened: its inputs do not fit this cluster.')
  }
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

/** Each input when it came; what it does may differ. */
function repeatLoosely({ cluster, history }: Session, log: readonly LoggedInput[], until: number): void {
  // The first belongs to the installation, which this cluster has had already.
  for (const { at, input } of log) {
    if (at <= history.world.now && input.type === 'http' && input.request.path.endsWith('/ingressclasses')) continue
    if (at > history.world.now) history.run(at)
    history.beginAction()
    cluster.performAnew(input)
  }
  if (until > history.world.now) history.run(micros(until))
}

function makeAnew({ cluster, history }: Session, objects: string): void {
  const handle = (request: HttpRequest) => {
    const answer = cluster.handle(request)
    if (isStream(answer)) throw new DoorError('This session cannot be opened.')
    return answer
  }
  history.beginAction()
  // Pods by themselves are refused until their Namespace has its ServiceAccount.
  for (let round = 0; round < 2; round++) {
    apply({ text: objects, file: 'objects.yaml', handle })
    history.run(plus(history.world.now, seconds(5)))
  }
}

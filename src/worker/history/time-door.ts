/** What the page may ask of time: to go elsewhere, and which branches there are. */
import { ms } from '../../sim/time.ts'
import { DoorError } from '../door-error.ts'
import type { Difference, DoorMethods, Mark } from '../protocol.ts'
import { refuse } from '../refused.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import type { Branch } from './branch.ts'
import { differenceOf } from './difference.ts'
import { momentAt } from './moment.ts'
import { branchesOf } from './standing.ts'
import { timelineView } from './timeline-view.ts'

/** Places that marks may fall into; more than a screen has pixels. */
const binLimit = 8_192
/** Characters in a branch's name. */
const nameLimit = 60

type TimeMethods = Pick<DoorMethods, 'seek' | 'previous' | 'undo' | 'fork' | 'branches' | 'switchTo' | 'timeline' | 'difference' | 'nameBranch' | 'dropBranch'>

export function createTimeDoor({ session, loop }: { readonly session: () => Session; readonly loop: RunLoop }): TimeMethods {
  const history = () => session().history
  const now = () => history().readClock()
  const branchOf = (wanted: number | string): Branch => branchNamed(session(), wanted)
  return {
    seek: (milliseconds) => {
      const at = momentAt(milliseconds)
      loop.pause()
      history().seek(at)
      return now()
    },
    previous: () => {
      loop.pause()
      return previous(session()) ? now() : null
    },
    undo: () => {
      loop.pause()
      if (!history().undo()) refuse('undo', {})
      return now()
    },
    fork: () => {
      const { id } = history().fork()
      return branchesOf(history()).filter((branch) => branch.id === id)[0]!
    },
    branches: () => branchesOf(history()),
    switchTo: (branch) => {
      const to = branchOf(branch)
      loop.pause()
      history().switchTo(to)
      return now()
    },
    timeline: ({ from, to, bins }) => timelineView(history().branch().chronicle, { from, to: Math.max(to, from + 1), bins: Math.min(Math.max(1, Math.floor(bins)), binLimit) }),
    difference: (a, b) => difference(session(), a, b),
    nameBranch: (branch, name) => {
      branchOf(branch).name = String(name).trim().slice(0, nameLimit)
    },
    dropBranch: (branch) => {
      const gone = branchOf(branch)
      if (gone === history().branch()) refuse('branch-open', {})
      history().drop(gone)
    },
  }
}

function difference(session: Session, a: Mark, b: Mark): Difference {
  const entriesAt = ({ branch, at }: Mark) => session.history.elsewhere(branchNamed(session, branch), momentAt(at / 1_000), () => session.cluster.store().entries.clone())
  return differenceOf(entriesAt(a), entriesAt(b))
}

/** By its id, its name, or `branch-NUMBER` where it has none. */
function branchNamed({ history }: Session, wanted: number | string): Branch {
  const found = history.branches().find(({ id, name }) => id === wanted || name === wanted || (name === '' && `branch-${id - 1}` === wanted) || String(id) === wanted)
  if (!found) throw new DoorError(`there is no branch ${JSON.stringify(wanted)}`)
  return found
}

/** Steps back to the last visible fact that was told before the present. */
function previous({ history }: Session): boolean {
  const { told } = history.branch().chronicle.marks
  let index = lastBelow(told, history.world.now)
  if (index < 0) return false
  history.seek(ms((told[index] ?? 0) / 1_000))
  return true
}

/** The last place in an ascending list whose number is below `bound`; -1 if there is none. */
function lastBelow(ascending: readonly number[], bound: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low - 1
}

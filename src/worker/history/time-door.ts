/** What the page may ask of time: to go elsewhere, and which branches there are. */
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import { micros, ms, seconds, type Micros } from '../../sim/time.ts'
import { DoorError } from '../door-error.ts'
import type { Difference, DoorMethods, Mark } from '../protocol.ts'
import type { RunLoop } from '../run-loop.ts'
import type { Session } from '../session.ts'
import { targetOf } from '../target.ts'
import type { Branch } from './branch.ts'
import { causeOf } from './causes.ts'
import { differenceOf } from './difference.ts'
import { follow } from './follow.ts'
import { goExactly, requestOfRef, requireRequest, stepRequest } from './request-steps.ts'
import { branchesOf } from './standing.ts'
import { timelineView } from './timeline-view.ts'

/** Simulated time that is looked ahead for a change. */
const horizon = seconds(3_600)
/** Places that marks may fall into; more than a screen has pixels. */
const binLimit = 8_192
/** Characters in a branch's name. */
const nameLimit = 60

type TimeMethods = Pick<DoorMethods, 'seek' | 'previous' | 'change' | 'cause' | 'goToHop' | 'follow' | 'undo' | 'fork' | 'branches' | 'switchTo' | 'timeline' | 'difference' | 'nameBranch' | 'dropBranch'>

export function createTimeDoor({ session, loop }: { readonly session: () => Session; readonly loop: RunLoop }): TimeMethods {
  const history = () => session().history
  const now = () => history().readClock()
  const branchOf = (wanted: number | string): Branch => branchNamed(session(), wanted)
  return {
    seek: (milliseconds) => {
      const at = momentOf(milliseconds)
      loop.pause()
      history().seek(at)
      return now()
    },
    previous: () => {
      loop.pause()
      return previous(session()) ? now() : null
    },
    change: (ref, direction) => {
      loop.pause()
      const request = requestOfRef(ref)
      if (request !== undefined) return stepRequest(session(), request, direction) ? now() : null
      return (direction === 'next' ? nextChange(session(), ref) : previousChange(session(), ref)) ? now() : null
    },
    cause: (of) => {
      loop.pause()
      const cause = causeOf(session(), of)
      if (!cause || (typeof of === 'string' && cause.at >= history().world.now)) return null
      history().seek(micros(cause.at))
      return cause
    },
    goToHop: (request, milliseconds) => {
      requireRequest(session(), request)
      const at = momentOf(milliseconds)
      loop.pause()
      goExactly(session(), at)
      return now()
    },
    follow: (ref) => {
      loop.pause()
      return follow(session(), ref, loop)
    },
    undo: () => {
      loop.pause()
      if (!history().undo()) throw new DoorError('nothing has been done yet that could be undone')
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
      if (gone === history().branch()) throw new DoorError('the branch that is open cannot be dropped: go to another one first')
      history().drop(gone)
    },
  }
}

function momentOf(milliseconds: number): Micros {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds) || milliseconds < 0) throw new DoorError('a moment is a number of milliseconds since the cluster was born')
  return ms(milliseconds)
}

function difference(session: Session, a: Mark, b: Mark): Difference {
  const entriesAt = ({ branch, at }: Mark) => session.history.elsewhere(branchNamed(session, branch), momentOf(at / 1_000), () => session.cluster.store().entries.clone())
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

/** Runs until the object is written, or a visible fact tells of it. */
function nextChange({ cluster: { store }, history, observations }: Session, object: string): boolean {
  const key = keyOf(object)
  const until = history.world.now + horizon
  let [revision, facts] = [store().revision, observations.visible.count]
  while ((history.nextAt() ?? until + 1) <= until) {
    history.step()
    const fact = observations.visible.count > facts ? observations.visible.last : null
    const written = store().revision > revision ? [...store().log.since(revision + 1)].find((record) => record.key === key) : undefined
    // A write is committed a little after the step that made it.
    if (written) history.run(written.at)
    if (written || fact?.object === object) return true
    ;[revision, facts] = [store().revision, observations.visible.count]
  }
  return false
}

/** The last write to the object before the present, or the last visible fact about it where the store's log is too short. */
function previousChange({ cluster: { store }, history }: Session, object: string): boolean {
  const key = keyOf(object)
  const { now } = history.world
  const { log } = store()
  for (let record = log.get(store().revision); record; record = log.get(record.revision - 1)) {
    if (record.key !== key || record.at >= now) continue
    history.seek(record.at)
    return true
  }
  const { marks, objects } = history.branch().chronicle
  const place = objects.indexOf(object)
  const index = marks.told.findLastIndex((told, at) => told < now && marks.object[at] === place)
  if (index < 0) return false
  history.seek(ms((marks.told[index] ?? 0) / 1_000))
  return true
}

function keyOf(object: string): string {
  const { kind, namespace, name } = targetOf(object)
  return storeKey(kind, namespace, name)
}

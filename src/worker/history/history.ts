/**
 * Time in both directions, and the tree of branches. A branch that was rewound and runs on repeats its own inputs; the
 * first new one grows another branch, and so does undoing the last.
 */
import type { Cluster, LoggedInput } from '../../cluster/cluster.ts'
import type { Observed } from '../../sim/part.ts'
import type { Micros } from '../../sim/time.ts'
import type { Observations } from '../observations.ts'
import { isBare, lineage, type Branch } from './branch.ts'
import type { Chronicle } from './chronicle.ts'
import { createCourse } from './course.ts'
import type { Listener } from './excursion.ts'
import type { Keyframes } from './keyframes.ts'
import { isBefore, momentOf, type Moment } from './moment.ts'
import { createReadings } from './readings.ts'
import type { Clockwork, Target } from './walk.ts'

export interface History extends Clockwork {
  branch(): Branch
  /** In order of their making; the first is what the cluster was born with. */
  branches(): readonly Branch[]
  readonly keyframes: Pick<Keyframes, 'count' | 'weight'>
  /** True if the present branch has already run further than the present moment. */
  isRewound(): boolean
  /** True while it looks at another moment: what is told then is not news. */
  isElsewhere(): boolean
  /** The furthest moment of a branch. */
  headOf(branch: Branch): Moment
  /** Milliseconds since birth. Whoever was told a time means this moment by it, whatever is done before time runs on. */
  readClock(): number
  /** The inputs that follow are one action of the person. */
  beginAction(): void
  /** A new input is about to be performed. */
  takeInput(logged: LoggedInput): void
  /** To a moment of the present branch: all that happened up to it has happened. Beyond the head, time runs on. */
  seek(at: Micros): void
  /** To right before the person's last action, on a branch without it; false if there is none. */
  undo(): boolean
  /** A branch from here, which later inputs do not belong to. */
  fork(): Branch
  switchTo(branch: Branch): void
  /** The present branch cannot be dropped. */
  drop(branch: Branch): void
  /** Looks at another moment of the present branch and comes back; nothing is told of it. */
  elsewhere<T>(at: Micros, look: () => T): T
  /** Lets `listener` hear again what was told from a time up to the present, until it has heard enough. */
  retell(from: number, listener: Listener): void
  hear(observed: Observed): void
}

export interface HistoryOptions {
  readonly cluster: Cluster
  readonly observations: Observations
  /** That of the first branch. */
  readonly chronicle: Chronicle
  /** The present moment does not follow from the one before. */
  readonly onJump: () => void
}

export function createHistory({ cluster, observations, chronicle, onJump }: HistoryOptions): History {
  const born = momentOf(cluster)
  const root: Branch = { id: 1, name: 'main', parent: undefined, forkedAt: born, log: [...cluster.inputs], actions: [], readings: new Map(), head: born, traces: undefined, chronicle }
  const course = createCourse({ cluster, observations }, root)
  let branches: readonly Branch[] = [root]
  let nextId = 2
  let isActing = false
  const readings = createReadings(born)

  const goTo = (branch: Branch, target: Target): void => {
    for (const other of branches) if (other !== branch) other.traces = undefined
    course.goTo(branch, target)
    onJump()
  }
  const fork = (): Branch => {
    course.noteHead()
    const left = course.branch()
    const branch = grownFrom(left, { id: nextId++, here: course.moment(), chronicle: left.chronicle.upTo(observations.seen().facts) })
    if (isBare(left)) drop(left)
    branches = [...branches, branch]
    course.follow(branch)
    return branch
  }
  const drop = (branch: Branch): void => {
    branches = branches.filter((known) => known !== branch)
    course.keyframes.forget(branch, neededOf(branch, branches))
    branch.traces = undefined
  }
  const seek = (at: Micros): void => {
    course.noteHead()
    const branch = course.branch()
    const target = targetAt(branch, at)
    if (target !== branch.head || course.isRewound()) goTo(branch, target)
    if (at > target.at) course.run(at)
  }
  const takeInput = (logged: LoggedInput): void => {
    if (course.isRewound()) fork()
    const { log, actions } = course.branch()
    readings.before(course.branch(), logged)
    if (isActing) actions.push(log.length)
    isActing = false
    log.push(logged)
  }
  const undo = (): boolean => {
    const branch = course.branch()
    const index = branch.actions.findLast((known) => known < cluster.inputs.length)
    const input = branch.log[index ?? -1]
    if (index === undefined || !input) return false
    goTo(branch, { at: input.at, taken: input.taken, inputs: index })
    fork()
    return true
  }
  return {
    ...course,
    branches: () => branches,
    headOf: (branch) => (branch === course.branch() && !course.isRewound() ? course.moment() : branch.head),
    beginAction: () => void (isActing = true),
    readClock: () => readings.read(course.branch(), course.moment()),
    retell: (from, listener) => course.retell({ at: from }, listener),
    ...{ takeInput, seek, undo, fork, drop },
    switchTo: (branch) => {
      course.noteHead()
      goTo(branch, branch.head)
    },
    elsewhere: (at, look) => {
      course.noteHead()
      return course.elsewhere(targetAt(course.branch(), at), look)
    },
  }
}

interface Shoot {
  readonly id: number
  readonly here: Moment
  readonly chronicle: Chronicle
}

/** A branch that begins at a moment of another; where that one had not begun yet, it grows from the one before. */
function grownFrom(left: Branch, { id, here, chronicle }: Shoot): Branch {
  const line = [...lineage(isBare(left) && left.parent ? left.parent : left)].map(({ branch }) => branch)
  const parent = line.find((branch) => !isBefore(here, branch.forkedAt)) ?? line.at(-1)
  const actions = left.actions.filter((index) => index < here.inputs)
  const readings = new Map([...left.readings].filter(([, moment]) => !isBefore(here, moment)))
  return { id, name: '', parent, forkedAt: here, log: left.log.slice(0, here.inputs), actions, readings, head: here, traces: undefined, chronicle }
}

/** The last moment of a branch that the others still stand on, at least its beginning. */
function neededOf(branch: Branch, others: readonly Branch[]): Moment {
  const needed = others.flatMap((other) => [...lineage(other)].flatMap((line) => (line.branch === branch && line.until ? [line.until] : [])))
  return needed.reduce((latest, until) => (isBefore(until, latest) ? latest : until), branch.forkedAt)
}

/** Everything up to and including `at`; where inputs came then, the moment at which that time was read, or else after them. */
function targetAt({ log, head, readings }: Branch, at: number): Target {
  const read = readings.get(at)
  if (read) return read
  if (at >= head.at) return head
  const index = log.findLastIndex((input) => input.at <= at)
  const last = log[index]
  return last?.at === at ? { at, taken: last.taken, inputs: index + 1 } : { at }
}

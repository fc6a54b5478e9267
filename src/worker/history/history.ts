/**
 * Time in both directions, and the tree of branches. A branch that was rewound and runs on repeats its own inputs; the
 * first new one grows another branch, and so does undoing the last.
 */
import type { Cluster, LoggedInput } from '../../cluster/cluster.ts'
import type { Micros } from '../../sim/time.ts'
import type { Observations } from '../observations.ts'
import type { KeptTree } from '../keep/format.ts'
import { branchingOff, type Branch } from './branch.ts'
import type { Chronicle } from './chronicle.ts'
import { createCourse, type KeptFrame } from './course.ts'
import type { Excursions } from './excursion.ts'
import type { Keyframes } from './keyframes.ts'
import { momentOf, type Moment } from './moment.ts'
import { createReadings } from './readings.ts'
import { createTree } from './tree.ts'
import type { Clockwork, Target } from './walk.ts'

export interface History extends Clockwork, Pick<Excursions, 'isElsewhere' | 'retell' | 'foretell' | 'hear'> {
  branch(): Branch
  /** In order of their making; the first is what the cluster was born with. */
  branches(): readonly Branch[]
  readonly keyframes: Pick<Keyframes, 'count' | 'weight'>
  /** True if the present branch has already run further than the present moment. */
  isRewound(): boolean
  /** The furthest moment of a branch. */
  headOf(branch: Branch): Moment
  /** Milliseconds since birth. Whoever was told a time means this moment by it, whatever is done before time runs on. */
  readClock(): number
  /** The inputs that follow are one action of the person. */
  beginAction(): void
  /** What comes from now on belongs to it too, until another begins. */
  endAction(): void
  /** A new input is about to be performed. */
  takeInput(logged: LoggedInput): void
  /** To a moment of the present branch: all that happened up to it has happened. Beyond the head, time runs on. */
  seek(at: Micros): void
  /** To right before the person's last action, on a branch without it; false if there is none. */
  undo(): boolean
  /** A branch from here, which later inputs do not belong to. */
  fork(): Branch
  /** To a moment of a branch, its furthest where none is named. */
  switchTo(branch: Branch, moment?: Moment): void
  /** To the last keyframe, whatever state the present is in. */
  recover(): void
  /** The present branch cannot be dropped. */
  drop(branch: Branch): void
  moment(): Moment
  /**
   * Takes over what was kept of another run of this cluster, and goes to the last keyframe before where that one was: the
   * rest is to be gone step by step. To be called at its birth.
   */
  adopt(tree: KeptTree, known?: ReadonlyMap<number, Chronicle>, frame?: KeptFrame): void
  /** To where a branch that was taken over leaves what has been run; that moment, which is not reached if it does not exist. */
  begin(branch: Branch): Moment
  /** Looks at a moment of a branch and comes back; nothing is told of it. */
  elsewhere<T>(branch: Branch, at: Micros, look: () => T): T
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
  const tree = createTree(root, course.keyframes)
  let isActing = false
  const readings = createReadings(born)

  const goTo = (branch: Branch, target: Target): void => {
    for (const other of tree.branches()) if (other !== branch) other.traces = undefined
    course.goTo(branch, target)
    onJump()
  }
  const fork = (): Branch => {
    course.noteHead()
    const left = course.branch()
    const branch = tree.grow(left, course.moment(), left.chronicle.upTo(observations.seen().facts))
    course.follow(branch)
    return branch
  }
  const seek = (at: Micros): void => {
    course.noteHead()
    const branch = course.branch()
    const target = targetAt(branch, at)
    if (target !== branch.head || course.isRewound()) goTo(branch, target)
    if (at > target.at) course.run(at)
  }
  const adopt = (kept: KeptTree, known: ReadonlyMap<number, Chronicle> = new Map(), frame?: KeptFrame): void => {
    const current = tree.takeOver(kept, (id) => known.get(id) ?? (id === root.id ? chronicle : chronicle.upTo(Infinity)))
    if (frame) course.addFrame(current, frame)
    goTo(current, course.lastFrame(current, kept.moment))
  }
  const begin = (branch: Branch): Moment => {
    const { parent, forkedAt } = branchingOff(branch, tree.branches())
    goTo(branch, forkedAt)
    if (parent) branch.chronicle = parent.chronicle.upTo(observations.seen().facts)
    return forkedAt
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
    headOf: (branch) => (branch === course.branch() && !course.isRewound() ? course.moment() : branch.head),
    ...{ beginAction: () => void (isActing = true), endAction: () => void (isActing = false) },
    ...{ readClock: () => readings.read(course.branch(), course.moment()), recover: () => goTo(course.branch(), course.lastFrame(course.branch(), course.moment())) },
    ...{ adopt, begin, takeInput, seek, undo, fork, drop: tree.drop, branches: tree.branches },
    switchTo: (branch, moment) => {
      course.noteHead()
      goTo(branch, moment ?? branch.head)
    },
    elsewhere: (branch, at, look) => {
      course.noteHead()
      return course.elsewhere(branch, targetAt(branch, at), look)
    },
  }
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

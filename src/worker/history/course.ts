/**
 * Where the present is, and how it gets elsewhere: keyframes are taken on the way, and any moment is reached from the
 * nearest one before it.
 */
import type { Cluster } from '../../cluster/cluster.ts'
import type { Observations, Seen, Traces } from '../observations.ts'
import type { Branch } from './branch.ts'
import { createExcursions, type Excursions } from './excursion.ts'
import { createKeyframes, type Keyframes } from './keyframes.ts'
import { isBefore, momentOf, type Moment } from './moment.ts'
import { createWalk, isMoment, type Target, type Walk } from './walk.ts'

export interface Course extends Omit<Walk, 'walkTo'>, Excursions {
  readonly keyframes: Keyframes
  branch(): Branch
  moment(): Moment
  /** True if the branch has already run further than the present moment. */
  isRewound(): boolean
  /** Writes down how far the branch has run. */
  noteHead(): void
  /** The present belongs to this branch, whose log leads here, from now on. */
  follow(branch: Branch): void
  /** That of the last keyframe before a moment of a branch. */
  lastFrame(branch: Branch, before: Moment): Moment
  /** Another moment of a branch that can be gone to at once. The present is left where it was. */
  addFrame(branch: Branch, frame: KeptFrame): void
  /** To a moment of a branch; what had been told by then is told anew. */
  goTo(branch: Branch, target: Target): void
}

/** A keyframe as text. */
export interface KeptFrame {
  readonly moment: Moment
  readonly seen: Seen
  /** What the kernel saved. */
  readonly text: string
}

export interface CourseOptions {
  readonly cluster: Cluster
  readonly observations: Observations
}

export function createCourse({ cluster, observations }: CourseOptions, root: Branch): Course {
  const { kernel } = cluster
  const keyframes = createKeyframes()
  let branch = root
  let due = 0

  const moment = () => momentOf(cluster)
  const isRewound = () => isBefore(moment(), branch.head)
  const follow = (next: Branch): void => {
    branch = next
    due = keyframes.dueAfter(branch, moment())
  }
  const keep = () => {
    keyframes.add(branch, { moment: moment(), snapshot: kernel.snapshot(), seen: observations.seen() })
    follow(branch)
  }
  const onStep = () => {
    if (kernel.world.taken >= due && !excursions.isElsewhere()) keep()
  }
  const walk = createWalk({ cluster, branch: () => excursions.visited() ?? branch, onStep })
  const noteHead = (): void => {
    if (!isRewound()) branch.head = moment()
  }
  const nearestTo = (line: Branch, target: Target) => keyframes.nearest(line, ({ moment: known }) => (isMoment(target) ? !isBefore(target, known) : known.at <= target.at))
  const goTo = (to: Branch, target: Target): void => {
    if (!isRewound()) Object.assign(branch, { head: moment(), traces: observations.traces() })
    const from = nearestTo(to, target)
    const known = [...(keyframes.isOn(branch, from) ? [observations.traces()] : []), ...(to.traces ? [to.traces] : [])]
    observations.rewind(from.seen, from.moment.at, bestOf(known, from.seen.facts))
    cluster.returnTo(from.snapshot, to.log.slice(0, from.moment.inputs))
    follow(to)
    walk.walkTo(target)
  }
  const addFrame = (line: Branch, { moment: of, seen, text }: KeptFrame): void => {
    const back = kernel.snapshot()
    kernel.load(text)
    keyframes.add(line, { moment: of, snapshot: kernel.snapshot(), seen })
    kernel.restore(back)
  }
  const excursions = createExcursions({ cluster, branch: () => branch, nearest: keyframes.nearest, nearestTo, walk: () => walk })
  keep()
  return {
    ...walk,
    ...excursions,
    ...{ keyframes, moment, isRewound, noteHead, follow, addFrame, goTo, lastFrame: (line, before) => nearestTo(line, before).moment },
    branch: () => branch,
  }
}

/** Of what is known, what reaches a fact and goes back furthest. */
function bestOf(known: readonly Traces[], fact: number): Traces | undefined {
  const first = ({ facts }: Traces) => facts[0]?.id ?? Infinity
  const reaching = known.filter(({ facts }) => (facts.at(-1)?.id ?? 0) >= fact)
  return reaching.sort((a, b) => first(a) - first(b))[0]
}

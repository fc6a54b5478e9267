/**
 * Where the present is, and how it gets elsewhere: keyframes are taken on the way, and any moment is reached from the
 * nearest one before it.
 */
import type { Cluster } from '../../cluster/cluster.ts'
import type { Observations, Traces } from '../observations.ts'
import type { Branch } from './branch.ts'
import { createKeyframes, type Keyframes } from './keyframes.ts'
import { isBefore, type Moment } from './moment.ts'
import { createWalk, isMoment, type Target, type Walk } from './walk.ts'

export interface Course extends Omit<Walk, 'walkTo'> {
  readonly keyframes: Keyframes
  readonly branch: Branch
  /** True while it looks at another moment: what is told then is not news. */
  readonly isElsewhere: boolean
  moment(): Moment
  /** True if the branch has already run further than the present moment. */
  isRewound(): boolean
  /** Writes down how far the branch has run. */
  noteHead(): void
  /** The present belongs to this branch, whose log leads here, from now on. */
  follow(branch: Branch): void
  /** To a moment of a branch; what had been told by then is told anew. */
  goTo(branch: Branch, target: Target): void
  /** Looks at a moment of the branch and comes back; nothing is told of it. */
  elsewhere<T>(target: Target, look: () => T): T
}

export interface CourseOptions {
  readonly cluster: Cluster
  readonly observations: Observations
}

export const momentOf = ({ kernel: { world }, inputs }: Cluster): Moment => ({ at: world.now, taken: world.taken, inputs: inputs.length })

export function createCourse({ cluster, observations }: CourseOptions, root: Branch): Course {
  const { kernel } = cluster
  const keyframes = createKeyframes()
  let branch = root
  let due = 0
  let isElsewhere = false

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
    if (kernel.world.taken >= due && !isElsewhere) keep()
  }
  const { walkTo, ...walk } = createWalk({ cluster, branch: () => branch, onStep })
  const noteHead = (): void => {
    if (!isRewound()) branch.head = moment()
  }
  const nearestTo = (line: Branch, target: Target) => keyframes.nearest(line, (known) => (isMoment(target) ? !isBefore(target, known) : known.at <= target.at))
  const goTo = (to: Branch, target: Target): void => {
    if (!isRewound()) Object.assign(branch, { head: moment(), traces: observations.traces() })
    const from = nearestTo(to, target)
    const known = [...(keyframes.isOn(branch, from) ? [observations.traces()] : []), ...(to.traces ? [to.traces] : [])]
    observations.rewind(from.seen, from.moment.at, bestOf(known, from.seen.facts))
    cluster.returnTo(from.snapshot, to.log.slice(0, from.moment.inputs))
    follow(to)
    walkTo(target)
  }
  const elsewhere = <T>(target: Target, look: () => T): T => {
    const back = { snapshot: kernel.snapshot(), inputs: [...cluster.inputs] }
    const from = nearestTo(branch, target)
    isElsewhere = true
    try {
      cluster.returnTo(from.snapshot, branch.log.slice(0, from.moment.inputs))
      walkTo(target)
      return look()
    } finally {
      isElsewhere = false
      cluster.returnTo(back.snapshot, back.inputs)
    }
  }
  keep()
  return {
    ...walk,
    ...{ keyframes, moment, isRewound, noteHead, follow, goTo, elsewhere },
    get branch() {
      return branch
    },
    get isElsewhere() {
      return isElsewhere
    },
  }
}

/** Of what is known, what reaches a fact and goes back furthest. */
function bestOf(known: readonly Traces[], fact: number): Traces | undefined {
  const first = ({ facts }: Traces) => facts[0]?.id ?? Infinity
  const reaching = known.filter(({ facts }) => (facts.at(-1)?.id ?? 0) >= fact)
  return reaching.sort((a, b) => first(a) - first(b))[0]
}

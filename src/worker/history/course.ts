/**
 * Where the present is, and how it gets elsewhere: keyframes are taken on the way, and any moment is reached from the
 * nearest one before it.
 */
import type { Cluster } from '../../cluster/cluster.ts'
import type { Observed } from '../../sim/part.ts'
import type { Observations, Seen, Traces } from '../observations.ts'
import type { Branch } from './branch.ts'
import { createKeyframes, type Keyframe, type Keyframes } from './keyframes.ts'
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
  /** Lets `listener` hear again what was told from a moment up to the present, until it has heard enough. */
  retell(from: Target, listener: Listener): void
  /** What is told while it looks elsewhere. */
  hear(observed: Observed): void
}

/** A listener that knows how much had been told before it began to listen. */
export interface Listener {
  begin(seen: Seen, at: number): void
  observe(observed: Observed): void
  hasEnough(): boolean
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
  let listening: Listener | undefined

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
  const elsewhere = <T>(target: Target, look: (from: Keyframe) => T): T => {
    const back = { snapshot: kernel.snapshot(), inputs: [...cluster.inputs] }
    const from = nearestTo(branch, target)
    isElsewhere = true
    try {
      cluster.returnTo(from.snapshot, branch.log.slice(0, from.moment.inputs))
      return look(from)
    } finally {
      isElsewhere = false
      listening = undefined
      cluster.returnTo(back.snapshot, back.inputs)
    }
  }
  const retell = (start: Target, listener: Listener): void => {
    const present = moment()
    elsewhere(start, ({ seen, moment: { at } }) => {
      listener.begin(seen, at)
      listening = listener
      while (isBefore(moment(), present) && !listener.hasEnough() && walk.nextAt() !== undefined) walk.step()
    })
  }
  keep()
  return {
    ...walk,
    ...{ keyframes, moment, isRewound, noteHead, follow, goTo, retell },
    elsewhere: (target, look) =>
      elsewhere(target, () => {
        walkTo(target)
        return look()
      }),
    hear: (observed) => listening?.observe(observed),
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

/** A look at another moment of the branch and back. The world there is the real one, but nothing of it is told as news. */
import type { Cluster } from '../../cluster/cluster.ts'
import type { Observed } from '../../sim/part.ts'
import type { Seen } from '../observations.ts'
import type { Branch } from './branch.ts'
import type { Keyframe } from './keyframes.ts'
import { isBefore, momentOf } from './moment.ts'
import type { Target, Walk } from './walk.ts'

/** A listener that knows how much had been told before it began to listen. */
export interface Listener {
  begin(seen: Seen, at: number): void
  observe(observed: Observed): void
  hasEnough(): boolean
}

export interface Excursions {
  /** True while the cluster is somewhere else. */
  isElsewhere(): boolean
  elsewhere<T>(target: Target, look: () => T): T
  /** Lets `listener` hear again what was told from a moment up to the present, until it has heard enough. */
  retell(from: Target, listener: Listener): void
  /** Takes what is told while the cluster is somewhere else. */
  hear(observed: Observed): void
}

export interface ExcursionOptions {
  readonly cluster: Cluster
  readonly branch: () => Branch
  readonly nearestTo: (branch: Branch, target: Target) => Keyframe
  readonly walk: () => Walk
}

export function createExcursions({ cluster, branch, nearestTo, walk }: ExcursionOptions): Excursions {
  let isElsewhere = false
  let listening: Listener | undefined
  const goAndReturn = <T>(target: Target, act: (from: Keyframe) => T): T => {
    const back = { snapshot: cluster.kernel.snapshot(), inputs: [...cluster.inputs] }
    const from = nearestTo(branch(), target)
    isElsewhere = true
    try {
      cluster.returnTo(from.snapshot, branch().log.slice(0, from.moment.inputs))
      return act(from)
    } finally {
      isElsewhere = false
      listening = undefined
      cluster.returnTo(back.snapshot, back.inputs)
    }
  }
  return {
    isElsewhere: () => isElsewhere,
    elsewhere: (target, look) =>
      goAndReturn(target, () => {
        walk().walkTo(target)
        return look()
      }),
    retell: (start, listener) => {
      const present = momentOf(cluster)
      goAndReturn(start, ({ seen, moment }) => {
        listener.begin(seen, moment.at)
        listening = listener
        const { nextAt, step } = walk()
        while (isBefore(momentOf(cluster), present) && !listener.hasEnough() && nextAt() !== undefined) step()
      })
    },
    hear: (observed) => listening?.observe(observed),
  }
}

/** A look at another moment, of any branch, and back. The world there is the real one, but nothing of it is told as news. */
import type { Cluster } from '../../cluster/cluster.ts'
import type { Observed } from '../../sim/part.ts'
import type { Seen } from '../observations.ts'
import type { Way } from '../in-slices.ts'
import type { Branch } from './branch.ts'
import { foresight } from './foresight.ts'
import type { Keyframe } from './keyframes.ts'
import { momentOf } from './moment.ts'
import type { Target, Walk } from './walk.ts'

/** A listener that knows how much had been told before it began to listen. */
export interface Listener {
  begin(seen: Seen, at: number): void
  observe(observed: Observed): void
  hasEnough(): boolean
}

/** Of a branch's keyframes those that lie early enough; what holds for one must hold for every earlier one. */
export type IsWithin = (keyframe: Keyframe) => boolean

export interface Excursions {
  /** True while the cluster is somewhere else. */
  isElsewhere(): boolean
  elsewhere<T>(branch: Branch, target: Target, look: () => T): T
  /** Lets `listener` hear again what was told from the last keyframe within up to the present, until it has heard enough. */
  retell(isWithin: IsWithin, listener: Listener): void
  /** A way along which `listener` hears what will be told up to a time if nothing more is done, until it has heard enough. */
  foretell(until: number, listener: Omit<Listener, 'begin'>): Way
  /** Takes what is told while the cluster is somewhere else. */
  hear(observed: Observed): void
}

export interface ExcursionOptions {
  readonly cluster: Cluster
  readonly branch: () => Branch
  readonly nearest: (branch: Branch, isWithin: IsWithin) => Keyframe
  readonly nearestTo: (branch: Branch, target: Target) => Keyframe
  readonly walk: () => Walk
}

export interface Traveller extends Excursions {
  /** The one that is looked at while the cluster is elsewhere. */
  visited(): Branch | undefined
}

export function createExcursions({ cluster, branch, nearest, nearestTo, walk }: ExcursionOptions): Traveller {
  let visited: Branch | undefined
  let listening: Pick<Listener, 'observe'> | undefined
  const leaveAndReturn = <T>(line: Branch, act: () => T): T => {
    const back = { snapshot: cluster.kernel.snapshot(), inputs: [...cluster.inputs] }
    visited = line
    try {
      return act()
    } finally {
      visited = undefined
      listening = undefined
      cluster.returnTo(back.snapshot, back.inputs)
    }
  }
  const start = (line: Branch, { snapshot, moment }: Keyframe): void => cluster.returnTo(snapshot, line.log.slice(0, moment.inputs))
  return {
    visited: () => visited,
    isElsewhere: () => visited !== undefined,
    elsewhere: (line, target, look) =>
      leaveAndReturn(line, () => {
        start(line, nearestTo(line, target))
        walk().walkTo(target)
        return look()
      }),
    retell: (isWithin, listener) => {
      const present = momentOf(cluster)
      const from = nearest(branch(), isWithin)
      leaveAndReturn(branch(), () => {
        start(branch(), from)
        listener.begin(from.seen, from.moment.at)
        listening = listener
        const isPast = () => cluster.kernel.world.taken < present.taken || cluster.inputs.length < present.inputs
        while (isPast() && !listener.hasEnough()) walk().step()
      })
    },
    foretell: (until, listener) => {
      const turnTo = (line: Branch | undefined): void => {
        visited = line
        listening = line && listener
      }
      return foresight({ cluster, clockwork: walk(), until, hasEnough: listener.hasEnough, onLeave: () => turnTo(branch()), onReturn: () => turnTo(undefined) })
    },
    hear: (observed) => listening?.observe(observed),
  }
}

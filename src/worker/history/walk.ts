/**
 * Going forward along a branch: the kernel's events, and between them the inputs that the branch already has, each at
 * exactly its place.
 */
import type { Cluster, LoggedInput } from '../../cluster/cluster.ts'
import type { Kernel } from '../../sim/kernel.ts'
import { assert } from '../../sim/assert.ts'
import { micros, type Micros } from '../../sim/time.ts'
import type { Branch } from './branch.ts'
import type { Moment } from './moment.ts'

/** What drives time needs of a kernel. */
export type Clockwork = Pick<Kernel, 'world' | 'nextAt' | 'step' | 'run' | 'advanceTo'>

/** Where to go: a moment that is known, or whatever has happened when the clock shows this. */
export type Target = Moment | { readonly at: number }
export const isMoment = (target: Target): target is Moment => 'taken' in target

export interface Walk extends Clockwork {
  walkTo(target: Target): void
}

export interface WalkOptions {
  readonly cluster: Cluster
  readonly branch: () => Branch
  /** After each event. */
  readonly onStep: () => void
}

export function createWalk({ cluster, branch, onStep }: WalkOptions): Walk {
  const { kernel } = cluster
  const { world } = kernel
  const dueInput = (): LoggedInput | undefined => {
    const next = branch().log[cluster.inputs.length]
    return next?.taken === world.taken ? next : undefined
  }
  const nextAt = () => dueInput()?.at ?? kernel.nextAt()
  const step = (): boolean => {
    const input = dueInput()
    if (input) {
      cluster.repeat(input)
      return true
    }
    const stepped = kernel.step()
    onStep()
    return stepped
  }
  const run = (until: Micros): void => {
    for (let next = nextAt(); next !== undefined && next <= until; next = nextAt()) step()
    kernel.advanceTo(until)
  }
  const walkTo = (target: Target): void => {
    if (!isMoment(target)) return run(micros(target.at))
    while (world.taken < target.taken || cluster.inputs.length < target.inputs) assert(step(), 'the log does not fit this cluster')
    kernel.advanceTo(micros(target.at))
  }
  return { world, nextAt, step, run, walkTo, advanceTo: (at) => kernel.advanceTo(at) }
}

/**
 * The way into what will be if nothing more is done. Where it is left for a while the cluster is back where it was, and
 * what lies ahead waits as a snapshot.
 */
import type { Cluster } from '../../cluster/cluster.ts'
import { assert } from '../../sim/assert.ts'
import type { Way } from '../in-slices.ts'
import type { Clockwork } from './walk.ts'

export interface ForesightOptions {
  readonly cluster: Cluster
  readonly clockwork: Pick<Clockwork, 'nextAt' | 'step'>
  /** Micros. */
  readonly until: number
  readonly hasEnough: () => boolean
  /** The cluster is about to leave the present, and has come back to it. */
  readonly onLeave: () => void
  readonly onReturn: () => void
}

export function foresight({ cluster, clockwork: { nextAt, step }, until, hasEnough, onLeave, onReturn }: ForesightOptions): Way {
  const { kernel } = cluster
  const from = kernel.world.now
  const place = () => ({ snapshot: kernel.snapshot(), inputs: [...cluster.inputs], at: kernel.world.now })
  let present: ReturnType<typeof place> | undefined
  let ahead: typeof present
  return {
    enter: () => {
      present = place()
      onLeave()
      if (ahead) cluster.returnTo(ahead.snapshot, ahead.inputs)
    },
    step: () => (nextAt() ?? until + 1) <= until && !hasEnough() && step(),
    leave: () => {
      assert(present, 'who returns has left')
      ahead = place()
      onReturn()
      cluster.returnTo(present.snapshot, present.inputs)
      present = undefined
    },
    progress: () => ({ done: (present ? kernel.world.now : (ahead?.at ?? from)) - from, total: until - from }),
  }
}

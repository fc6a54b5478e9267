/** Plays a scenario from wherever the world stands, one event or one act at a time, and finds its way back. */
import type { Snapshot } from '../../src/sim/kernel.ts'
import { plus, seconds } from '../../src/sim/time.ts'
import type { Scenario } from './scenario.ts'
import type { TortureWorld } from './world.ts'

export interface Place {
  readonly moment: Snapshot
  /** Acts that were performed before. */
  readonly performed: number
}

export interface Player {
  /** One event or one act; false at the end. */
  advance(): boolean
  /** Until so many events were taken and no act comes before the next one. */
  goTo(taken: number): void
  place(): Place
  returnTo(place: Place): void
}

export function createPlayer(world: TortureWorld, { acts, settles }: Scenario): Player {
  const { cluster } = world
  const { kernel } = cluster
  const began = kernel.world.now
  const end = plus(began, seconds((acts.at(-1)?.at ?? 0) + settles))
  let performed = 0

  const isDown = (): boolean => cluster.stopped().some((part) => part === 'kube-apiserver' || part === 'etcd')
  /** Events come before an act of their moment; a user whose server is down tries again when it is back. */
  const perform = (): boolean => {
    const next = acts[performed]
    const at = next && plus(began, seconds(next.at))
    if (!next || at === undefined || (kernel.nextAt() ?? end) <= at || isDown()) return false
    kernel.advanceTo(at)
    next.act(world)
    performed++
    return true
  }
  const advance = (): boolean => {
    if (perform()) return true
    if ((kernel.nextAt() ?? end + 1) <= end) return kernel.step()
    kernel.advanceTo(end)
    return false
  }
  return {
    advance,
    goTo: (taken) => {
      while (kernel.world.taken < taken) advance()
      while (perform()) continue
    },
    place: () => ({ moment: kernel.snapshot(), performed }),
    returnTo: (place) => {
      cluster.returnTo(place.moment, [])
      performed = place.performed
    },
  }
}

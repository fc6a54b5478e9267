/**
 * Plays a scenario once undisturbed, and then once for every API write of every process, with a crash of that process
 * before or after the write; once for every such step with a restart of the servers that a write goes through; and once
 * for every process with watches that are late. In the end everything must look the same, nothing may have been created twice, and no
 * assertion may have failed. The way to a write is not played again: the world is kept where it stood before it.
 */
import type { FaultsState } from '../../src/cluster/faults/fault.ts'
import { hangUp } from '../../src/cluster/kube-apiserver/kube-apiserver.ts'
import { seconds } from '../../src/sim/time.ts'
import { inconsistencies } from './consistency.ts'
import { doubles } from './doubles.ts'
import { differences, endState } from './end-state.ts'
import { createPlayer, type Player } from './player.ts'
import type { Scenario } from './scenario.ts'
import { openTortureWorld, type TortureWorld } from './world.ts'

export interface Verdict {
  readonly plans: number
  readonly same: number
  /** One text per plan that went wrong. */
  readonly different: readonly Difference[]
}

export interface Difference {
  /** `kube-scheduler dies after its write 2 of the step at 12.3 s`. */
  readonly plan: string
  readonly problems: readonly string[]
}

export interface TortureOptions {
  readonly seed: number
  /** Plays every so many-th plan only. */
  readonly every?: number
}

/** What is given to a cluster to come to rest before the scenario begins. */
const restBefore = 40
/** How long a server is away. */
const outage = seconds(1)
const writers = ['kube-controller-manager', 'kube-scheduler', 'ingress-controller']
/** More writes than there are. */
const never = 1_000_000

export function torture(scenario: Scenario, { seed, every = 1 }: TortureOptions): Verdict {
  const nodes = scenario.nodes ?? ['node-1', 'node-2']
  const world = openTortureWorld(seed, nodes)
  scenario.prepare?.(world)
  world.run(restBefore)
  const player = createPlayer(world, scenario)
  const begin = player.place()
  const revision = world.cluster.store().revision
  const steps = stepsThatWrite(world, player, [...writers, ...nodes.map((node) => `kubelet/${node}`)])
  const expected = endState(world.cluster)
  const before = [...doubles(world.cluster, revision), ...inconsistencies(world.cluster)]
  player.returnTo(begin)
  const late = [...writers, ...nodes.flatMap((node) => [`kubelet/${node}`, `kube-proxy/${node}`])].map((part) => lateness(part, begin.moment.taken))
  const plans = [...late, ...steps.flatMap(plansOf)].filter((_, index) => index % every === 0)
  const different: Difference[] = plans.flatMap((plan) => {
    player.goTo(plan.taken)
    const here = player.place()
    const problems = problemsOf(world, player, { plan, expected, revision })
    player.returnTo(here)
    return problems.length > 0 ? [{ plan: plan.name, problems }] : []
  })
  return { plans: plans.length, same: plans.length - different.length, different: [...before.map((problem) => ({ plan: 'nothing dies', problems: [problem] })), ...different] }
}

/** A step of a process, with the number of its writes, and the events that were taken before it. */
interface WritingStep {
  readonly part: string
  readonly writes: number
  readonly taken: number
  /** Seconds since the beginning. */
  readonly at: number
}

/** Plays the scenario to its end and notes every step that writes: crashes that never come count the writes. */
function stepsThatWrite(world: TortureWorld, player: Player, parts: readonly string[]): WritingStep[] {
  const { cluster } = world
  const { kernel } = cluster
  const began = kernel.world.now
  for (const part of parts) world.fault({ type: 'crash', part, write: never, when: 'before' })
  const counters = () => parts.map((_, index) => (kernel.peek('faults') as FaultsState).writesLeft.get(index + 1) ?? 0)
  const steps: WritingStep[] = []
  let last = counters()
  for (let taken = kernel.world.taken; player.advance(); taken = kernel.world.taken) {
    const now = counters()
    parts.forEach((part, index) => {
      const writes = (last[index] ?? 0) - (now[index] ?? 0)
      if (writes > 0) steps.push({ part, writes, taken, at: (kernel.world.now - began) / 1_000_000 })
    })
    last = now
  }
  return steps
}

interface Plan {
  readonly name: string
  readonly taken: number
  /** Makes it happen; the next event is the step that writes. */
  readonly strike: (world: TortureWorld, player: Player) => void
}

const sides = ['before', 'after'] as const

const plansOf = (step: WritingStep): Plan[] => [...crashesOf(step), ...outagesOf(step)]

/** The process that writes dies. */
function crashesOf({ part, writes, taken, at }: WritingStep): Plan[] {
  const numbers = Array.from({ length: writes }, (_, index) => index + 1)
  return numbers.flatMap((write) =>
    sides.map((when) => ({
      name: `${part} dies ${when} write ${write} of ${writes} at ${at.toFixed(3)} s`,
      taken,
      strike: (world) => world.fault({ type: 'crash', part, write, when }),
    })),
  )
}

/** What every write goes through is restarted: the write is refused, or nobody hears of it but by a new list. */
function outagesOf({ part, taken, at }: WritingStep): Plan[] {
  return ['kube-apiserver', 'etcd'].flatMap((server) =>
    sides.map((when) => ({
      name: `${server} is restarted ${when} what ${part} writes at ${at.toFixed(3)} s`,
      taken,
      strike: ({ cluster: { kernel } }, player) => {
        if (when === 'after') player.advance()
        kernel.input(server, hangUp)
        kernel.stop(server)
        kernel.start(server, outage)
      },
    })),
  )
}

/** Shorter than a sync and its writes would be too short to matter. */
const lateBy = 700

const lateness = (part: string, taken: number): Plan => ({
  name: `${part} hears of everything ${lateBy} ms late`,
  taken,
  strike: (world) => world.fault({ type: 'watch', part, mode: 'delay', milliseconds: lateBy }),
})

interface Judged {
  readonly plan: Plan
  readonly expected: readonly string[]
  readonly revision: number
}

function problemsOf(world: TortureWorld, player: Player, { plan, expected, revision }: Judged): string[] {
  try {
    plan.strike(world, player)
    while (player.advance()) continue
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
  }
  const { cluster } = world
  const waiting = cluster.faults().filter(({ order }) => order.type === 'crash').map(({ order }) => `still to come: ${JSON.stringify(order)}`)
  return [...waiting, ...doubles(cluster, revision), ...inconsistencies(cluster), ...differences(expected, endState(cluster))]
}

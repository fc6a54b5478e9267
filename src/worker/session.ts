/**
 * One cluster with its history and everything the page is told about it: rows, facts, flights, requests. Runs the same in
 * a Worker and in tests.
 */
import type { Cluster } from '../cluster/cluster.ts'
import { bearFoundingDemo, raiseFoundingDemo } from '../cluster/founding-demo.ts'
import { createCommands, type Commands } from './commands.ts'
import { createChronicle, type ChronicleData } from './history/chronicle.ts'
import type { KeptFrame } from './history/course.ts'
import { createHistory, type History } from './history/history.ts'
import { ownerOf } from './history/owner.ts'
import { standingOf } from './history/standing.ts'
import type { KeptTree } from './keep/format.ts'
import { createObservations, type Observations } from './observations.ts'
import { openPageRows } from './page-rows.ts'
import type { Frame } from './protocol.ts'

export interface Session {
  /** Another one after each jump in time. */
  readonly epoch: number
  readonly seed: number
  /** The state that it began with, where that was not a birth. */
  readonly born: string | undefined
  readonly cluster: Cluster
  readonly history: History
  readonly commands: Commands
  readonly observations: Observations
  /** True if there is something that the page has not been told. */
  hasNews(): boolean
  /** Everything since the last frame; the first frame of an epoch is full. */
  frame(loop: { readonly playing: boolean; readonly speed: number }): Omit<Frame, 'frame'>
}

/** What was kept of a session of this build. */
export interface Revival {
  readonly tree: KeptTree
  /** A moment of its present branch that need not be run to. From the last one of these on, the way to `tree.moment` is left to be gone. */
  readonly frame?: KeptFrame
  readonly chronicles?: ReadonlyMap<number, ChronicleData>
}

export interface SessionOptions {
  readonly nextEpoch: () => number
  /** Absent: a cluster that has just come up. */
  readonly revival?: Revival
  /** Of a session that was written down: branches that have yet to be run, from the birth on. */
  readonly tree?: KeptTree
  /** A kernel's state as text, which this session begins with instead of a birth. */
  readonly born?: string
  readonly seed: number
  readonly speed: () => number
}

export function openSession({ nextEpoch, seed, speed, revival, tree, born }: SessionOptions): Session {
  const store = () => cluster.store()
  const newChronicle = (from?: ChronicleData) => createChronicle((pod) => ownerOf(store(), pod), from)
  const chronicle = newChronicle()
  const observations = createObservations({
    speed,
    committedAt: (revision) => store().log.get(revision)?.at,
    onFact: (fact) => (history?.branch().chronicle ?? chronicle).add(fact, cluster?.kernel.world.now ?? 0),
  })
  let history: History | undefined
  let cluster: Cluster
  cluster = bearFoundingDemo({
    seed,
    onObserved: (observed) => (history?.isElsewhere() ? history.hear(observed) : observations.observe(observed)),
    onInput: (logged) => history?.takeInput(logged),
  })
  if (born !== undefined) cluster.kernel.load(born)
  let page = openPageRows(store, nextEpoch())
  const onJump = (): void => {
    page = openPageRows(store, nextEpoch())
    commands.forget()
  }
  const time = createHistory({ cluster, observations, chronicle, onJump })
  history = time
  const commands = createCommands(cluster, time)
  if (revival) time.adopt(revival.tree, new Map([...(revival.chronicles ?? [])].map(([id, data]) => [id, newChronicle(data)])), revival.frame)
  else if (tree) time.adopt({ ...tree, moment: time.moment() })
  else if (born === undefined) raiseFoundingDemo(cluster, time.run)

  return {
    get epoch() {
      return page.epoch
    },
    seed,
    born,
    cluster,
    history: { ...time, ...commands.clockwork },
    commands,
    observations,
    hasNews: () => page.hasNews(cluster.kernel.world.now),
    frame: ({ playing, speed: at }) => ({
      type: 'frame',
      playing,
      speed: at,
      ...page.frame(cluster.kernel.world.now),
      ...standingOf(time),
      flights: observations.flights.fresh(),
      facts: observations.facts.fresh(),
      requests: observations.requests.fresh(),
      traffic: cluster.traffic(),
      queues: cluster.queues(),
      stopped: cluster.stopped(),
      faults: cluster.faults(),
      output: commands.fresh(),
    }),
  }
}

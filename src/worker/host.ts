/**
 * The cluster's side of the door: opens a session, kept or new, and answers calls. The same host runs in a Worker and,
 * without one, in tests.
 */
import { controllerNames } from '../cluster/cluster.ts'
import { foundingDate } from '../cluster/founding-demo.ts'
import { kubernetesVersion } from '../cluster/kube-apiserver/discovery.ts'
import { groupResource } from '../api/kinds/kind.ts'
import { kubernetesKinds } from '../api/generated/kinds.ts'
import { apiVersionOf, kinds } from '../api/kinds/registry.ts'
import { createDoor } from './door.ts'
import { DoorError } from './door-error.ts'
import { createKeeper, newId, type Keeper, type KeeperOptions, type OpenedCluster } from './keep/keeper.ts'
import { Refused } from './refused.ts'
import type { Boot, DoorCall, DoorMethods, ToPage, ToWorker } from './protocol.ts'
import type { WallClock } from './run-loop.ts'
import { openSession, type Session } from './session.ts'
import { createStage, messageOf } from './stage.ts'
import { createTurns } from './turns.ts'
import { createWorks } from './works.ts'

export interface HostOptions {
  readonly post: (message: ToPage) => void
  readonly clock: WallClock
  /** Where clusters are kept, and the date; absent where nothing is. */
  readonly storage?: Pick<KeeperOptions, 'shelf' | 'claims' | 'date'>
}

export interface Host {
  receive(message: ToWorker): void
  close(): void
}

export function createHost({ post, clock, storage }: HostOptions): Host {
  const works = createWorks({ clock, post, onSlice: () => stage.onSlice() })
  const isApplying = works.applying.isUnderWay
  // What is half applied is written down when it is over.
  const stage = createStage({ post, clock, isHeld: isApplying, toPresent: works.rest, onSlice: () => isApplying() || keeper?.note() })
  const { loop, around } = stage
  let keeper: Keeper | undefined
  const show = (next: Session): void => {
    works.looking.giveUp()
    stage.show(next)
  }
  const fresh = (seed: number): Session => openSession({ ...around, seed })
  const door = createDoor({
    session: stage.session,
    loop,
    reset: (seed) => {
      const next = fresh(seed)
      show(next)
      keeper?.replace(next)
    },
    recover: stage.recover,
    keep: { around, show, pause: () => loop.pause(), play: (speed) => loop.play(speed), keeper: () => keeper, opening: works.opening },
    works,
  })
  const reply = (result: Result): void => {
    post(result.message)
    if (result.broken) stage.crash(result.error)
    else stage.offer()
    keeper?.noteAction()
  }
  const answer = (call: DoorCall): void => {
    // What a command that waits does while time runs belongs to the action that it was.
    if (!runsTime.has(call.method)) stage.shown()?.history.beginAction()
    const result = invoke(door, call)
    // What goes on later knows by itself whose action it is.
    works.rest()
    stage.shown()?.history.endAction()
    if (result instanceof Promise) void result.then(reply).then(turns.goOn)
    else reply(result)
  }
  const turns = createTurns({ isBusy: isApplying, answer })
  const begin = (opened: Session, speed: number | null): void => {
    stage.show(opened)
    post(bootOf(opened))
    stage.offer()
    if (speed !== null) loop.play(speed)
  }
  const beginKept = async (cluster: string, seed: number): Promise<void> => {
    if (!storage) return begin(fresh(seed), 1)
    const kept = createKeeper({ ...storage, around, loop, clock, opening: works.opening, toPresent: works.rest, onNotice: (notice) => post({ type: 'kept', notice }) })
    keeper = kept
    const opened = await openedOrAnother(kept, cluster, { seed, another: newId(storage.date()) })
    post({ type: 'kept', notice: opened.notice })
    begin(opened.session, opened.speed)
  }
  const open = ({ seed, automation, cluster }: Extract<ToWorker, { type: 'open' }>): void => {
    if (cluster !== undefined) return void beginKept(cluster, seed).catch(stage.crash)
    try {
      begin(fresh(seed), automation ? null : 1)
    } catch (error) {
      stage.crash(error)
    }
  }
  return {
    receive: (message) => {
      works.rest()
      if (message.type === 'call') turns.take(message)
      else if (message.type === 'open') open(message)
      else stage.acknowledge(message.frame)
    },
    close: () => loop.stop(),
  }
}

const runsTime: ReadonlySet<keyof DoorMethods> = new Set(['play', 'pause', 'step', 'advance', 'advanceUntil', 'seek', 'previous', 'change', 'cause', 'effect', 'goToHop', 'follow', 'switchTo'])

/** Who does not wait for a cluster is given another; that one stays as it is. */
async function openedOrAnother(keeper: Keeper, cluster: string, { seed, another }: { readonly seed: number; readonly another: string }): Promise<OpenedCluster> {
  try {
    return await keeper.open(cluster, seed)
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'cancelled') return keeper.open(another, seed)
    throw error
  }
}

interface Result {
  readonly message: ToPage
  readonly broken: boolean
  readonly error?: unknown
}

/** A wish that cannot be granted is an answer; any other error means that the simulation is broken. */
function invoke(door: DoorMethods, { id, method, args }: DoorCall): Result | Promise<Result> {
  const done = (value: unknown): Result => ({ message: { type: 'reply', id, value }, broken: false })
  const failed = (error: unknown): Result => ({ message: { type: 'failed', id, message: messageOf(error), ...(error instanceof Refused && { refusal: error.refusal }) }, broken: !(error instanceof DoorError), error })
  try {
    // The arguments were typed where the call was made; the door checks what a person could get wrong.
    const act = door[method] as (...given: readonly unknown[]) => unknown
    const value = act(...args)
    return value instanceof Promise ? value.then(done, failed) : done(value)
  } catch (error) {
    return failed(error)
  }
}

const bootOf = ({ seed }: Session): Boot => ({
  type: 'boot',
  kubernetesVersion,
  seed,
  born: foundingDate,
  kinds: kinds.map((kind) => ({
    resource: groupResource(kind),
    group: kind.group,
    version: kind.version,
    kind: kind.kind,
    plural: kind.plural,
    shortNames: kind.shortNames,
    namespaced: kind.namespaced,
    scalable: kind.scale !== undefined,
  })),
  lacking: kubernetesKinds.filter((name) => !kinds.some((kind) => `${apiVersionOf(kind)} ${kind.kind}` === name)),
  controllers: controllerNames,
})

/**
 * The cluster's side of the door: opens a session, kept or new, and answers calls. The same host runs in a Worker and,
 * without one, in tests.
 */
import { controllerNames } from '../cluster/cluster.ts'
import { foundingDate } from '../cluster/founding-demo.ts'
import { kubernetesVersion } from '../cluster/kube-apiserver/discovery.ts'
import { groupResource } from '../api/kinds/kind.ts'
import { kinds } from '../api/kinds/registry.ts'
import { createDoor } from './door.ts'
import { DoorError } from './door-error.ts'
import { createKeeper, type Keeper, type KeeperOptions } from './keep/keeper.ts'
import { Refused } from './refused.ts'
import type { Boot, DoorCall, DoorMethods, KeptNotice, ToPage, ToWorker } from './protocol.ts'
import type { WallClock } from './run-loop.ts'
import { openSession, type Session } from './session.ts'
import { createStage, messageOf } from './stage.ts'

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
  const stage = createStage({ post, clock, onSlice: () => keeper?.note() })
  const { loop, around } = stage
  let keeper: Keeper | undefined
  const fresh = (seed: number): Session => openSession({ ...around, seed })
  const door = createDoor({
    session: stage.session,
    loop,
    reset: (seed) => {
      const next = fresh(seed)
      stage.show(next)
      keeper?.replace(next)
    },
    recover: stage.recover,
    keep: { around, show: stage.show, pause: () => loop.pause(), play: (speed) => loop.play(speed), keeper: () => keeper, clock, onOpening: (share) => post({ type: 'opening', share }) },
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
    stage.shown()?.history.endAction()
    if (result instanceof Promise) void result.then(reply)
    else reply(result)
  }
  const begin = (opened: Session, speed: number | null): void => {
    stage.show(opened)
    post(bootOf(opened))
    stage.offer()
    if (speed !== null) loop.play(speed)
  }
  const beginKept = async (cluster: string, seed: number): Promise<void> => {
    if (!storage) return begin(fresh(seed), 1)
    const onNotice = (notice: KeptNotice): void => post({ type: 'kept', notice })
    keeper = createKeeper({ ...storage, around, loop, clock, onNotice })
    const opened = await keeper.open(cluster, seed)
    onNotice(opened.notice)
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
      if (message.type === 'call') answer(message)
      else if (message.type === 'open') open(message)
      else stage.acknowledge(message.frame)
    },
    close: () => loop.stop(),
  }
}

const runsTime: ReadonlySet<keyof DoorMethods> = new Set(['play', 'pause', 'step', 'advance', 'advanceUntil', 'seek', 'previous', 'change', 'cause', 'effect', 'goToHop', 'follow', 'switchTo'])

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
  controllers: controllerNames,
})

/**
 * The cluster's side of the door: opens a session, answers calls, drives the run loop and posts at most one frame at a
 * time; the next one only after the last was acknowledged. The same host runs in a Worker and, without one, in tests.
 */
import { controllerNames } from '../cluster/cluster.ts'
import { foundingDate } from '../cluster/founding-demo.ts'
import { kubernetesVersion } from '../cluster/kube-apiserver/discovery.ts'
import { groupResource } from '../api/kinds/kind.ts'
import { kinds } from '../api/kinds/registry.ts'
import { createDoor } from './door.ts'
import { DoorError } from './door-error.ts'
import type { Boot, DoorCall, DoorMethods, ToPage, ToWorker } from './protocol.ts'
import { createFrameFlow } from './frame-flow.ts'
import { createRunLoop, type WallClock } from './run-loop.ts'
import { openSession, type Session } from './session.ts'

export interface HostOptions {
  readonly post: (message: ToPage) => void
  readonly clock: WallClock
}

export interface Host {
  receive(message: ToWorker): void
  close(): void
}

export function createHost({ post, clock }: HostOptions): Host {
  let session: Session | undefined
  let epoch = 0
  let crashed = false

  const nextEpoch = () => ++epoch
  const open = (seed: number): Session => openSession({ nextEpoch, seed, speed: () => loop.speed })
  /** From now on the page sees this one. */
  const show = (next: Session): Session => {
    session = next
    frames.forget()
    if (loop.playing) loop.play(loop.speed)
    return next
  }
  const current = (): Session => {
    if (!session) throw new DoorError('the cluster is not open yet')
    return session
  }
  const loop = createRunLoop({
    clockwork: () => current().history,
    clock,
    onSlice: () => frames.offer(false),
    onBroken: (error) => crash(error),
  })
  const frames = createFrameFlow({
    clock,
    hasNews: () => session !== undefined && !crashed && session.hasNews(),
    post: (frame) => {
      if (session && !crashed) post({ frame, ...session.frame(loop) })
    },
  })
  const crash = (error: unknown): void => {
    if (crashed) return
    crashed = true
    loop.stop()
    post(crashReport(session, error))
  }
  const door = createDoor({
    session: current,
    loop,
    reset: (seed) => show(open(seed)),
    keep: { around: { nextEpoch, speed: () => loop.speed }, show: (next) => show(next), pause: () => loop.pause() },
  })
  const reply = (result: Result): void => {
    post(result.message)
    if (result.broken) crash(result.error)
    else frames.offer(true)
  }
  const answer = (call: DoorCall): void => {
    session?.history.beginAction()
    const result = invoke(door, call)
    if (result instanceof Promise) void result.then(reply)
    else reply(result)
  }
  const begin = ({ seed, automation }: Extract<ToWorker, { type: 'open' }>): void => {
    try {
      post(bootOf(show(open(seed))))
      frames.offer(true)
      if (!automation) loop.play(1)
    } catch (error) {
      crash(error)
    }
  }
  return {
    receive: (message) => {
      if (message.type === 'call') answer(message)
      else if (message.type === 'open') begin(message)
      else frames.acknowledge(message.frame)
    },
    close: () => loop.stop(),
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
  const failed = (error: unknown): Result => ({ message: { type: 'failed', id, message: messageOf(error) }, broken: !(error instanceof DoorError), error })
  try {
    // The arguments were typed where the call was made; the door checks what a person could get wrong.
    const act = door[method] as (...given: readonly unknown[]) => unknown
    const value = act(...args)
    return value instanceof Promise ? value.then(done, failed) : done(value)
  } catch (error) {
    return failed(error)
  }
}

const crashReport = (session: Session | undefined, error: unknown): ToPage => ({
  type: 'crashed',
  message: messageOf(error),
  seed: session?.seed ?? 0,
  now: session?.cluster.kernel.world.now ?? 0,
  inputs: JSON.stringify(session?.cluster.inputs ?? []),
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

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

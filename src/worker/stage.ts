/**
 * The session that the page sees: the run loop drives it, at most one frame at a time tells of it, the next one only after
 * the last was acknowledged; and when it breaks, a report is posted and nothing moves until it is put right.
 */
import { DoorError } from './door-error.ts'
import { createFrameFlow } from './frame-flow.ts'
import type { ToPage } from './protocol.ts'
import { createRunLoop, type RunLoop, type WallClock } from './run-loop.ts'
import type { Session, SessionOptions } from './session.ts'

export interface Stage {
  readonly loop: RunLoop
  readonly around: Pick<SessionOptions, 'nextEpoch' | 'speed'>
  /** A DoorError while none is open. */
  session(): Session
  shown(): Session | undefined
  /** From now on the page sees this one. */
  show(session: Session): void
  /** Something that takes long, or time itself, has gone a little further. */
  onSlice(): void
  /** A frame of what the page asked for. */
  offer(): void
  acknowledge(frame: number): void
  crash(error: unknown): void
  /** Back to the last keyframe; its time in milliseconds. */
  recover(): number
}

export interface StageOptions {
  readonly post: (message: ToPage) => void
  readonly clock: WallClock
  readonly isHeld: () => boolean
  /** The cluster that is shown may be away for a look at what is to come: it is brought back. */
  readonly toPresent: () => void
  readonly onSlice: () => void
}

export function createStage({ post, clock, isHeld, toPresent, onSlice: onWork }: StageOptions): Stage {
  let shown: Session | undefined
  let epoch = 0
  let crashed = false
  const session = (): Session => {
    if (!shown) throw new DoorError('the cluster is not open yet')
    return shown
  }
  const crash = (error: unknown): void => {
    if (crashed) return
    crashed = true
    loop.pause()
    post(crashReport(shown, error))
  }
  const onSlice = (): void => {
    if (!shown?.history.isElsewhere()) frames.offer(false)
    onWork()
  }
  const loop = createRunLoop({
    clockwork: () => {
      toPresent()
      return session().history
    },
    clock,
    isHeld,
    onSlice,
    onBroken: crash,
  })
  const frames = createFrameFlow({
    clock,
    hasNews: () => shown !== undefined && !crashed && shown.hasNews(),
    post: (frame) => {
      if (shown && !crashed) post({ frame, ...shown.frame({ playing: loop.playing, speed: loop.tempo.pace }) })
    },
  })
  return {
    loop,
    around: { nextEpoch: () => ++epoch, speed: () => loop.tempo.stretch },
    session,
    shown: () => shown,
    show: (next) => {
      shown = next
      crashed = false
      frames.forget()
      loop.takeOver()
    },
    onSlice,
    offer: () => {
      toPresent()
      frames.offer(true)
    },
    acknowledge: (frame) => frames.acknowledge(frame),
    crash,
    recover: () => {
      crashed = false
      loop.pause()
      session().history.recover()
      frames.forget()
      return session().history.readClock()
    },
  }
}

const crashReport = (session: Session | undefined, error: unknown): ToPage => ({
  type: 'crashed',
  message: messageOf(error),
  seed: session?.seed ?? 0,
  now: session?.cluster.kernel.world.now ?? 0,
  inputs: JSON.stringify(session?.cluster.inputs ?? []),
})

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

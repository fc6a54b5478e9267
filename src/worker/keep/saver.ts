/**
 * Writes a session down as it goes on. The clock's place is written once a second while something changes, the session
 * when something was done, a keyframe now and then; one write at a time, each whole. Whatever write is the last one, what
 * is on the shelf then opens.
 */
import type { Session } from '../session.ts'
import type { RunLoop, WallClock } from '../run-loop.ts'
import { buildId, stateVersion } from './format.ts'
import type { KeptClock, KeptKeyframe, KeptParts, Shelf } from './shelf.ts'
import { takeSession } from './take.ts'

/** Wall milliseconds between two writes while time runs. */
const interval = 1_000
/** Between two keyframes, and how many times what one takes must have passed. */
const keyframes = { interval: 10_000, rest: 40 }

export interface Saver {
  /** Something may have changed. */
  note(): void
  /** Something was done: it is written at once. */
  noteAction(): void
  rename(name: string): void
  /** Writes what is not written, a keyframe too. */
  flush(): Promise<void>
  stop(): void
}

export interface SaverOptions {
  readonly id: string
  readonly name: string
  readonly session: Session
  readonly loop: Pick<RunLoop, 'playing' | 'tempo'>
  readonly shelf: Shelf
  readonly clock: WallClock
  readonly toPresent: () => void
  /** Milliseconds since 1970. */
  readonly date: () => number
  readonly onTrouble: (error: unknown) => void
}

export function createSaver({ id, name: given, session, loop, shelf, clock, toPresent, date, onTrouble }: SaverOptions): Saver {
  const { history } = session
  let name = given
  let written = { session: '', clock: '', keyframeAt: -Infinity, keyframeCost: 0, taken: -1 }
  let writing: Promise<void> = Promise.resolve()
  let isDue = false
  let isStopped = false

  const keyframeNow = (): KeptKeyframe => {
    const start = clock.now()
    const branch = history.branch()
    const keyframe = { branch: branch.id, build: buildId, state: stateVersion, moment: history.moment(), seen: session.observations.seen(), text: session.cluster.kernel.save(), chronicle: branch.chronicle.data() }
    written = { ...written, keyframeAt: clock.now(), keyframeCost: clock.now() - start, taken: keyframe.moment.taken }
    return keyframe
  }
  const wantsKeyframe = (): boolean => {
    const passed = clock.now() - written.keyframeAt
    return history.world.taken !== written.taken && passed >= Math.max(keyframes.interval, keyframes.rest * written.keyframeCost)
  }
  /** What has changed since the last write. */
  const changes = (withKeyframe: boolean): Partial<KeptParts> => {
    toPresent()
    const place: KeptClock = { branch: history.branch().id, moment: history.moment(), playing: loop.playing && !loop.tempo.isFollowing, speed: loop.tempo.speed }
    const [done, where] = [doneSoFar(session, name), JSON.stringify(place)]
    const parts = {
      ...(done !== written.session && { card: { id, name, seed: session.seed, changed: date() }, session: takeSession(session, { name, page: '' }) }),
      ...(where !== written.clock && { clock: place }),
      ...(withKeyframe && { keyframe: keyframeNow() }),
    }
    written = { ...written, session: done, clock: where }
    return parts
  }
  const write = (withKeyframe: boolean): Promise<void> => {
    if (isStopped) return writing
    const parts = changes(withKeyframe)
    if (Object.keys(parts).length > 0) writing = writing.then(() => shelf.write(id, parts)).catch(onTrouble)
    return writing
  }
  const note = (): void => {
    if (isDue || isStopped) return
    isDue = true
    clock.later(() => {
      isDue = false
      void write(wantsKeyframe())
    }, interval)
  }
  return {
    note,
    noteAction: () => {
      if (doneSoFar(session, name) !== written.session) void write(false)
      note()
    },
    rename: (to) => {
      name = to
      void write(false)
    },
    flush: () => write(history.world.taken !== written.taken),
    stop: () => {
      isStopped = true
    },
  }
}

/** Another text after each input, branch or name. */
function doneSoFar({ history }: Session, name: string): string {
  const branches = history.branches().map(({ id, name: its, log }) => `${id} ${its} ${log.length}`)
  return [name, history.branch().id, ...branches].join('\n')
}

/** Goes a long way a slice at a time, so that messages are heard between; says how far it is, and can be told to give up. */
import type { Progress } from './protocol.ts'
import { sliceMilliseconds, type WallClock } from './run-loop.ts'

export interface Way {
  /** Before it is gone on, and after: whoever looks at the world in between finds it as it is without this way. */
  enter?(): void
  leave?(): void
  /** A little further; false once it is all behind. A DoorError where it cannot go on. */
  step(): boolean
  progress(): Progress
}

export interface InSlices {
  isUnderWay(): boolean
  /** A promise only where one slice is not enough. Whatever is under way is given up: what is told of that is `instead`. */
  go<T>(way: Way, then: () => T | Promise<T>, instead: () => T): T | Promise<T>
  /** The way is left until its next slice. It stays entered where nobody asks for that, since to enter one may cost much. */
  rest(): void
  giveUp(): void
}

export interface SliceOptions {
  readonly clock: WallClock
  /** Now and then; null at the end. */
  readonly onProgress: (progress: Progress | null) => void
  readonly onSlice?: () => void
}

/** Milliseconds before anything is said, and between two times. */
const patience = { first: 300, next: 100 }

export function createSlices({ clock, onProgress, onSlice = () => undefined }: SliceOptions): InSlices {
  let entered: Way | undefined
  let isUnderWay = false
  let giveUp = (): void => undefined
  const rest = (): void => {
    const way = entered
    entered = undefined
    way?.leave?.()
  }
  /** True at the way's end. */
  const slice = (way: Way): boolean => {
    if (entered !== way) way.enter?.()
    entered = way
    const until = clock.now() + sliceMilliseconds
    while (way.step()) if (clock.now() > until) return false
    return true
  }
  const firstSlice = (way: Way): boolean => {
    try {
      return slice(way)
    } catch (error) {
      rest()
      throw error
    }
  }
  /** False if it was given up. */
  const goOn = (way: Way): Promise<boolean> =>
    new Promise((resolve, reject) => {
      let due = clock.now() + patience.first
      const end = (settle: () => void) => {
        if (!isUnderWay) return
        isUnderWay = false
        giveUp = () => undefined
        rest()
        onProgress(null)
        settle()
      }
      const next = () => {
        if (isOver()) return
        try {
          if (slice(way)) return end(() => resolve(true))
        } catch (error) {
          return end(() => reject(error))
        }
        if (clock.now() >= due) {
          due = clock.now() + patience.next
          onProgress(way.progress())
        }
        onSlice()
        clock.soon(next)
      }
      const mine = () => end(() => resolve(false))
      const isOver = () => giveUp !== mine
      isUnderWay = true
      giveUp = mine
      clock.soon(next)
    })
  return {
    isUnderWay: () => isUnderWay,
    rest,
    go: (way, then, instead) => {
      giveUp()
      if (!firstSlice(way)) return goOn(way).then((isThere) => (isThere ? then() : instead()))
      rest()
      return then()
    },
    giveUp: () => giveUp(),
  }
}

/** All of it in one piece. */
export function goThrough(way: Way): void {
  way.enter?.()
  try {
    while (way.step());
  } finally {
    way.leave?.()
  }
}

/** One way, and then the one that follows from it, if there is one. */
export function inTurn(first: Way, next: () => Way | undefined): Way {
  let present: Way | undefined = first
  let last: Progress = first.progress()
  let isFirst = true
  const turn = (): boolean => {
    present?.leave?.()
    last = present?.progress() ?? last
    present = isFirst ? next() : undefined
    isFirst = false
    present?.enter?.()
    return present !== undefined
  }
  return {
    enter: () => present?.enter?.(),
    leave: () => present?.leave?.(),
    step: () => present !== undefined && (present.step() || turn()),
    progress: () => present?.progress() ?? last,
  }
}

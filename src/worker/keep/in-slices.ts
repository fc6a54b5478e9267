/** Goes a long way a slice at a time, so that messages are heard between; says how far it is, and can be told to give up. */
import { sliceMilliseconds, type WallClock } from '../run-loop.ts'
import type { Way } from './legs.ts'
import { Refused } from '../refused.ts'

export interface InSlices {
  /** A promise only where one slice is not enough. Whatever is under way is given up. */
  go<T>(way: Way, then: () => T | Promise<T>): T | Promise<T>
  giveUp(): void
}

export interface SliceOptions {
  readonly clock: WallClock
  /** From 0 to 1, now and then; null at the end. */
  readonly onShare: (share: number | null) => void
}

/** Milliseconds before anything is said, and between two times. */
const patience = { first: 300, next: 100 }
/** Steps between two looks at the wall clock. */
const stepsPerLook = 16

export function createSlices({ clock, onShare }: SliceOptions): InSlices {
  let giveUp = (): void => undefined
  const slice = (way: Way): boolean => {
    const until = clock.now() + sliceMilliseconds
    for (let step = 1; way.step(); step++) if (step % stepsPerLook === 0 && clock.now() > until) return false
    return true
  }
  const goOn = (way: Way): Promise<void> =>
    new Promise((resolve, reject) => {
      let isOver = false
      let due = clock.now() + patience.first
      const end = (settle: () => void) => {
        if (isOver) return
        isOver = true
        onShare(null)
        settle()
      }
      const next = () => {
        if (isOver) return
        try {
          if (slice(way)) return end(resolve)
        } catch (error) {
          return end(() => reject(error))
        }
        if (clock.now() >= due) {
          due = clock.now() + patience.next
          onShare(way.share())
        }
        clock.soon(next)
      }
      giveUp = () => end(() => reject(new Refused({ code: 'cancelled', params: {} })))
      clock.soon(next)
    })
  return {
    go: (way, then) => {
      giveUp()
      return slice(way) ? then() : goOn(way).then(then)
    },
    giveUp: () => giveUp(),
  }
}

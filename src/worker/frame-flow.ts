/** One frame at a time: the next is posted only after the page acknowledged the last, so a slow page is never flooded. */
import type { WallClock } from './run-loop.ts'

export interface FrameFlow {
  /** Posts now when it may. An urgent frame (the page asked for what is in it) that must wait is owed. */
  offer(urgent: boolean): void
  /** The page has taken this frame. */
  acknowledge(frame: number): void
  /** Whatever is under way belongs to a cluster that is gone. */
  forget(): void
}

export interface FrameSource {
  readonly clock: WallClock
  hasNews(): boolean
  post(frame: number): void
}

/** Milliseconds between frames while time runs; display frames at 60 Hz are 16.7 apart. */
const interval = 16

export function createFrameFlow({ clock, hasNews, post }: FrameSource): FrameFlow {
  let posted = 0
  let acknowledged = 0
  let owed = false
  let lastAt = -Infinity
  const offer = (urgent: boolean): void => {
    if (posted > acknowledged) {
      owed ||= urgent
      return
    }
    if (!urgent && (clock.now() - lastAt < interval || !hasNews())) return
    lastAt = clock.now()
    owed = false
    post(++posted)
  }
  return {
    offer,
    acknowledge: (frame) => {
      acknowledged = Math.max(acknowledged, frame)
      offer(owed)
    },
    forget: () => {
      acknowledged = posted
    },
  }
}

/**
 * The simulated time that the scene shows: that of the last frame, carried on by the wall clock while time runs, so that
 * what flies moves evenly between frames. A stopped clock stands exactly at the frame's time.
 */
import { useCluster } from '../store.ts'

/** Milliseconds of wall time for which the clock runs on without a frame. */
const patience = 250
/** Faster than this, frames alone are quick enough, and there is no speed to carry on by. */
const carriedUpTo = 1_000

let base = { now: 0, at: 0, epoch: 0 }
let shown = 0

useCluster.subscribe(({ now, epoch }, before) => {
  if (now === before.now && epoch === before.epoch) return
  if (epoch !== base.epoch) shown = 0
  base = { now, at: performance.now(), epoch }
})

/** Micros; never goes back within an epoch, except to where a stopped clock stands. */
export function sceneNow(): number {
  const { now, playing, speed } = useCluster.getState()
  if (!playing) return (shown = now)
  if (speed > carriedUpTo) return (shown = Math.max(shown, now))
  const passed = Math.min(patience, performance.now() - base.at)
  const carried = base.now === now ? now + passed * 1_000 * speed : now
  // Frames may come a little late; then time waits for them instead of stepping back.
  shown = Math.max(carried, Math.min(shown, now + patience * 1_000 * speed))
  return shown
}

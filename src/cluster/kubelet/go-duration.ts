/** Durations as Go prints them, to whole milliseconds: `350ms`, `1.2s`, `1m2.5s`, `5m0s`. */
import type { Micros } from '../../sim/time.ts'

export function goDuration(duration: Micros): string {
  const milliseconds = Math.floor(duration / 1_000)
  if (milliseconds === 0) return '0s'
  if (milliseconds < 1_000) return `${milliseconds}ms`
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = `${(milliseconds % 60_000) / 1_000}s`
  if (minutes === 0) return seconds
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes}m${seconds}` : `${hours}h${minutes % 60}m${seconds}`
}

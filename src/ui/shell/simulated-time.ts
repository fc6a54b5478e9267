/** Simulated time in whole seconds, from and to dates that objects carry, and in words. */
import type { TFunction } from 'i18next'
import { secondsOf } from '../../api/meta/time.ts'
import { useCluster, type ClusterState } from '../store.ts'

/** Now, in seconds since 1970. */
const dateOf = ({ boot, now }: ClusterState): number => secondsOf(boot?.born ?? '') + now / 1_000_000

/** Seconds from now until a date, at least 0; as the clock goes on. */
export const useSecondsUntil = (date: number): number => useCluster((state) => Math.max(0, Math.ceil(date - dateOf(state))))

/** Seconds from now until a moment in micros, at least 0. */
export const useSecondsUntilMicros = (until: number): number => useCluster(({ now }) => Math.max(0, Math.ceil((until - now) / 1_000_000)))

/** Whole seconds since a date, at least 0. */
export const useSecondsSince = (date: number): number => useCluster((state) => Math.max(0, Math.floor(dateOf(state) - date)))

/** `88 s`, `4 min 12 s`, `2 h 5 min`. */
export function durationText(t: TFunction, seconds: number): string {
  if (seconds < 120) return t('scene:time.seconds', { seconds })
  if (seconds < 7200) return t('scene:time.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
  return t('scene:time.hours', { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60 })
}

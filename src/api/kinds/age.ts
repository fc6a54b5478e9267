/**
 * Ages as `kubectl get` shows them. Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/util/duration
 * (HumanDuration) and pkg/printers/internalversion (translateTimestampSince).
 */

import { secondsOf } from '../meta/time.ts'

export function ageOf(time: string | undefined, now: string): string {
  const seconds = secondsOf(now) - secondsOf(time ?? '')
  return Number.isNaN(seconds) ? '<unknown>' : humanDuration(seconds)
}

const withRest = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`

/** `45s`, `5m30s`, `3h20m`, `4d2h`, `2y100d`: two units while the first is small. */
export function humanDuration(seconds: number): string {
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h')
  if (hours < 24 * 365 * 2) return `${days}d`
  const years = Math.floor(days / 365)
  return hours < 24 * 365 * 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`
}

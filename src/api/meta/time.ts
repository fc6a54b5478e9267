/**
 * Dates without the host's clock or calendar: seconds and microseconds since 1970 to RFC 3339 and back, in integers.
 * The civil calendar follows Howard Hinnant's days_from_civil, era by era of 400 years.
 */

const two = (value: number): string => String(value).padStart(2, '0')

/** The date written last: many are written within one simulated second. */
let last = { epochSeconds: 0, text: '1970-01-01T00:00:00Z' }

/** `2026-01-01T08:00:12Z`. */
export function formatSeconds(epochSeconds: number): string {
  if (last.epochSeconds !== epochSeconds) last = { epochSeconds, text: writeSeconds(epochSeconds) }
  return last.text
}

function writeSeconds(epochSeconds: number): string {
  const days = Math.floor(epochSeconds / 86_400)
  const second = epochSeconds - days * 86_400
  const { year, month, day } = civilFromDays(days)
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}Z`
}

/** `2026-01-01T08:00:12.345678Z`, for MicroTime. */
export function formatMicros(epochSeconds: number, micros: number): string {
  const seconds = epochSeconds + Math.floor(micros / 1_000_000)
  const fraction = String(micros % 1_000_000).padStart(6, '0')
  return `${formatSeconds(seconds).slice(0, -1)}.${fraction}Z`
}

/** Seconds since 1970 of an RFC 3339 date, with fractions dropped; NaN if it is none. */
export function secondsOf(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text)
  if (!match) return NaN
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return NaN
  const offset = match[7] ? (match[7] === '-' ? -1 : 1) * (Number(match[8]) * 3600 + Number(match[9]) * 60) : 0
  return daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0))

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 }
}

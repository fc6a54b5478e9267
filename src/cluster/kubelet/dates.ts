/** Simulated moments as the API writes them. The calendar is the client's; a moment is counted back from its present. */
import type { StepContext } from '../../sim/part.ts'
import type { Micros } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'

/** RFC 3339 with whole seconds, of a moment that is not in the future of this step. */
export function dateOf(client: Client, ctx: StepContext, moment: Micros): string {
  const present = client.microTimestamp(ctx)
  const match = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?Z$/.exec(present)
  if (!match) return client.timestamp(ctx)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const fraction = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6)) / 1_000_000
  const ago = (ctx.now + ctx.charged - moment) / 1_000_000
  return format(Math.floor(daysFromCivil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second + fraction - ago + 1e-7))
}

/** Days since 1970-01-01, years counted from March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const yearOfEra = y - era * 400
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function format(epoch: number): string {
  const days = Math.floor(epoch / 86_400)
  const rest = epoch - days * 86_400
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(Math.floor(rest / 3_600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`
}

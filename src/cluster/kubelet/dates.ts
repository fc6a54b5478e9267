/** Simulated moments as the API writes them. The calendar is the client's; a moment is counted back from its present. */
import { formatSeconds, secondsOf } from '../../api/meta/time.ts'
import type { StepContext } from '../../sim/part.ts'
import type { Micros } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'

/** RFC 3339 with whole seconds, of a moment that is not in the future of this step. */
export function dateOf(client: Client, ctx: StepContext, moment: Micros): string {
  const present = client.microTimestamp(ctx)
  const fraction = Number(/\.(\d{6})Z$/.exec(present)?.[1] ?? 0)
  const ago = ctx.now + ctx.charged - moment - fraction
  return formatSeconds(secondsOf(present) - Math.ceil(ago / 1_000_000))
}

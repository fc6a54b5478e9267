/**
 * Keeps a flood of Events small: from the tenth different message about the same thing on, they are combined into one
 * Event whose message changes; and one source may write only 25 Events about one object at once, then one per five
 * minutes. Follows client-go v1.36 tools/record/events_cache.go (EventAggregator, EventSourceObjectSpamFilter).
 */
import { seconds, type Micros } from '../../sim/time.ts'

/** Different messages that were seen about the same thing. */
export interface Similar {
  readonly type: 'similar'
  readonly messages: readonly string[]
  readonly last: Micros
}

/** What a source may still write about one object. */
export interface Bucket {
  readonly type: 'bucket'
  readonly tokens: number
  readonly at: Micros
}

/** Upstream's defaultAggregateMaxEvents and defaultAggregateIntervalInSeconds. */
const maxDifferent = 10
const similarFor = seconds(600)
/** Upstream's defaultSpamBurst and defaultSpamQPS. */
const burst = 25
const refill = seconds(300)

export const combinedPrefix = '(combined from similar events): '

/** Notes one more message; `isCombined` if there are too many different ones by now. */
export function noteMessage(known: Similar | undefined, message: string, now: Micros): { similar: Similar; isCombined: boolean } {
  const recent = known && now - known.last <= similarFor ? known.messages : []
  const messages = recent.includes(message) ? recent : [...recent, message]
  const isCombined = messages.length >= maxDifferent
  return { similar: Object.freeze({ type: 'similar', messages: Object.freeze(isCombined ? messages.slice(1) : messages), last: now }), isCombined }
}

/** Takes a token; undefined if there is none. */
export function spend(known: Bucket | undefined, now: Micros): Bucket | undefined {
  const tokens = known ? Math.min(burst, known.tokens + (now - known.at) / refill) : burst
  return tokens < 1 ? undefined : Object.freeze({ type: 'bucket', tokens: tokens - 1, at: now })
}

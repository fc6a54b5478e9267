/**
 * Dates in API objects. Follows kubernetes v1.36 apimachinery/pkg/apis/meta/v1 (time.go, micro_time.go) and the errors of
 * Go's time.Parse for the layouts used there.
 */
import { remembering } from '../meta/remember.ts'
import { formatSeconds, secondsOf } from '../meta/time.ts'

export type TimeResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

const timeLayout = '2006-01-02T15:04:05Z07:00'
const microLayout = '2006-01-02T15:04:05.000000Z07:00'

/** RFC 3339; written back in UTC with whole seconds. */
export const decodeTime = remembering(readTime)

function readTime(text: string): TimeResult {
  const seconds = secondsOf(text)
  return Number.isNaN(seconds) ? refuse(text, timeLayout) : { ok: true, text: formatSeconds(seconds) }
}

/** Exactly six digits of fraction. */
export function decodeMicroTime(text: string): TimeResult {
  if (isUsualMicroTime(text) && decodeTime(`${text.slice(0, 19)}Z`).ok) return { ok: true, text }
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{6})?(.*)$/.exec(text)
  if (match && match[2] === undefined) return refuseAt(text, microLayout, { rest: match[3] ?? '', layout: '.000000' })
  if (match && !/^(Z|[+-]\d\d:\d\d)$/.test(match[3] ?? '')) return refuseAt(text, microLayout, { rest: match[3] ?? '', layout: 'Z07:00' })
  const seconds = secondsOf(text)
  if (Number.isNaN(seconds)) return refuse(text, microLayout)
  return { ok: true, text: `${formatSeconds(seconds).slice(0, -1)}${match?.[2] ?? '.000000'}Z` }
}

/** As components write it: `2026-01-01T08:00:12.345678Z`. */
function isUsualMicroTime(text: string): boolean {
  if (text.length !== 27 || text[10] !== 'T' || text[19] !== '.' || text[26] !== 'Z') return false
  for (let i = 20; i < 26; i++) if (text.charCodeAt(i) < 48 || text.charCodeAt(i) > 57) return false
  return true
}

/** The pieces of the layout, in order, with what each accepts. */
const pieces: readonly (readonly [string, RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d/],
]

function refuse(text: string, layout: string): TimeResult {
  let rest = text
  for (const [piece, pattern] of pieces) {
    const match = pattern.exec(rest)
    if (!match) return refuseAt(text, layout, { rest, layout: piece })
    rest = rest.slice(match[0].length)
  }
  const range = rangeProblem(text)
  if (range) return { ok: false, message: `parsing time ${JSON.stringify(text)}: ${range} out of range` }
  return refuseAt(text, layout, { rest: rest.replace(/^\.\d+/, ''), layout: 'Z07:00' })
}

const refuseAt = (text: string, layout: string, at: { rest: string; layout: string }): TimeResult => ({
  ok: false,
  message: `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(at.rest)} as ${JSON.stringify(at.layout)}`,
})

function rangeProblem(text: string): string | undefined {
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = [5, 8, 11, 14, 17].map((at) => Number(text.slice(at, at + 2)))
  if (month < 1 || month > 12) return 'month'
  if (hour > 23) return 'hour'
  if (minute > 59) return 'minute'
  if (second > 59) return 'second'
  return day < 1 || day > 31 || Number.isNaN(secondsOf(`${text.slice(0, 10)}T00:00:00Z`)) ? 'day' : undefined
}

/** Answers as HTTP carries them: objects and Statuses as JSON, warnings as headers. */
import type { HttpResponse } from '../../api/meta/http.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import type { Outcome } from './env.ts'

export const answer = (code: number, body: object, headers: { readonly [name: string]: string } = {}): HttpResponse => ({
  code,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

export const refusal = (status: Status): HttpResponse => answer(status.code, status)

/** The answer to a write: the object, with its warnings as headers. */
export function written(outcome: Outcome, code: number): HttpResponse {
  if (!outcome.ok) return refusal(outcome.status)
  const warnings = outcome.warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(',')
  return answer(code, outcome.object, warnings === '' ? {} : { warning: warnings })
}

export const malformed = (message: string): HttpResponse => refusal(badRequestStatus(message))

/** What Go's web server says of a path that nobody serves. */
export const notFoundPage = (): HttpResponse => ({
  code: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
})

/**
 * What a list or watch may ask about revisions. Follows kubernetes v1.36 apimachinery/pkg/apis/meta/internalversion
 * (validation) and apiserver/pkg/storage/errors.go.
 */
import { forbidden, notSupported, type FieldError } from '../../api/meta/field-error.ts'
import type { HttpRequest } from '../../api/meta/http.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import { invalidOptions } from './statuses.ts'

const matchPath = 'resourceVersionMatch'

/** `watch=maybe` watches: only what looks like no is no. */
export const isWatch = ({ query }: Pick<HttpRequest, 'query'>): boolean => {
  const { watch } = query
  return watch !== undefined && !['', '0', 'false'].includes(watch.toLowerCase())
}

/** Undefined if the query can be answered at `current`, the store's revision. */
export function listOptionsProblem(request: Pick<HttpRequest, 'query'>, current: number): Status | undefined {
  const errors = isWatch(request) ? watchProblems(request.query) : listProblems(request.query)
  if (errors.length > 0) return invalidOptions('ListOptions', errors)
  const { resourceVersion = '' } = request.query
  if (!/^\d*$/.test(resourceVersion)) return invalidVersion(resourceVersion)
  return !isWatch(request) && Number(resourceVersion) > current ? tooLargeVersion(resourceVersion, current) : undefined
}

function watchProblems({ resourceVersionMatch: match = '', sendInitialEvents, continue: token = '' }: HttpRequest['query']): FieldError[] {
  const errors: FieldError[] = []
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') errors.push(forbidden(matchPath, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  if (match === '') return errors
  if (sendInitialEvents === undefined) errors.push(forbidden(matchPath, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'))
  if (match !== 'NotOlderThan') errors.push(notSupported(matchPath, match, ['NotOlderThan']))
  if (token !== '') errors.push(forbidden(matchPath, 'resourceVersionMatch is forbidden when continue is provided'))
  return errors
}

function listProblems({ resourceVersionMatch: match = '', resourceVersion = '', sendInitialEvents, continue: token = '' }: HttpRequest['query']): FieldError[] {
  const errors: FieldError[] = []
  if (match !== '') {
    if (resourceVersion === '') errors.push(forbidden(matchPath, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
    if (token !== '') errors.push(forbidden(matchPath, 'resourceVersionMatch is forbidden when continue is provided'))
    if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(notSupported(matchPath, match, ['Exact', 'NotOlderThan', '']))
    if (match === 'Exact' && resourceVersion === '0') errors.push(forbidden(matchPath, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  }
  if (sendInitialEvents !== undefined) errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  return errors
}

/** 500 without a reason: the storage's errors are none of the API's. */
function invalidVersion(text: string): Status {
  const { reason: _, ...status } = badRequestStatus(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
  return { ...status, code: 500 }
}

const tooLargeVersion = (text: string, current: number): Status => ({
  ...badRequestStatus(`Timeout: Too large resource version: ${text}, current: ${current}`),
  reason: 'Timeout',
  details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
  code: 504,
})

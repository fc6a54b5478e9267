/**
 * Answers of the server that are about the request itself rather than about an object.
 * Follows kubernetes v1.36 apimachinery/pkg/api/errors and apiserver/pkg/endpoints/handlers.
 */
import { invalid, notSupported, type FieldError } from '../../api/meta/field-error.ts'
import { badRequestStatus, invalidStatus, successStatus, unsupportedMediaTypeStatus, type Status, type StatusDetails } from '../../api/meta/status.ts'

/** `code` is 0 where the server leaves it out. */
export function success(code: number, details?: StatusDetails): object {
  const { code: _, ...status } = successStatus(details)
  return code === 0 ? status : { ...status, code }
}

/** 422 for a request that could be read but not be carried out, without a word about why. */
export const unprocessable = (): Status => ({
  ...badRequestStatus('the server rejected our request due to an error in our request'),
  reason: 'Invalid',
  details: {},
  code: 422,
})

export const unsupportedBody = (): Status => unsupportedMediaTypeStatus(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'])

/** What go-restful answers before the handler is reached. */
export const unsupportedPatch = (): Status => ({ ...badRequestStatus('415: Unsupported Media Type'), reason: 'UnsupportedMediaType', details: {}, code: 415 })

export const tooLarge = (limit: number): Status => ({
  ...badRequestStatus(`Request entity too large: limit is ${limit}`),
  reason: 'RequestEntityTooLarge',
  code: 413,
})

/** 500 without a reason, as errors that the registry does not know come out. */
export const versionOnCreate = (): Status => {
  const { reason: _, ...status } = badRequestStatus('resourceVersion should not be set on objects to be created')
  return { ...status, code: 500 }
}

/** A patched object that cannot be decoded; upstream names no kind here. */
export function unpatchable(patched: string, message: string): Status {
  const { details, ...status } = invalidStatus({ group: '', kind: '', name: '' }, [invalid('patch', patched, message)])
  return { ...status, details: { ...(details?.causes && { causes: details.causes }) } }
}

/** What is wrong with the query of a write, or with delete options: `DeleteOptions.meta.k8s.io "" is invalid: …`. */
export const invalidOptions = (kind: string, errors: readonly FieldError[]): Status => invalidStatus({ group: 'meta.k8s.io', kind, name: '' }, errors)

/** `dryRun` is empty or `All`. */
export const dryRunProblems = (dryRun: readonly string[]): FieldError[] =>
  dryRun.every((value) => value === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]

/** What exists in life and is not part of this simulation is refused by its name. */
export const notPlayedStatus = (what: string): Status => ({
  ...badRequestStatus(`${what} needs a connection that both sides write to, which this simulation does not serve`),
  reason: 'NotImplemented',
  code: 501,
})

/** An error that has no status of its own: the server could not reach somebody else. */
export const unknownErrorStatus = (message: string): Status => ({ ...badRequestStatus(message), reason: '', code: 500 })

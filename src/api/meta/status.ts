/**
 * The Status object that answers what went wrong, in upstream's words.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
 */
import { printFieldError, type FieldError } from './field-error.ts'

export interface StatusCause {
  readonly reason?: string
  readonly message: string
  readonly field?: string
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: { readonly continue?: string }
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: string
  readonly details?: StatusDetails
  readonly code: number
}

/** What an error is about: `{ group: 'apps', resource: 'deployments' }`. */
export interface Subject {
  readonly group: string
  readonly resource: string
  readonly name?: string
}

const failure = (code: number, reason: string, message: string, details?: StatusDetails): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  ...(details && { details }),
  code,
})

export const qualified = ({ group, resource }: Subject): string => (group === '' ? resource : `${resource}.${group}`)

/** In details, `kind` is the resource for errors of the registry and the kind for validation. */
const aboutSubject = ({ group, resource, name }: Subject): StatusDetails => ({
  ...(name && { name }),
  ...(group && { group }),
  kind: resource,
})

export const notFoundStatus = (subject: Subject): Status =>
  failure(404, 'NotFound', `${qualified(subject)} "${subject.name ?? ''}" not found`, aboutSubject(subject))

export const pathNotFoundStatus = (): Status => failure(404, 'NotFound', 'the server could not find the requested resource', {})

export const alreadyExistsStatus = (subject: Subject): Status =>
  failure(409, 'AlreadyExists', `${qualified(subject)} "${subject.name ?? ''}" already exists`, aboutSubject(subject))

export const conflictStatus = (subject: Subject, why: string): Status =>
  failure(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name ?? ''}": ${why}`, aboutSubject(subject))

export const modified = 'the object has been modified; please apply your changes to the latest version and try again'

export const forbiddenStatus = (subject: Subject, why: string, causes?: readonly StatusCause[]): Status =>
  failure(403, 'Forbidden', `${qualified(subject)} "${subject.name ?? ''}" is forbidden: ${why}`, {
    ...aboutSubject(subject),
    ...(causes && { causes }),
  })

export const badRequestStatus = (message: string): Status => failure(400, 'BadRequest', message)

export const methodNotAllowedStatus = (): Status =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

export const unsupportedMediaTypeStatus = (supported: readonly string[]): Status =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${supported.join(', ')}`,
  )

export const expiredStatus = (message: string): Status => failure(410, 'Expired', message)

export const internalErrorStatus = (message: string): Status =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })

/** The server itself cannot be reached; what client-go makes of a refused connection. */
/** Where the API server listens. */
export const serverAddress = '10.0.0.1:6443'

/** What a client makes of a connection that nobody takes; it never comes from a server. */
export const unreachableStatus = (): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `dial tcp ${serverAddress}: connect: connection refused`,
  code: 503,
})

export const isUnreachable = ({ code, message = '' }: Status): boolean => code === 503 && message.endsWith('connect: connection refused')

/** What the API server passes on of etcd's client when etcd does not answer. */
export const storeDownStatus = (): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'etcdserver: request timed out',
  code: 500,
})

export const successStatus = (details?: StatusDetails): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  ...(details && { details }),
  code: 200,
})

/** 422, with every field error once in the message and once as a cause. */
export function invalidStatus({ group, kind, name }: { group: string; kind: string; name: string }, errors: readonly FieldError[]): Status {
  const texts = [...new Set(errors.map(printFieldError))]
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const qualifiedKind = group === '' ? kind : `${kind}.${group}`
  return failure(422, 'Invalid', `${qualifiedKind} "${name}" is invalid: ${list}`, {
    ...(name && { name }),
    ...(group && { group }),
    kind,
    causes: errors.map(({ type, field, message }) => ({ reason: type, message, field })),
  })
}

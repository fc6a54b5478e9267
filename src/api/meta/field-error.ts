/**
 * One thing wrong with one field, in the words of the API server.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go: the type decides the
 * prefix, the value is printed only where upstream prints it.
 */

export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid'

export interface FieldError {
  readonly type: FieldErrorType
  /** Path as upstream prints it: `spec.template.spec.containers[0].name`, `metadata.labels[app]`. */
  readonly field: string
  /** Everything after "field: ", for example `Invalid value: "x": must be …`. This is also the cause's message. */
  readonly message: string
}

export const required = (field: string, detail = ''): FieldError => withDetail('FieldValueRequired', field, 'Required value', detail)

export const forbidden = (field: string, detail = ''): FieldError => withDetail('FieldValueForbidden', field, 'Forbidden', detail)

export const invalid = (field: string, value: unknown, detail: string): FieldError =>
  withDetail('FieldValueInvalid', field, `Invalid value: ${printValue(value)}`, detail)

export const typeInvalid = (field: string, value: unknown, detail: string): FieldError =>
  withDetail('FieldValueTypeInvalid', field, `Invalid value: ${printValue(value)}`, detail)

export const duplicate = (field: string, value: unknown): FieldError =>
  withDetail('FieldValueDuplicate', field, `Duplicate value: ${printValue(value)}`, '')

export const notFound = (field: string, value: unknown): FieldError =>
  withDetail('FieldValueNotFound', field, `Not found: ${printValue(value)}`, '')

/** `supported` is printed sorted and quoted, as upstream does for sets of strings. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => {
  const list = [...supported].sort().map((value) => JSON.stringify(value))
  const detail = list.length > 0 ? `supported values: ${list.join(', ')}` : ''
  return withDetail('FieldValueNotSupported', field, `Unsupported value: ${printValue(value)}`, detail)
}

export const tooLong = (field: string, maxLength: number): FieldError =>
  withDetail('FieldValueTooLong', field, 'Too long', `may not be more than ${maxLength} bytes`)

export const tooMany = (field: string, actual: number, max: number): FieldError =>
  withDetail('FieldValueTooMany', field, `Too many: ${actual}`, `must have at most ${max} items`)

export const internalError = (field: string, detail: string): FieldError => withDetail('InternalError', field, 'Internal error', detail)

/** "field: message", the way one error stands in a Status message. */
export const printFieldError = (error: FieldError): string => `${error.field}: ${error.message}`

const withDetail = (type: FieldErrorType, field: string, prefix: string, detail: string): FieldError => ({
  type,
  field,
  message: detail === '' ? prefix : `${prefix}: ${detail}`,
})

/** Strings are quoted, everything structured is printed as JSON, as `ErrorBody` does since v1.33. */
function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return JSON.stringify(value) ?? 'null'
}

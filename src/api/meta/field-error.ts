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

export const duplicate = (field: string, value: unknown, detail = ''): FieldError =>
  withDetail('FieldValueDuplicate', field, `Duplicate value: ${printValue(value)}`, detail)

export const notFound = (field: string, value: unknown, detail = ''): FieldError =>
  withDetail('FieldValueNotFound', field, `Not found: ${printValue(value)}`, detail)

/** `supported` is printed quoted and in the order given; sets of strings are given sorted, as upstream lists them. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => {
  const list = supported.map(goQuote)
  const detail = list.length > 0 ? `supported values: ${list.join(', ')}` : ''
  return withDetail('FieldValueNotSupported', field, `Unsupported value: ${printValue(value)}`, detail)
}

export const tooLong = (field: string, maxLength: number): FieldError =>
  withDetail('FieldValueTooLong', field, 'Too long', `may not be more than ${maxLength} bytes`)

export const tooMany = (field: string, actual: number, max: number): FieldError =>
  withDetail('FieldValueTooMany', field, `Too many: ${actual}`, `must have at most ${max} items`)

/** "field: message", the way one error stands in a Status message. */
export const printFieldError = (error: FieldError): string => `${error.field}: ${error.message}`

const withDetail = (type: FieldErrorType, field: string, prefix: string, detail: string): FieldError => ({
  type,
  field,
  message: detail === '' ? prefix : `${prefix}: ${detail}`,
})

/** Strings are quoted as Go quotes them, everything structured is printed as JSON, as `ErrorBody` does since v1.33. */
function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return goQuote(value)
  const json = JSON.stringify(value) ?? 'null'
  // Go's encoder keeps JSON safe inside HTML.
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

const goEscapes: { readonly [character: string]: string } = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** Go's `%q`: printable text stays as it is, control characters become \\n, \\x01 and so on. */
export const goQuote = (text: string): string =>
  `"${text.replace(/["\\\x00-\x1f\x7f]/g, (character) => goEscapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`

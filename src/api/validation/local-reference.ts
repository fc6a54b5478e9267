/** References to an object of any kind: of an Ingress' backend, of an IngressClass' parameters. Follows kubernetes v1.36 pkg/apis/networking/validation. */
import { invalid, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Subdomain } from './names.ts'

interface LocalReference {
  /** Null in an object that was decoded without one. */
  readonly apiGroup?: string | null
  readonly kind: string
  readonly name: string
}

export function validateLocalReference(reference: LocalReference, path: string): FieldError[] {
  const { apiGroup } = reference
  return [
    ...(apiGroup === undefined || apiGroup === null ? [] : invalidEach(`${path}.apiGroup`, apiGroup, isDNS1123Subdomain(apiGroup))),
    ...validateSegment(reference.kind, `${path}.kind`),
    ...validateSegment(reference.name, `${path}.name`),
  ]
}

/** A part of a URL's path. */
function validateSegment(value: string | undefined, path: string): FieldError[] {
  if (!value) return [required(path)]
  if (value === '.' || value === '..') return [invalid(path, value, `may not be '${value}'`)]
  return ['/', '%'].filter((text) => value.includes(text)).map((text) => invalid(path, value, `may not contain '${text}'`))
}

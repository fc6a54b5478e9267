/**
 * ConfigMaps and Secrets that were declared immutable. Follows kubernetes v1.36 pkg/apis/core/validation
 * (ValidateConfigMapUpdate, ValidateSecretUpdate).
 */
import { forbidden, type FieldError } from '../meta/field-error.ts'
import { semanticEqual } from './field.ts'

const whenSet = 'field is immutable when `immutable` is set'

export function validateImmutableData<T extends { readonly immutable?: boolean }>(object: T, old: T, fields: readonly (keyof T & string)[]): FieldError[] {
  if (old.immutable !== true) return []
  return [
    ...(object.immutable === true ? [] : [forbidden('immutable', whenSet)]),
    ...fields.flatMap((field) => (semanticEqual(object[field], old[field]) ? [] : [forbidden(field, whenSet)])),
  ]
}

/** Small enumerations of the pod spec. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go. */
import { notSupported, required, type FieldError } from '../meta/field-error.ts'

/** Required if empty, otherwise one of these; upstream prints them in this order. */
export function oneOf(path: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (!value) return [required(path)]
  return supported.includes(value) ? [] : [notSupported(path, value, supported)]
}

export const validatePreemptionPolicy = (policy: string, path: string): FieldError[] => oneOf(path, policy, ['PreemptLowerPriority', 'Never'])

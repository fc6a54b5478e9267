/** Label selectors. Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */
import type { LabelSelector } from '../generated/types.ts'
import { forbidden, invalid, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { isValidLabelValue } from './names.ts'
import { validateLabelName, validateLabels } from './object-meta.ts'

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number]

/** A missing selector is valid here; who needs one says so. */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string): FieldError[] {
  if (selector === undefined) return []
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((requirement, i) => validateRequirement(requirement, `${path}.matchExpressions[${i}]`)),
  ]
}

function validateRequirement(requirement: Requirement, path: string): FieldError[] {
  const values = requirement.values ?? []
  return [
    ...validateOperator(requirement.operator, values, path),
    ...validateLabelName(requirement.key ?? '', `${path}.key`),
    ...values.flatMap((value, i) => invalidEach(`${path}.values[${i}]`, value, isValidLabelValue(value))),
  ]
}

/** The four operators that selectors of labels and of nodes share. */
export function validateOperator(operator: string | undefined, values: readonly string[], path: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0 ? [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")] : []
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] : []
    default:
      return [invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator')]
  }
}

/**
 * What metav1.LabelSelectorAsSelector would refuse: an unknown operator, wrong numbers of values, or names that are no
 * labels. The paths are of no interest to those who ask.
 */
export const isUsableSelector = (selector: LabelSelector): boolean => validateLabelSelector(selector, '').length === 0

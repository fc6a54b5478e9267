/** Tolerations and the effects of taints. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateTolerations). */
import type { Toleration } from '../generated/types.ts'
import { invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { isValidLabelValue } from './names.ts'
import { validateLabelName } from './object-meta.ts'

export function validateTolerations(tolerations: readonly Toleration[], path: string): FieldError[] {
  return tolerations.flatMap((toleration, i) => {
    const at = `${path}[${i}]`
    const { key, operator, effect, tolerationSeconds } = toleration
    const errors = key ? validateLabelName(key, `${at}.key`) : []
    if (!key && operator !== 'Exists') {
      errors.push(invalid(`${at}.operator`, operator ?? '', 'operator must be Exists when `key` is empty, which means "match all values and all keys"'))
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    }
    errors.push(...validateOperator(toleration, `${at}.operator`))
    return effect ? [...errors, ...validateTaintEffect(effect, `${at}.effect`)] : errors
  })
}

function validateOperator({ operator, value = '' }: Toleration, path: string): FieldError[] {
  if (!operator || operator === 'Equal') {
    const problems = isValidLabelValue(value)
    return problems.length > 0 ? [invalid(path, value, problems.join(';'))] : []
  }
  if (operator === 'Exists') return value === '' ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")]
  // Lt and Gt are behind the gate TaintTolerationComparisonOperators, which is off; the list names them all the same.
  return [notSupported(path, operator, operatorsNamed(operator))]
}

const operatorsNamed = (operator: string): readonly string[] =>
  operator === 'Lt' || operator === 'Gt' ? ['Equal', 'Exists', 'Lt', 'Gt'] : ['Equal', 'Exists']

export const validateTaintEffect = (effect: string | undefined, path: string): FieldError[] => {
  const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
  if (!effect) return [required(path)]
  return effects.includes(effect) ? [] : [notSupported(path, effect, effects)]
}

/** maxSurge, maxUnavailable: a number or a percentage. Follows kubernetes v1.36 pkg/apis/apps/validation (ValidatePositiveIntOrPercent). */
import { invalid, type FieldError } from '../meta/field-error.ts'
import { nonNegative } from './field.ts'

type IntOrPercent = number | string | undefined

export function validatePositiveIntOrPercent(value: IntOrPercent, path: string): FieldError[] {
  if (typeof value === 'number') return nonNegative(path, value)
  if (value === undefined || percentOf(value) !== undefined) return []
  const detail =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
  return [invalid(path, value, detail)]
}

export const isNotMoreThan100Percent = (value: IntOrPercent, path: string): FieldError[] => {
  const percent = typeof value === 'string' ? percentOf(value) : undefined
  return percent !== undefined && percent > 100 ? [invalid(path, value, 'must not be greater than 100%')] : []
}

/** 25 for `25%`, undefined for anything that is no percentage. */
function percentOf(value: string): number | undefined {
  const match = /^([0-9]+)%$/.exec(value)
  return match === null ? undefined : Number(match[1])
}

/** The number, or the number before the percent sign. */
export const intOrPercentValue = (value: IntOrPercent): number => (typeof value === 'number' ? value : value === undefined ? 0 : (percentOf(value) ?? 0))

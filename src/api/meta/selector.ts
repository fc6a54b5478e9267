/**
 * What label selectors mean, and their object form with matchLabels and matchExpressions. Their text form is read in
 * selector-text.ts. Follows kubernetes v1.36 apimachinery/pkg/labels/selector.go and pkg/apis/meta/v1/helpers.go.
 */
import type { LabelSelector } from '../generated/types.ts'

export type Labels = { readonly [label: string]: string }

/** As written: `a=b`, `a==b` and `a in (b)` mean the same and are printed differently. */
export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt' | 'Equals' | 'DoubleEquals' | 'NotEquals'

export interface Requirement {
  readonly key: string
  readonly operator: Operator
  readonly values: readonly string[]
}

/** A missing selector selects nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false
  const { matchLabels, matchExpressions } = selector
  if (matchLabels && !matchesLabels(matchLabels, labels)) return false
  return !matchExpressions || matchExpressions.length === 0 || requirementsOf({ matchExpressions }).every((requirement) => satisfies(requirement, labels))
}

export const isEverything = (selector: LabelSelector | undefined): boolean => selector !== undefined && requirementsOf(selector).length === 0

/** Every label of `wanted` is there with the same value, as a Service selects. */
export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  for (const key of Object.keys(wanted)) if (labels[key] !== wanted[key] || !Object.hasOwn(labels, key)) return false
  return true
}

export function requirementsOf(selector: LabelSelector): Requirement[] {
  const equalities = Object.entries(selector.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: 'Equals', values: [value] }))
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => {
    return { key, operator: operator as Requirement['operator'], values: values ?? [] }
  })
  return [...equalities, ...expressions]
}

export function satisfies({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
    case 'Equals':
    case 'DoubleEquals':
      return value !== undefined && values.includes(value)
    case 'NotIn':
    case 'NotEquals':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
    case 'Lt':
      return compares(value, values[0], operator)
  }
}

/** Both sides must be whole numbers. */
function compares(value: string | undefined, bound: string | undefined, operator: 'Gt' | 'Lt'): boolean {
  if (value === undefined || bound === undefined || !isInteger(value) || !isInteger(bound)) return false
  const [a, b] = [wholeNumber(value), wholeNumber(bound)]
  return operator === 'Gt' ? a > b : a < b
}

/** A signed number of 64 bits. */
export const isInteger = (text: string): boolean => /^[-+]?\d+$/.test(text) && BigInt.asIntN(64, wholeNumber(text)) === wholeNumber(text)

const wholeNumber = (text: string): bigint => BigInt(text.replace('+', ''))

/** As upstream prints a selector, keys sorted: `app=web,tier in (a,b)`. */
export const printSelector = (requirements: readonly Requirement[]): string =>
  [...requirements]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(printRequirement)
    .join(',')

const signs = { In: ' in ', NotIn: ' notin ', Equals: '=', DoubleEquals: '==', NotEquals: '!=', Gt: '>', Lt: '<' } as const

function printRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  const list = [...values].sort().join(',')
  return `${key}${signs[operator]}${operator === 'In' || operator === 'NotIn' ? `(${list})` : list}`
}

/**
 * Label and field selectors. Follows kubernetes v1.36 apimachinery/pkg/labels/selector.go and pkg/fields/selector.go:
 * the text form `a=b,c!=d,e in (x,y),!f`, the object form with matchLabels and matchExpressions, and their meaning.
 */
import type { LabelSelector } from '../generated/types.ts'

export type Labels = { readonly [label: string]: string }

export interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
  readonly values: readonly string[]
}

export type SelectorResult = { readonly ok: true; readonly requirements: readonly Requirement[] } | { readonly ok: false; readonly message: string }

/** A missing selector selects nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false
  return requirementsOf(selector).every((requirement) => satisfies(requirement, labels))
}

export const isEverything = (selector: LabelSelector | undefined): boolean => selector !== undefined && requirementsOf(selector).length === 0

/** Every label of `wanted` is there with the same value, as a Service selects. */
export const matchesLabels = (wanted: Labels, labels: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)

export function requirementsOf(selector: LabelSelector): Requirement[] {
  const equalities = Object.entries(selector.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] }))
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => {
    return { key, operator: operator as Requirement['operator'], values: values ?? [] }
  })
  return [...equalities, ...expressions]
}

export function satisfies({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
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
  const [a, b] = [BigInt(value), BigInt(bound)]
  return operator === 'Gt' ? a > b : a < b
}

const isInteger = (text: string): boolean => /^-?\d{1,19}$/.test(text)

/** `kubectl -l` and the labelSelector parameter. */
export function parseSelector(text: string): SelectorResult {
  const tokens = tokensOf(text)
  const requirements: Requirement[] = []
  let at = 0
  const peek = () => tokens[at] ?? ''
  while (at < tokens.length) {
    const parsed = parseRequirement(tokens.slice(at))
    if (typeof parsed === 'string') return { ok: false, message: `unable to parse requirement: ${parsed}` }
    requirements.push(parsed.requirement)
    at += parsed.length
    if (at >= tokens.length) break
    if (peek() !== ',') return { ok: false, message: `found '${peek()}', expected: ',' or 'end of string'` }
    at++
    if (at >= tokens.length) return { ok: false, message: "unable to parse requirement: found '', expected: identifier after ','" }
  }
  return { ok: true, requirements }
}

const tokensOf = (text: string): string[] => text.match(/==|!=|[=!,()<>]|[^\s=!,()<>]+/g) ?? []

const isWord = (token: string | undefined): token is string => token !== undefined && /^[^=!,()<>]/.test(token)

type Parsed = { readonly requirement: Requirement; readonly length: number }

function parseRequirement(tokens: readonly string[]): Parsed | string {
  const [first, second, third] = tokens
  if (first === '!') {
    if (!isWord(second)) return `found '${second ?? ''}', expected: identifier`
    return { requirement: { key: second, operator: 'DoesNotExist', values: [] }, length: 2 }
  }
  if (!isWord(first)) return `found '${first ?? ''}', expected: !, identifier, or 'end of string'`
  if (second === undefined || second === ',') return { requirement: { key: first, operator: 'Exists', values: [] }, length: 1 }
  if (second === 'in' || second === 'notin') return parseSet(first, second === 'in' ? 'In' : 'NotIn', tokens)
  const operator = ({ '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' } as const)[second]
  if (!operator) return `found '${second}', expected: in, notin, =, ==, !=, gt, lt`
  const value = isWord(third) ? third : ''
  return { requirement: { key: first, operator, values: [value] }, length: isWord(third) ? 3 : 2 }
}

function parseSet(key: string, operator: 'In' | 'NotIn', tokens: readonly string[]): Parsed | string {
  if (tokens[2] !== '(') return `found '${tokens[2] ?? ''}', expected: '('`
  const end = tokens.indexOf(')')
  if (end < 0) return "found '', expected: ',' or ')'"
  const inside = tokens.slice(3, end)
  const values = inside.filter(isWord)
  if (inside.some((token) => !isWord(token) && token !== ',')) return `found '${inside.find((token) => !isWord(token)) ?? ''}', expected: ',', or identifier`
  return { requirement: { key, operator, values: [...new Set(values.length > 0 ? values : [''])].sort() }, length: end + 1 }
}

/** As upstream prints a selector, keys sorted: `app=web,tier in (a,b)`. */
export const printSelector = (requirements: readonly Requirement[]): string =>
  [...requirements]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(printRequirement)
    .join(',')

function printRequirement({ key, operator, values }: Requirement): string {
  const sorted = [...values].sort()
  switch (operator) {
    case 'In':
      return sorted.length === 1 ? `${key}=${sorted[0]}` : `${key} in (${sorted.join(',')})`
    case 'NotIn':
      return sorted.length === 1 ? `${key}!=${sorted[0]}` : `${key} notin (${sorted.join(',')})`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'Gt':
      return `${key}>${sorted[0]}`
    case 'Lt':
      return `${key}<${sorted[0]}`
  }
}

export interface FieldRequirement {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

/** `metadata.name=web,status.phase!=Running`. */
export function parseFieldSelector(text: string): { readonly ok: true; readonly requirements: readonly FieldRequirement[] } | { readonly ok: false; readonly message: string } {
  const requirements: FieldRequirement[] = []
  for (const term of text.split(',').filter((part) => part !== '')) {
    const match = /^(.*?)(!=|==|=)(.*)$/.exec(term)
    if (!match) return { ok: false, message: `invalid selector: '${text}'; can't understand '${term}'` }
    const [, field = '', operator, value = ''] = match
    requirements.push({ field, equal: operator !== '!=', value })
  }
  return { ok: true, requirements }
}

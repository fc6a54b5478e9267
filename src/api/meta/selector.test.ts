import { expect, test } from 'vitest'
import { parseFieldSelector } from './field-selector.ts'
import { scaledValue } from './int-or-string.ts'
import { matchesSelector, printSelector, requirementsOf, satisfies } from './selector.ts'
import { parseSelector } from './selector-text.ts'

const labels = { app: 'web', tier: 'front', weight: '5', empty: '' }

test.each([
  { text: 'app=web', matches: true },
  { text: 'app==web,tier!=back', matches: true },
  { text: 'tier in (front, back), !gone', matches: true },
  { text: 'tier notin (front)', matches: false },
  { text: 'gone notin (x)', matches: true },
  { text: 'gone!=x', matches: true },
  { text: 'empty=', matches: true },
  { text: 'empty', matches: true },
  { text: 'weight>4,weight<6', matches: true },
  { text: 'app>4', matches: false },
  { text: '', matches: true },
])('$text selects by labels: $matches', ({ text, matches }) => {
  const parsed = parseSelector(text)
  expect(parsed.ok && parsed.requirements.every((requirement) => satisfies(requirement, labels))).toBe(matches)
})

test.each([
  { name: 'two commas', text: 'a,,b', message: "found ',', expected: identifier after ','" },
  { name: 'a comma at the end', text: 'a,', message: "found '', expected: identifier after ','" },
  { name: 'a sign alone', text: '=', message: "found '=', expected: !, identifier, or 'end of string'" },
  { name: 'a set without brackets', text: 'a in x', message: "unable to parse requirement: found 'x' expected: '('" },
  { name: 'an open set', text: 'a in (x', message: "unable to parse requirement: found '', expected: ',' or ')'" },
  { name: 'two words', text: 'a b', message: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt" },
  { name: 'no number to compare with', text: 'a>x', message: 'unable to parse requirement: values[0]: Invalid value: "x": for \'Gt\', \'Lt\' operators, the value must be an integer' },
])('$name: the error is upstream\'s', ({ text, message }) => {
  expect(parseSelector(text)).toEqual({ ok: false, message })
})

test('a key that is no label key is refused with the rule', () => {
  const parsed = parseSelector('_a=b')
  expect(!parsed.ok && parsed.message).toMatch(/^unable to parse requirement: <nil>: Invalid value: "_a": name part must consist of/)
})

test('a selector object prints as kubectl shows it, keys sorted', () => {
  const selector = { matchLabels: { tier: 'front' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }, { key: 'gone', operator: 'DoesNotExist' }] }
  expect(printSelector(requirementsOf(selector))).toBe('app in (api,web),!gone,tier=front')
  expect(matchesSelector(selector, labels)).toBe(true)
})

test('no selector selects nothing, an empty one everything', () => {
  expect([matchesSelector(undefined, labels), matchesSelector({}, labels)]).toEqual([false, true])
})

test.each([
  { name: 'three signs', text: 'a=1,b==2,c!=3', expected: { ok: true, requirements: [{ field: 'a', equal: true, value: '1' }, { field: 'b', equal: true, value: '2' }, { field: 'c', equal: false, value: '3' }] } },
  { name: 'an escaped comma', text: 'a=x\\,y', expected: { ok: true, requirements: [{ field: 'a', equal: true, value: 'x,y' }] } },
  { name: 'no sign', text: 'a=1,b', expected: { ok: false, message: "invalid selector: 'a=1,b'; can't understand 'b'" } },
  { name: 'a sign in the value', text: 'a=b=c', expected: { ok: false, message: 'invalid field selector: unescaped character in value: 61' } },
])('field selectors: $name', ({ text, expected }) => {
  expect(parseFieldSelector(text)).toEqual(expected)
})

test.each([
  { value: 3, total: 10, rounding: 'up', result: 3 },
  { value: '25%', total: 10, rounding: 'up', result: 3 },
  { value: '25%', total: 10, rounding: 'down', result: 2 },
  { value: '100%', total: 7, rounding: 'down', result: 7 },
] as const)('$value of $total rounded $rounding is $result', ({ value, total, rounding, result }) => {
  expect(scaledValue(value, total, rounding)).toBe(result)
})

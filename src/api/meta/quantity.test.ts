import { expect, test } from 'vitest'
import { addQuantities, compareQuantities, formatWrong, milliValue, parseQuantity, printQuantity, quantityOf, subtractQuantities, wholeValue } from './quantity.ts'

test.each([
  { name: 'thousandths that make a whole', text: '1000m', canonical: '1', whole: 1, milli: 1_000 },
  { name: 'a part becomes thousandths', text: '0.5', canonical: '500m', whole: 1, milli: 500 },
  { name: 'binary numbers gather to the largest suffix', text: '1024Mi', canonical: '1Gi', whole: 1_073_741_824, milli: 1_073_741_824_000 },
  { name: 'an odd binary number keeps its suffix', text: '1500Mi', canonical: '1500Mi', whole: 1_572_864_000, milli: 1_572_864_000_000 },
  { name: 'a binary number below 1024 is shown as a decimal one', text: '0.5Ki', canonical: '512', whole: 512, milli: 512_000 },
  { name: 'an exponent stays an exponent', text: '1000e3', canonical: '1e6', whole: 1_000_000, milli: 1_000_000_000 },
  { name: 'leading zeros do not count', text: '007', canonical: '7', whole: 7, milli: 7_000 },
  { name: 'what is finer than a billionth is rounded up', text: '0.0000000001', canonical: '1n', whole: 1, milli: 1 },
  { name: 'a suffix alone is zero', text: 'Ki', canonical: '0', whole: 0, milli: 0 },
  { name: 'a negative number is rounded away from zero', text: '-100m', canonical: '-100m', whole: -1, milli: -100 },
])('$name: $text is $canonical', ({ text, canonical, whole, milli }) => {
  const parsed = parseQuantity(text)
  expect(parsed.ok && printQuantity(parsed.quantity)).toBe(canonical)
  expect([wholeValue(text), milliValue(text)]).toEqual([whole, milli])
})

test.each([
  { name: 'nothing', text: '', message: formatWrong },
  { name: 'a comma', text: '1,5', message: formatWrong },
  { name: 'a blank', text: '1 Gi', message: formatWrong },
  { name: 'a suffix that is none', text: '1GB', message: formatWrong },
  { name: 'a suffix of the right letters', text: '1K', message: "unable to parse quantity's suffix" },
  { name: 'two suffixes', text: '1kM', message: "unable to parse quantity's suffix" },
  { name: 'a large suffix alone', text: 'Pi', message: 'unable to parse numeric part of quantity' },
])('$name is refused as upstream refuses it', ({ text, message }) => {
  expect(parseQuantity(text)).toEqual({ ok: false, message })
})

test('sums and differences are exact and keep the format of the first that is not zero', () => {
  expect(printQuantity(addQuantities(quantityOf('0.1'), quantityOf('0.2')))).toBe('300m')
  expect(printQuantity(addQuantities(quantityOf('0'), quantityOf('1Gi')))).toBe('1Gi')
  expect(printQuantity(subtractQuantities(quantityOf('1Gi'), quantityOf('512Mi')))).toBe('512Mi')
  expect(compareQuantities(quantityOf('1000Mi'), quantityOf('1Gi'))).toBe(-1)
})

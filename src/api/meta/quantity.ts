/**
 * Resource quantities with exact arithmetic: whole billionths as BigInt, and the format they were written in.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/api/resource (quantity.go, suffix.go): what is finer
 * than a billionth is rounded up, and canonical form keeps the format.
 */

export interface Quantity {
  /** In billionths. */
  readonly nano: bigint
  readonly format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent'
}

export type QuantityResult = { readonly ok: true; readonly quantity: Quantity } | { readonly ok: false; readonly message: string }

export const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const numericWrong = 'unable to parse numeric part of quantity'
const suffixWrong = "unable to parse quantity's suffix"

const one = 1_000_000_000n
const decimalSuffixes: readonly (readonly [string, number])[] = [
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]
const decimalExponents = new Map(decimalSuffixes)
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
/** Binary numbers this large are capped. */
const largest = (2n ** 63n - 1n) * one

export function parseQuantity(text: string): QuantityResult {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text)
  if (!match || text === '') return { ok: false, message: formatWrong }
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match
  const scale = readSuffix(suffix)
  if (!scale) return { ok: false, message: suffixWrong }
  const significant = whole.replace(/^0+/, '') || '0'
  const isShort = isSmall({ digits: significant.length + fraction.length, fraction: fraction.length, scale })
  // A suffix alone, `Ki`, is zero of that suffix, unless the number it stands for is beyond upstream's short way.
  if (whole + fraction === '' && suffix !== '' && !isShort) return { ok: false, message: numericWrong }
  const magnitude = scaled(BigInt(whole + fraction) * scale.factor, scale.exponent + 9 - fraction.length)
  const capped = !isShort && scale.format === 'BinarySI' && magnitude > largest ? largest : magnitude
  const isPart = !isShort && scale.format === 'BinarySI' && capped > 0n && capped < one
  return { ok: true, quantity: { nano: sign === '-' ? -capped : capped, format: isPart ? 'DecimalSI' : scale.format } }
}

/** Whether upstream reads it as a number of 64 bits with a scale, which it does not cap. */
function isSmall({ digits, fraction, scale }: { digits: number; fraction: number; scale: Scale }): boolean {
  if (scale.format !== 'BinarySI') return digits <= 18 && scale.exponent - fraction >= -9
  const places = Math.floor((scale.factor.toString(2).length - 1) * 0.3)
  return fraction === 0 && 15 - digits - places - 1 >= 0
}

interface Scale {
  readonly factor: bigint
  /** Power of ten on top of the factor. */
  readonly exponent: number
  readonly format: Quantity['format']
}

function readSuffix(suffix: string): Scale | undefined {
  const binary = binarySuffixes.indexOf(suffix)
  if (binary > 0) return { factor: 1024n ** BigInt(binary), exponent: 0, format: 'BinarySI' }
  const decimal = decimalExponents.get(suffix)
  if (decimal !== undefined) return { factor: 1n, exponent: decimal, format: 'DecimalSI' }
  const exponent = /^[eE]([-+]?\d{1,18})$/.exec(suffix)?.[1]
  return exponent === undefined ? undefined : { factor: 1n, exponent: clamp(Number(exponent)), format: 'DecimalExponent' }
}

/** Exponents beyond this are no quantity of anything; they would only cost time. */
const exponentLimit = 400
const clamp = (exponent: number): number => Math.max(-exponentLimit, Math.min(exponentLimit, exponent))

/** value × 10^exponent, rounded up. */
function scaled(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return (value + divisor - 1n) / divisor
}

/** Canonical form: `1000m` is `1`, `1024Mi` is `1Gi`, `0.5` is `500m`, `1e3` stays `1e3`. */
export function printQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0'
  const magnitude = nano < 0n ? -nano : nano
  const sign = nano < 0n ? '-' : ''
  // A binary number that is small or no whole number is shown as a decimal one.
  if (format === 'BinarySI' && magnitude >= 1024n * one && magnitude % one === 0n) return sign + printBinary(magnitude / one)
  let [value, exponent] = [magnitude, -9]
  while (value % 1000n === 0n) [value, exponent] = [value / 1000n, exponent + 3]
  if (format === 'DecimalExponent') return `${sign}${value}${exponent === 0 ? '' : `e${exponent}`}`
  const suffix = decimalSuffixes.find(([, power]) => power === exponent)?.[0] ?? ''
  return `${sign}${value}${suffix}`
}

function printBinary(magnitude: bigint): string {
  let [value, power] = [magnitude, 0]
  while (value % 1024n === 0n) [value, power] = [value / 1024n, power + 1]
  return `${value}${binarySuffixes[power] ?? ''}`
}

const zero: Quantity = { nano: 0n, format: 'DecimalSI' }

/** A quantity known to be well-formed, because the API server has taken it; absent is zero. */
export function quantityOf(text: string | number | undefined): Quantity {
  const result = parseQuantity(String(text ?? '0'))
  return result.ok ? result.quantity : zero
}

export const compareQuantities = (a: Quantity, b: Quantity): number => (a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0)

export const addQuantities = (a: Quantity, b: Quantity): Quantity => ({ nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format })

export const subtractQuantities = (a: Quantity, b: Quantity): Quantity => ({ nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format })

/** Whole thousandths, rounded away from zero: millicores of a CPU quantity. */
export const milliValue = (text: string | number | undefined): number => roundedUp(quantityOf(text).nano, 1_000_000n)

/** Whole units, rounded away from zero: bytes of a memory quantity. */
export const wholeValue = (text: string | number | undefined): number => roundedUp(quantityOf(text).nano, one)

function roundedUp(value: bigint, divisor: bigint): number {
  const quotient = value / divisor
  if (value % divisor === 0n) return Number(quotient)
  return Number(value > 0n ? quotient + 1n : quotient - 1n)
}

/**
 * Quantities in API objects: kept as written where upstream takes the text for canonical, otherwise printed anew.
 * Follows kubernetes v1.36 apimachinery/pkg/api/resource/quantity.go (ParseQuantity).
 */
import { parseQuantity, printQuantity } from '../meta/quantity.ts'
import { remembering } from '../meta/remember.ts'

export type QuantityText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

export const decodeQuantity = remembering(read)

function read(text: string): QuantityText {
  const result = parseQuantity(text.trim())
  if (!result.ok) return result
  const kept = isTakenForCanonical(text.trim(), result.quantity.format)
  return { ok: true, text: kept ? text.trim() : printQuantity(result.quantity) }
}

/** Decimal exponents of the suffixes. */
const scales: { readonly [suffix: string]: number } = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
/** Powers of two of the binary suffixes. */
const powers: { readonly [suffix: string]: number } = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

/** The fast path of upstream: small numbers that look as if they could not be written shorter. */
function isTakenForCanonical(text: string, format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent'): boolean {
  const [, whole = '', fraction = '', suffix = ''] = /^[+-]?0*(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? []
  const digits = (whole === '' ? '0' : whole) + fraction
  if (format === 'BinarySI') {
    const precision = 15 - digits.length - Math.trunc(((powers[suffix] ?? 0) * 3) / 10) - 1
    return fraction === '' && precision >= 0 && (Number(digits) & 7) !== 0
  }
  const exponent = format === 'DecimalSI' ? (scales[suffix] ?? 0) : Number(suffix.slice(1))
  const scale = exponent - fraction.length
  return digits.length <= 18 && scale >= -9 && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
}

/**
 * What a scalar without quotes means: YAML 1.1 as go.yaml.in/yaml v2.4 (resolve.go) has it, which kubectl 1.36 reads
 * manifests with. `yes`, `on` and `y` are true, `0644` and `0o644` are octal, dates stay text, `08` is 8.
 */
import { documentError } from './cursor.ts'
import type { ScalarNode } from './node.ts'

export type Resolved = string | number | boolean | null

const prefix = 'tag:yaml.org,2002:'

const words = new Map<string, Resolved>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, Resolved] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, Resolved] => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Resolved] => [word, null]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Resolved] => [word, NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Resolved] => [word, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Resolved] => [word, -Infinity]),
])

export function resolveScalar(node: ScalarNode): Resolved {
  const { tag, implicit, value } = node
  if (tag === '') return implicit ? resolveText(value) : value
  if (tag === `${prefix}binary`) return decodeBinary(node)
  const wanted = tag.startsWith(prefix) ? tag.slice(prefix.length) : ''
  if (!['bool', 'int', 'float', 'null'].includes(wanted)) return value
  const found = resolveText(value)
  const type = typeName(found)
  if (type === wanted || (wanted === 'float' && type === 'int')) return found
  throw documentError(`cannot decode !!${type} \`${value}\` as a !!${wanted}`, node.start)
}

const typeName = (value: Resolved): string => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  return Number.isInteger(value) ? 'int' : 'float'
}

function decodeBinary({ value, start }: ScalarNode): string {
  const text = value.replace(/[\r\n]/g, '')
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw documentError('!!binary value contains invalid base64 data', start)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bits = [...text.replace(/=/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(6, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join('')
}

function resolveText(text: string): Resolved {
  const word = words.get(text)
  if (word !== undefined) return word
  return /^[-+.\d]/.test(text) ? (resolveNumber(text) ?? text) : text
}

const decimalFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/

function resolveNumber(text: string): number | undefined {
  // Digits may be grouped with `_`, but not behind a leading point.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  const whole = readInteger(plain)
  if (whole !== undefined) return whole
  if (!decimalFloat.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

/** Go's base 0: `0x1f`, `0o17`, `0b11`, and a leading 0 for octal. */
function readInteger(text: string): number | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? []
  const value = readDigits(digits)
  if (value === undefined) return undefined
  const signed = sign === '-' ? -value : value
  if (signed < -(2n ** 63n) || (sign === '+' && signed >= 2n ** 63n) || signed >= 2n ** 64n) return undefined
  return Number(signed)
}

function readDigits(digits: string): bigint | undefined {
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return BigInt(digits)
  if (/^0[xX][0-9a-fA-F]+$/.test(digits) || /^0[bB][01]+$/.test(digits) || /^0[oO][0-7]+$/.test(digits)) return BigInt(digits.toLowerCase())
  return /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : undefined
}

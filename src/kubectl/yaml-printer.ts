/**
 * YAML as kubectl prints it: keys in their natural order, quotes only where a text would be read as something else, lines
 * folded after 80 characters. Follows go.yaml.in/yaml v2.4.3 encode.go, resolve.go, sorter.go and emitterc.go, as far as
 * JSON values need them; leaves out keys of more than 128 characters, which it writes like any other.
 */
import { isObject } from '../api/meta/json.ts'

const bestWidth = 80

export const yamlOf = (value: unknown): string => {
  if (isFilled(value)) return `${linesOf(value, 0).join('\n')}\n`
  return `${scalar(value, 2, 0)}\n`
}

type Filled = readonly unknown[] | { readonly [key: string]: unknown }

const isFilled = (value: unknown): value is Filled => (Array.isArray(value) ? value.length > 0 : isObject(value) && keysOf(value).length > 0)
const keysOf = (value: { readonly [key: string]: unknown }): string[] => Object.keys(value).filter((key) => value[key] !== undefined).sort(naturally)

function linesOf(value: Filled, indent: number): string[] {
  const pad = ' '.repeat(indent)
  if (Array.isArray(value)) return value.flatMap((item: unknown) => itemLines(item, indent))
  const fields = value as { readonly [key: string]: unknown }
  return keysOf(fields).flatMap((key) => {
    const start = `${pad}${scalar(key, Infinity, 0)}:`
    const field = fields[key]
    // A list stands at the same depth as the key that it belongs to.
    if (isFilled(field)) return [start, ...linesOf(field, Array.isArray(field) ? indent : indent + 2)]
    return `${start} ${scalar(field, indent + 2, start.length + 1)}`.split('\n')
  })
}

function itemLines(item: unknown, indent: number): string[] {
  const start = `${' '.repeat(indent)}- `
  if (!isFilled(item)) return `${start}${scalar(item, indent + 2, start.length)}`.split('\n')
  const [first = '', ...rest] = linesOf(item, indent + 2)
  return [start + first.slice(indent + 2), ...rest]
}

/** `indent` is where further lines begin, infinite where there can be none; `column` is where the first begins. */
function scalar(value: unknown, indent: number, column: number): string {
  if (typeof value === 'string') return text(value, indent, column)
  if (Array.isArray(value)) return '[]'
  return isObject(value) ? '{}' : JSON.stringify(value ?? null)
}

function text(value: string, indent: number, column: number): string {
  if (value === '') return '""'
  if (!isPrintable(value) || / \n/.test(value)) return doubleQuoted(value, indent, column)
  if (value.includes('\n')) return value.endsWith(' ') || indent === Infinity ? doubleQuoted(value, indent, column) : literal(value, indent)
  if (wouldBeOther(value)) return doubleQuoted(value, indent, column)
  if (hasIndicator(value) || value.startsWith(' ') || value.endsWith(' ')) return folded(`'${value.replaceAll("'", "''")}'`, indent, column, 1)
  return folded(value, indent, column, 0)
}

/** No tabs, returns, separators, nor anything beyond the basic plane. */
const isPrintable = (value: string): boolean => /^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(value)

/** Somewhere in it YAML would see the beginning of something else. */
const hasIndicator = (value: string): boolean => /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?: |$))|:(?: |$)| #/.test(value)

const words = new Set([
  ...['y', 'yes', 'true', 'on', 'n', 'no', 'false', 'off', 'null'].flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]),
  ...['.nan', '.NaN', '.NAN', '~', ...['', '+', '-'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => sign + word))],
])

/** Booleans, nothing, numbers and times, were they not quoted. */
function wouldBeOther(value: string): boolean {
  if (words.has(value)) return true
  if (!/^[-+.\d]/.test(value)) return false
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(value)) return true
  return isNumber(value) || isTime(value)
}

function isNumber(value: string): boolean {
  if (value.startsWith('.')) return /^\.\d(?:_?\d)*(?:[eE][-+]?\d+)?$/.test(value)
  const plain = value.replaceAll('_', '')
  return /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.test(plain) || /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain)
}

function isTime(value: string): boolean {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?)?$/.exec(value)
  const [month, day] = [Number(match?.[2] ?? 0), Number(match?.[3] ?? 0)]
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

function literal(value: string, indent: number): string {
  const hint = /^[ \n]/.test(value) ? '2' : ''
  const ending = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : ''
  const lines = (ending === '-' ? value : value.slice(0, -1)).split('\n')
  return [`|${hint}${ending}`, ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join('\n')
}

/** A new line instead of a single space where the line is longer than it should be; `margin` characters at both ends are quotes. */
function folded(value: string, indent: number, column: number, margin: number): string {
  let written = ''
  let at = column
  for (let index = 0; index < value.length; index++) {
    const isSingle = value[index] === ' ' && value[index - 1] !== ' ' && value[index + 1] !== ' '
    if (isSingle && at > bestWidth && indent !== Infinity && index > margin && index < value.length - 1 - margin) {
      written += `\n${' '.repeat(indent)}`
      at = indent
    } else {
      written += value[index]
      at++
    }
  }
  return written
}

const escapes: { readonly [character: string]: string } = { '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\x1b': 'e', '"': '"', '\\': '\\', '\x85': 'N', '\u2028': 'L', '\u2029': 'P' }

function escaped(character: string): string | undefined {
  const known = escapes[character]
  if (known !== undefined) return `\\${known}`
  if (isPrintable(character)) return undefined
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`
}

function doubleQuoted(value: string, indent: number, column: number): string {
  const characters = [...value]
  let written = '"'
  let at = column + 1
  let afterSpace = false
  for (const [index, character] of characters.entries()) {
    const isSpace = character === ' '
    if (isSpace && !afterSpace && at > bestWidth && indent !== Infinity && index > 0 && index < characters.length - 1) {
      const more = characters[index + 1] === ' ' ? '\\' : ''
      written += `\n${' '.repeat(indent)}${more}`
      at = indent + more.length
    } else {
      const shown = escaped(character) ?? character
      written += shown
      at += shown.length
    }
    afterSpace = isSpace
  }
  return `${written}"`
}

/** Numbers within keys by their size, letters after all that is none. */
function naturally(a: string, b: string): number {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < x.length && i < y.length; i++) {
    const [p = '', q = ''] = [x[i], y[i]]
    if (p === q) continue
    const [isP, isQ] = [/\p{L}/u.test(p), /\p{L}/u.test(q)]
    if (isP && isQ) return p < q ? -1 : 1
    if (isP || isQ) return isQ ? -1 : 1
    return byNumber(x, y, i) || (p < q ? -1 : 1)
  }
  return x.length - y.length
}

function byNumber(x: readonly string[], y: readonly string[], from: number): number {
  const start = (x[from] === '0' || y[from] === '0') && /[1-9]\d*$/.test(x.slice(0, from).join('')) ? '1' : ''
  const [p = '', q = ''] = [x, y].map((part) => /^\d*/.exec(part.slice(from).join(''))?.[0])
  return Number(start + p) - Number(start + q) || p.length - q.length
}

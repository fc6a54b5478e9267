/** Reads the words of a shell script: quotes, variables, substitutions, here-documents. Follows POSIX.1-2017 XCU 2.2 and 2.6. */
import type { Node, SourcePart, SourceRedirect, SourceWord } from './syntax.ts'

export interface Reader {
  readonly text: string
  at: number
  /** The first thing that is wrong; nothing is read after it. */
  problem: string
  /** Here-documents whose text starts after the next line end. */
  readonly waiting: { delimiter: string; isQuoted: boolean; stripsTabs: boolean; redirect: { target: SourceWord } }[]
  /** Reads the list inside `$(…)`; stands in `parse.ts`. */
  readonly list: (reader: Reader, until: string) => Node
}

export const createReader = (text: string, list: Reader['list']): Reader => ({ text, at: 0, problem: '', waiting: [], list })

export function fail(reader: Reader, problem: string): void {
  if (reader.problem === '') reader.problem = problem
  reader.at = reader.text.length
}

const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y
const specialAt = /[?$#@*!0-9-]/y

function match(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? ''
  reader.at += found.length
  return found
}

/** Blanks, line continuations and comments. */
export function skipBlanks(reader: Reader): void {
  match(reader, /(?:[ \t]|\\\n)*/y)
  const before = reader.text[reader.at - 1]
  if (reader.text[reader.at] === '#' && (before === undefined || /[\s;&|()]/.test(before))) match(reader, /[^\n]*/y)
}

/** The word at this place; undefined if an operator or the end stands there. */
export function readWord(reader: Reader): SourceWord | undefined {
  const parts: SourcePart[] = []
  const start = reader.at
  while (reader.at < reader.text.length && !/[\s;&|<>()]/.test(reader.text[reader.at] ?? '')) readPart(reader, parts)
  return reader.at === start ? undefined : parts
}

function readPart(reader: Reader, parts: SourcePart[]): void {
  const { text } = reader
  switch (text[reader.at]) {
    case "'": {
      const end = text.indexOf("'", reader.at + 1)
      if (end < 0) return fail(reader, 'unterminated quoted string')
      parts.push({ type: 'text', text: text.slice(reader.at + 1, end), quoted: true })
      reader.at = end + 1
      return
    }
    case '"':
      reader.at++
      return readQuoted(reader, parts, '"')
    case '\\':
      if (text[reader.at + 1] !== '\n') parts.push({ type: 'text', text: text[reader.at + 1] ?? '', quoted: true })
      reader.at += 2
      return
    case '$':
    case '`':
      return readDollar(reader, parts, false)
    default:
      parts.push({ type: 'text', text: match(reader, /[^\s;&|<>()'"\\$`]+/y), quoted: false })
  }
}

/** What stands between double quotes, or in a here-document (`end` is then ''). */
function readQuoted(reader: Reader, parts: SourcePart[], end: '"' | ''): void {
  const { text } = reader
  parts.push({ type: 'text', text: '', quoted: true })
  while (reader.at < text.length) {
    const character = text[reader.at] ?? ''
    if (character === end) {
      reader.at++
      return
    }
    if (character === '\\') {
      const next = text[reader.at + 1] ?? ''
      if (next !== '\n') parts.push({ type: 'text', text: /[$`"\\]/.test(next) ? next : `\\${next}`, quoted: true })
      reader.at += 2
    } else if (character === '$' || character === '`') readDollar(reader, parts, true)
    else parts.push({ type: 'text', text: match(reader, end === '"' ? /[^"\\$`]+/y : /[^\\$`]+/y), quoted: true })
  }
  if (end !== '') fail(reader, 'unterminated quoted string')
}

function readDollar(reader: Reader, parts: SourcePart[], quoted: boolean): void {
  const { text } = reader
  if (text[reader.at] === '`') {
    const end = text.indexOf('`', reader.at + 1)
    if (end < 0) return fail(reader, 'unterminated quoted string')
    parts.push({ type: 'command', body: innerList(reader, text.slice(reader.at + 1, end)), quoted })
    reader.at = end + 1
    return
  }
  if (text.startsWith('$((', reader.at)) return readSum(reader, parts, quoted)
  if (text.startsWith('$(', reader.at)) {
    reader.at += 2
    parts.push({ type: 'command', body: reader.list(reader, ')'), quoted })
    if (text[reader.at] !== ')') return fail(reader, 'syntax error: unexpected end of file (expecting ")")')
    reader.at++
    return
  }
  if (text.startsWith('${', reader.at)) return readBraces(reader, parts, quoted)
  reader.at++
  const name = match(reader, nameAt) || match(reader, specialAt)
  if (name === '') parts.push({ type: 'text', text: '$', quoted })
  else parts.push({ type: 'variable', name, quoted, operator: '', word: [] })
}

function innerList(reader: Reader, text: string): Node {
  const inner = createReader(text, reader.list)
  const list = reader.list(inner, '')
  if (inner.problem !== '') fail(reader, inner.problem)
  return list
}

function readSum(reader: Reader, parts: SourcePart[], quoted: boolean): void {
  const end = reader.text.indexOf('))', reader.at)
  if (end < 0) return fail(reader, 'syntax error: missing "))"')
  const inner = createReader(reader.text.slice(reader.at + 3, end), reader.list)
  const expression: SourcePart[] = []
  readQuoted(inner, expression, '')
  parts.push({ type: 'sum', expression, quoted })
  reader.at = end + 2
}

/** `${NAME}`, `${#NAME}`, `${NAME:-word}` and its relatives. */
function readBraces(reader: Reader, parts: SourcePart[], quoted: boolean): void {
  reader.at += 2
  const isLength = reader.text[reader.at] === '#' && reader.text[reader.at + 1] !== '}'
  if (isLength) reader.at++
  const name = match(reader, nameAt) || match(reader, specialAt)
  const operator = isLength ? '#length' : match(reader, /:[-=?+]|[-=?+]|%%|%|##|#/y)
  const word: SourcePart[] = []
  while (reader.at < reader.text.length && reader.text[reader.at] !== '}') {
    if (quoted && /\s/.test(reader.text[reader.at] ?? '')) word.push({ type: 'text', text: reader.text[reader.at++] ?? '', quoted: true })
    else if (/[\s;&|<>()]/.test(reader.text[reader.at] ?? '')) word.push({ type: 'text', text: reader.text[reader.at++] ?? '', quoted: false })
    else readPartInBraces(reader, word)
  }
  if (reader.text[reader.at] !== '}' || name === '') return fail(reader, 'bad substitution')
  reader.at++
  parts.push({ type: 'variable', name, quoted, operator, word })
}

function readPartInBraces(reader: Reader, word: SourcePart[]): void {
  if (/['"\\$`]/.test(reader.text[reader.at] ?? '')) return readPart(reader, word)
  word.push({ type: 'text', text: match(reader, /[^\s;&|<>()'"\\$`}]+/y), quoted: false })
}

const redirectAt = /([012]?)(>>|>&|>\||>|<<-|<<|<&|<)|&>/y

/** A redirection at this place, if there is one. */
export function readRedirects(reader: Reader): SourceRedirect[] {
  redirectAt.lastIndex = reader.at
  const found = redirectAt.exec(reader.text)
  if (!found) return []
  const [whole, number = '', operator = whole] = found
  reader.at += whole.length
  skipBlanks(reader)
  const target = readWord(reader)
  if (!target) {
    fail(reader, 'syntax error: unexpected redirection')
    return []
  }
  const stream = streamOf(number, operator)
  if (operator === '<<' || operator === '<<-') return [hereDocument(reader, target, operator === '<<-')]
  if (operator === '<') return [{ stream, type: 'read', target }]
  if (operator === '>&') return [{ stream, type: 'copy', target }]
  if (operator === '&>') return [{ stream: 1, type: 'write', target }, { stream: 2, type: 'copy', target: [{ type: 'text', text: '1', quoted: false }] }]
  if (operator === '<&') fail(reader, 'redirection <& is not played by this shell')
  return [{ stream, type: operator === '>>' ? 'append' : 'write', target }]
}

function streamOf(number: string, operator: string): SourceRedirect['stream'] {
  if (number === '') return operator.startsWith('<') ? 0 : 1
  return number === '2' ? 2 : number === '1' ? 1 : 0
}

function hereDocument(reader: Reader, delimiter: SourceWord, stripsTabs: boolean): SourceRedirect {
  const text = delimiter.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const redirect: { stream: 0; type: 'here'; target: SourceWord } = { stream: 0, type: 'here', target: [] }
  reader.waiting.push({ delimiter: text, isQuoted: delimiter.some(({ quoted }) => quoted), stripsTabs, redirect })
  return redirect
}

/** After a line end: the texts of the here-documents that the line has announced. */
export function readHereDocuments(reader: Reader): void {
  for (const { delimiter, isQuoted, stripsTabs, redirect } of reader.waiting.splice(0)) {
    let body = ''
    for (;;) {
      if (reader.at >= reader.text.length) break
      const line = match(reader, /[^\n]*\n?/y)
      const shown = stripsTabs ? line.replace(/^\t+/, '') : line
      if (shown.replace(/\n$/, '') === delimiter) break
      body += shown
    }
    const parts: SourcePart[] = []
    if (isQuoted) parts.push({ type: 'text', text: body, quoted: true })
    else readQuoted(createReader(body, reader.list), parts, '')
    redirect.target = parts
  }
}

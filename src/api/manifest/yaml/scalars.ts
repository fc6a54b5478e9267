/**
 * Scans scalars: plain, quoted, literal and folded, with their rules for line breaks. Follows go.yaml.in/yaml v2.4
 * (scannerc.go), which kubectl 1.36 reads manifests with.
 */
import { end, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit, isDocumentIndicator, scannerError, type Cursor, type Mark } from './cursor.ts'
import type { Token } from './token.ts'

const scalar = (start: Mark, finish: Mark, value: string, plain = false): Token => ({ type: 'scalar', start, end: finish, value, plain })

/** Blanks and breaks inside a scalar: one break folds into a blank, more of them into breaks. */
class Gap {
  private blanks = ''
  private first = ''
  private more = ''
  brokeLine = false

  read(cursor: Cursor): void {
    if (isBlank(cursor.code())) {
      if (!this.brokeLine) this.blanks += String.fromCharCode(cursor.code())
      cursor.skip()
    } else if (this.brokeLine) this.more += cursor.readBreak()
    else {
      this.blanks = ''
      this.first = cursor.readBreak()
      this.brokeLine = true
    }
  }

  /** What the gap stands for, once the text goes on behind it. */
  take(): string {
    const text = !this.brokeLine ? this.blanks : this.first === '\n' ? this.more || ' ' : this.first + this.more
    this.blanks = this.first = this.more = ''
    this.brokeLine = false
    return text
  }
}

export interface PlainContext {
  readonly inFlow: boolean
  /** Of the block around it. */
  readonly indent: number
}

/** A plain scalar, and whether it ended with a line break, after which a key may begin. */
export function scanPlain(cursor: Cursor, { inFlow, indent }: PlainContext): { readonly token: Token; readonly brokeLine: boolean } {
  const start = cursor.mark()
  let finish = start
  let text = ''
  const gap = new Gap()
  while (!isDocumentIndicator(cursor) && cursor.code() !== 35) {
    const from = cursor.index
    while (!isBlankOrEnd(cursor.code()) && !endsPlain(cursor, inFlow)) cursor.skip()
    if (cursor.index > from) {
      text += gap.take() + cursor.text.slice(from, cursor.index)
      finish = cursor.mark()
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break
    while (isBlank(cursor.code()) || isBreak(cursor.code())) {
      if (gap.brokeLine && cursor.column <= indent && cursor.code() === 9) throw scannerError('found a tab character that violates indentation', cursor.mark(), start)
      gap.read(cursor)
    }
    if (!inFlow && cursor.column <= indent) break
  }
  return { token: scalar(start, finish, text, true), brokeLine: gap.brokeLine }
}

/** `: ` ends it, and within brackets their own characters do. */
function endsPlain(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.code()
  if (code === 58) return isBlankOrEnd(cursor.code(1))
  return inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125)
}

export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.mark()
  const quote = cursor.code()
  cursor.skip()
  let text = ''
  const gap = new Gap()
  for (;;) {
    if (isDocumentIndicator(cursor)) throw scannerError('found unexpected document indicator', cursor.mark(), start)
    if (cursor.code() === end) throw scannerError('found unexpected end of stream', cursor.mark(), start)
    const escapedBreak = { found: false }
    text += readQuoted(cursor, { quote, start, escapedBreak })
    if (cursor.code() === quote) break
    // After an escaped break the blanks that follow count for nothing.
    gap.brokeLine = escapedBreak.found
    while (isBlank(cursor.code()) || isBreak(cursor.code())) gap.read(cursor)
    text += gap.take()
  }
  cursor.skip()
  return scalar(start, cursor.mark(), text)
}

interface QuotedContext {
  readonly quote: number
  readonly start: Mark
  readonly escapedBreak: { found: boolean }
}

/** Up to the next blank, break, closing quote or escaped break. */
function readQuoted(cursor: Cursor, { quote, start, escapedBreak }: QuotedContext): string {
  let text = ''
  let from = cursor.index
  const flush = () => {
    text += cursor.text.slice(from, cursor.index)
  }
  while (!isBlankOrEnd(cursor.code())) {
    const code = cursor.code()
    if (code === quote && quote === 39 && cursor.code(1) === 39) {
      flush()
      text += "'"
      cursor.skip(2)
      from = cursor.index
    } else if (code === quote) break
    else if (code === 92 && quote === 34) {
      flush()
      if (isBreak(cursor.code(1))) {
        cursor.skip()
        cursor.readBreak()
        escapedBreak.found = true
        return text
      }
      text += readEscape(cursor, start)
      from = cursor.index
    } else cursor.skip()
  }
  flush()
  return text
}

const escapes: { readonly [letter: string]: string } = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', "'": "'", '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}
const escapeLengths: { readonly [letter: string]: number } = { x: 2, u: 4, U: 8 }

function readEscape(cursor: Cursor, start: Mark): string {
  const letter = cursor.text[cursor.index + 1] ?? ''
  const length = escapeLengths[letter]
  if (length === undefined) {
    const text = escapes[letter]
    if (text === undefined) throw scannerError('found unknown escape character', cursor.mark(), start)
    cursor.skip(2)
    return text
  }
  cursor.skip(2)
  const digits = cursor.text.slice(cursor.index, cursor.index + length)
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw scannerError('did not find expected hexdecimal number', cursor.mark(), start)
  const value = Number.parseInt(digits, 16)
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) throw scannerError('found invalid Unicode character escape code', cursor.mark(), start)
  cursor.skip(length)
  return String.fromCodePoint(value)
}

/** `|` and `>`. `indent` is that of the block around it. */
export function scanBlock(cursor: Cursor, indent: number): Token {
  const start = cursor.mark()
  const isLiteral = cursor.code() === 124
  cursor.skip()
  const { chomping, increment } = readHeader(cursor, start)
  const block = { indent: increment > 0 ? Math.max(indent, 0) + increment : 0, outer: indent, start, finish: cursor.mark() }
  let text = ''
  let lastBreak = ''
  let wasBlank = false
  let breaks = readBreaks(cursor, block)
  while (cursor.column === block.indent && cursor.code() !== end) {
    const isIndented = isBlank(cursor.code())
    const folds = !isLiteral && lastBreak === '\n' && !wasBlank && !isIndented
    text += (folds ? (breaks === '' ? ' ' : '') : lastBreak) + breaks
    wasBlank = isIndented
    const from = cursor.index
    while (!isBreakOrEnd(cursor.code())) cursor.skip()
    text += cursor.text.slice(from, cursor.index)
    lastBreak = cursor.readBreak()
    breaks = readBreaks(cursor, block)
  }
  if (chomping !== '-') text += lastBreak
  if (chomping === '+') text += breaks
  return scalar(start, block.finish, text)
}

/** `|2-  # comment` up to the end of its line. */
function readHeader(cursor: Cursor, start: Mark): { readonly chomping: string; readonly increment: number } {
  let chomping = ''
  let increment = 0
  for (let at = 0; at < 2; at++) {
    const code = cursor.code()
    if (isDigit(code) && increment === 0) {
      if (code === 48) throw scannerError('found an indentation indicator equal to 0', cursor.mark(), start)
      increment = code - 48
      cursor.skip()
    } else if ((code === 43 || code === 45) && chomping === '') {
      chomping = String.fromCharCode(code)
      cursor.skip()
    }
  }
  while (isBlank(cursor.code())) cursor.skip()
  if (cursor.code() === 35) while (!isBreakOrEnd(cursor.code())) cursor.skip()
  if (!isBreakOrEnd(cursor.code())) throw scannerError('did not find expected comment or line break', cursor.mark(), start)
  cursor.readBreak()
  return { chomping, increment }
}

interface Block {
  /** 0 until the first line with text has told it. */
  indent: number
  readonly outer: number
  readonly start: Mark
  finish: Mark
}

/** Empty lines; finds the indentation if it is not known yet. */
function readBreaks(cursor: Cursor, block: Block): string {
  let breaks = ''
  let deepest = 0
  block.finish = cursor.mark()
  for (;;) {
    while ((block.indent === 0 || cursor.column < block.indent) && cursor.code() === 32) cursor.skip()
    deepest = Math.max(deepest, cursor.column)
    if ((block.indent === 0 || cursor.column < block.indent) && cursor.code() === 9) throw scannerError('found a tab character where an indentation space is expected', cursor.mark(), block.start)
    if (!isBreak(cursor.code())) break
    breaks += cursor.readBreak()
    block.finish = cursor.mark()
  }
  if (block.indent === 0) block.indent = Math.max(deepest, block.outer + 1, 1)
  return breaks
}

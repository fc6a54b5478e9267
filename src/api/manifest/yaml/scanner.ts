/**
 * From text to tokens. YAML tells a key only by the `:` behind it, so a scalar that may be one is kept back until that is
 * known; then the tokens `key` and, at a deeper column, `block-mapping-start` are put before it.
 * Follows go.yaml.in/yaml v2.4 (scannerc.go), whose sentences kubectl 1.36 shows.
 * Example: `a: 1` gives block-mapping-start, key, scalar a, value, scalar 1, block-end, stream-end.
 */
import { Cursor, end, isBlankOrEnd, isBreak, isBreakOrEnd, isDocumentIndicator, scannerError, type Mark } from './cursor.ts'
import { scanBlock, scanPlain, scanQuoted } from './scalars.ts'
import { scanAnchor, scanDirective, scanTag } from './tags.ts'
import { token, type Token, type TokenType } from './token.ts'

/** A scalar, collection or alias that turns out to be a key if `:` follows. */
interface SimpleKey {
  possible: boolean
  /** It stands where nothing but a key may stand. */
  readonly required: boolean
  readonly number: number
  readonly mark: Mark
}

/** Characters after which `:` no longer makes a key. */
const simpleKeyLength = 1_024
/** Blocks and brackets in each other. go-yaml stops at 10,000; far less keeps the stack of a browser. */
export const depthLimit = 1_000
/** Characters with a meaning of their own, which start no plain scalar. */
const indicators = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)))

export class Scanner {
  private readonly cursor: Cursor
  private readonly handles = new Map<string, string>()
  private queue: Token[] = []
  private head = 0
  /** How many tokens have been taken. */
  private taken = 0
  private indent = -1
  private readonly indents: number[] = []
  /** One per flow level. */
  private readonly keys: (SimpleKey | undefined)[] = [undefined]
  private keyAllowed = true

  constructor(text: string) {
    this.cursor = new Cursor(text)
  }

  peek(): Token {
    while (this.head === this.queue.length || this.headMayBeKey()) this.fetch()
    const found = this.queue[this.head]
    return found ?? token('stream-end', this.cursor.mark(), this.cursor.mark())
  }

  take(): Token {
    const found = this.peek()
    if (found.type === 'stream-end') return found
    this.taken++
    this.head++
    if (this.head > 1_000) {
      this.queue = this.queue.slice(this.head)
      this.head = 0
    }
    return found
  }

  private headMayBeKey(): boolean {
    return this.keys.some((key) => key?.possible === true && key.number === this.taken && this.isStillPossible(key))
  }

  private isStillPossible(key: SimpleKey): boolean {
    const { line, index } = this.cursor
    if (key.mark.line === line && key.mark.index + simpleKeyLength >= index) return true
    if (key.required) throw scannerError("could not find expected ':'", this.cursor.mark(), key.mark)
    key.possible = false
    return false
  }

  private get inFlow(): boolean {
    return this.keys.length > 1
  }

  private push(type: TokenType, start: Mark): void {
    this.queue.push(token(type, start, this.cursor.mark()))
  }

  private fetch(): void {
    const { cursor } = this
    this.skipToToken()
    this.unroll(cursor.column)
    const code = cursor.code()
    if (code === end) return this.fetchEnd()
    if (cursor.column === 0 && code === 37) return this.fetchDirective()
    if (isDocumentIndicator(cursor)) return this.fetchDocumentIndicator(code === 45 ? 'document-start' : 'document-end')
    const isAlone = isBlankOrEnd(cursor.code(1))
    const character = String.fromCharCode(code)
    if (character === '[') return this.fetchFlowStart('flow-sequence-start')
    if (character === '{') return this.fetchFlowStart('flow-mapping-start')
    if (character === ']') return this.fetchFlowEnd('flow-sequence-end')
    if (character === '}') return this.fetchFlowEnd('flow-mapping-end')
    if (character === ',') return this.fetchFlowEntry()
    if (character === '-' && isAlone) return this.fetchBlockEntry()
    if (character === '?' && (this.inFlow || isAlone)) return this.fetchKey()
    if (character === ':' && (this.inFlow || isAlone)) return this.fetchValue()
    return this.fetchContent(code, character)
  }

  /** Scalars, and what stands before them. */
  private fetchContent(code: number, character: string): void {
    const { cursor } = this
    if (character === '*' || character === '&') return this.fetchScanned(() => scanAnchor(cursor, character === '*' ? 'alias' : 'anchor'))
    if (character === '!') return this.fetchScanned(() => scanTag(cursor, this.handles))
    if ((character === '|' || character === '>') && !this.inFlow) return this.fetchBlockScalar()
    if (character === "'" || character === '"') return this.fetchScanned(() => scanQuoted(cursor))
    const startsPlain = !(isBlankOrEnd(code) || indicators.has(code)) || (character === '-' && cursor.code(1) !== 32 && cursor.code(1) !== 9)
    const isWord = !this.inFlow && (character === '?' || character === ':') && !isBlankOrEnd(cursor.code(1))
    if (startsPlain || isWord) return this.fetchPlain()
    throw scannerError('found character that cannot start any token', cursor.mark(), cursor.mark())
  }

  /** Blanks, comments and breaks. A tab may not stand where a key may begin. */
  private skipToToken(): void {
    const { cursor } = this
    for (;;) {
      if (cursor.column === 0 && cursor.code() === 0xfeff) cursor.skip()
      while (cursor.code() === 32 || ((this.inFlow || !this.keyAllowed) && cursor.code() === 9)) cursor.skip()
      if (cursor.code() === 35) while (!isBreakOrEnd(cursor.code())) cursor.skip()
      if (!isBreak(cursor.code())) return
      cursor.readBreak()
      if (!this.inFlow) this.keyAllowed = true
    }
  }

  /** Ends the blocks that stand deeper than `column`. */
  private unroll(column: number): void {
    if (this.inFlow) return
    while (this.indent > column) {
      this.push('block-end', this.cursor.mark())
      this.indent = this.indents.pop() ?? -1
    }
  }

  /** Begins a block if `column` is deeper than the block around it. */
  private roll(column: number, type: TokenType, { mark, number }: { mark: Mark; number?: number }): void {
    if (this.inFlow || this.indent >= column) return
    this.indents.push(this.indent)
    this.indent = column
    if (this.indents.length > depthLimit) throw scannerError(`exceeded max depth of ${depthLimit}`, this.cursor.mark())
    this.insert(token(type, mark, mark), number)
  }

  private insert(inserted: Token, number?: number): void {
    if (number === undefined) this.queue.push(inserted)
    else this.queue.splice(this.head + number - this.taken, 0, inserted)
  }

  private saveKey(): void {
    if (!this.keyAllowed) return
    this.removeKey()
    const required = !this.inFlow && this.indent === this.cursor.column
    this.keys[this.keys.length - 1] = { possible: true, required, number: this.taken + this.queue.length - this.head, mark: this.cursor.mark() }
  }

  private removeKey(): void {
    const key = this.keys.at(-1)
    if (key?.possible && key.required) throw scannerError("could not find expected ':'", this.cursor.mark(), key.mark)
    this.keys[this.keys.length - 1] = undefined
  }

  private fetchEnd(): void {
    const { cursor } = this
    if (cursor.column !== 0) {
      cursor.column = 0
      cursor.line++
    }
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
    this.push('stream-end', cursor.mark())
  }

  private fetchDirective(): void {
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
    this.queue.push(scanDirective(this.cursor, this.handles))
  }

  private fetchDocumentIndicator(type: TokenType): void {
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
    const start = this.cursor.mark()
    this.cursor.skip(3)
    this.push(type, start)
  }

  private fetchIndicator(type: TokenType, keyAllowed: boolean): void {
    this.keyAllowed = keyAllowed
    const start = this.cursor.mark()
    this.cursor.skip()
    this.push(type, start)
  }

  private fetchFlowStart(type: TokenType): void {
    this.saveKey()
    this.keys.push(undefined)
    if (this.keys.length > depthLimit) throw scannerError(`exceeded max depth of ${depthLimit}`, this.cursor.mark())
    this.fetchIndicator(type, true)
  }

  private fetchFlowEnd(type: TokenType): void {
    this.removeKey()
    if (this.inFlow) this.keys.pop()
    this.fetchIndicator(type, false)
  }

  private fetchFlowEntry(): void {
    this.removeKey()
    this.fetchIndicator('flow-entry', true)
  }

  private fetchBlockEntry(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw scannerError('block sequence entries are not allowed in this context', this.cursor.mark(), this.cursor.mark())
      this.roll(this.cursor.column, 'block-sequence-start', { mark: this.cursor.mark() })
    }
    this.removeKey()
    this.fetchIndicator('block-entry', true)
  }

  private fetchKey(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw scannerError('mapping keys are not allowed in this context', this.cursor.mark(), this.cursor.mark())
      this.roll(this.cursor.column, 'block-mapping-start', { mark: this.cursor.mark() })
    }
    this.removeKey()
    this.fetchIndicator('key', !this.inFlow)
  }

  private fetchValue(): void {
    const key = this.keys.at(-1)
    if (key?.possible && this.isStillPossible(key)) {
      const { mark, number } = key
      this.insert(token('key', mark, mark), number)
      this.roll(mark.column, 'block-mapping-start', { mark, number })
      this.keys[this.keys.length - 1] = undefined
      return this.fetchIndicator('value', false)
    }
    if (!this.inFlow) {
      if (!this.keyAllowed) throw scannerError('mapping values are not allowed in this context', this.cursor.mark(), this.cursor.mark())
      this.roll(this.cursor.column, 'block-mapping-start', { mark: this.cursor.mark() })
    }
    this.fetchIndicator('value', !this.inFlow)
  }

  private fetchScanned(scan: () => Token): void {
    this.saveKey()
    this.keyAllowed = false
    this.queue.push(scan())
  }

  private fetchPlain(): void {
    this.saveKey()
    this.keyAllowed = false
    const { token: scanned, brokeLine } = scanPlain(this.cursor, { inFlow: this.inFlow, indent: this.indent })
    this.queue.push(scanned)
    if (brokeLine) this.keyAllowed = true
  }

  private fetchBlockScalar(): void {
    this.removeKey()
    this.keyAllowed = true
    this.queue.push(scanBlock(this.cursor, this.indent))
  }
}

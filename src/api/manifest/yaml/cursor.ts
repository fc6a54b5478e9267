/** A place in the text that moves forward, and what goes wrong there. Lines and columns count from 0, as libyaml counts. */

export interface Mark {
  readonly index: number
  readonly line: number
  readonly column: number
}

/** The text is no YAML; the only way out of scanner and parser, caught where a document is read. */
export class YamlError extends Error {
  /** Where an editor should point to. */
  readonly at: Mark

  constructor(message: string, at: Mark) {
    super(message)
    this.at = at
  }
}

const start: Mark = { index: 0, line: 0, column: 0 }

/** Without a place: what is wrong with the document as a whole. */
export const documentError = (problem: string, at: Mark = start): YamlError => new YamlError(`yaml: ${problem}`, at)

/** go-yaml tells the line of a parser's problem counting from 0, so that it names the line before; and line 0 not at all. */
export const parserError = (problem: string, at: Mark, context: Mark = start): YamlError => numbered(problem, at, at.line || context.line)

/** A scanner's problem is told by the line it is on. */
export const scannerError = (problem: string, at: Mark, context: Mark = start): YamlError => numbered(problem, at, at.line === 0 ? context.line : at.line + 1)

const numbered = (problem: string, at: Mark, line: number): YamlError => new YamlError(`yaml: ${line === 0 ? '' : `line ${line}: `}${problem}`, at)

/** Stands for the end of the text; control characters have been refused before. */
export const end = 0

export class Cursor {
  readonly text: string
  index = 0
  line = 0
  column = 0

  constructor(text: string) {
    this.text = text
  }

  /** The UTF-16 unit `offset` from here. */
  code(offset = 0): number {
    const at = this.index + offset
    return at < this.text.length ? this.text.charCodeAt(at) : end
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column }
  }

  skip(count = 1): void {
    this.index += count
    this.column += count
  }

  /** Reads one line break; every kind but the two of Unicode reads as a newline. */
  readBreak(): string {
    const code = this.code()
    if (!isBreak(code)) return ''
    this.index += code === 13 && this.code(1) === 10 ? 2 : 1
    this.line++
    this.column = 0
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n'
  }
}

export const isBlank = (code: number): boolean => code === 32 || code === 9
export const isBreak = (code: number): boolean => code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029
export const isBreakOrEnd = (code: number): boolean => code === end || isBreak(code)
export const isBlankOrEnd = (code: number): boolean => isBlank(code) || isBreakOrEnd(code)
export const isDigit = (code: number): boolean => code >= 48 && code <= 57
/** Letters, digits, `-` and `_`: what names of anchors and tags are made of. */
export const isWordCharacter = (code: number): boolean => isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 45

/** `---` or `...` at the beginning of a line. */
export function isDocumentIndicator(cursor: Cursor): boolean {
  const code = cursor.code()
  if (cursor.column !== 0 || (code !== 45 && code !== 46)) return false
  return cursor.code(1) === code && cursor.code(2) === code && isBlankOrEnd(cursor.code(3))
}

/** What the scanner finds in the text, in the words of YAML 1.1. */
import type { Mark } from './cursor.ts'

export type TokenType =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'

export interface Token {
  readonly type: TokenType
  readonly start: Mark
  readonly end: Mark
  /** A scalar's text, an anchor's name, a tag in full. */
  readonly value: string
  /** A scalar without quotes, whose text decides its type. */
  readonly plain: boolean
}

export const token = (type: TokenType, start: Mark, end: Mark): Token => ({ type, start, end, value: '', plain: false })

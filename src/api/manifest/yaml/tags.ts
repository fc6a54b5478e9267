/** Scans anchors, aliases, tags and directives. Follows go.yaml.in/yaml v2.4 (scannerc.go); tags are resolved at once. */
import { isBlank, isBlankOrEnd, isBreakOrEnd, isWordCharacter, parserError, scannerError, type Cursor, type Mark } from './cursor.ts'
import type { Token } from './token.ts'

/** Characters that may follow a name directly. */
const behindName = new Set(['?', ':', ',', ']', '}', '%', '@', '`'])

export function scanAnchor(cursor: Cursor, type: 'anchor' | 'alias'): Token {
  const start = cursor.mark()
  cursor.skip()
  const value = readWhile(cursor, isWordCharacter)
  const next = String.fromCharCode(cursor.code())
  if (value === '' || (!isBlankOrEnd(cursor.code()) && !behindName.has(next))) throw scannerError('did not find expected alphabetic or numeric character', cursor.mark(), start)
  return { type, start, end: cursor.mark(), value, plain: false }
}

function readWhile(cursor: Cursor, belongs: (code: number) => boolean): string {
  const from = cursor.index
  while (belongs(cursor.code())) cursor.skip()
  return cursor.text.slice(from, cursor.index)
}

const longPrefix = 'tag:yaml.org,2002:'
const uriCharacters = new Set([...";/?:@&=+$,.!~*'()[]%"].map((character) => character.charCodeAt(0)))

/** `!!str`, `!<tag:…>`, `!own`; `handles` are those that %TAG has declared. */
export function scanTag(cursor: Cursor, handles: ReadonlyMap<string, string>): Token {
  const start = cursor.mark()
  const value = cursor.code(1) === 60 ? verbatimTag(cursor, start) : shortTag(cursor, start, handles)
  if (!isBlankOrEnd(cursor.code())) throw scannerError('did not find expected whitespace or line break', cursor.mark(), start)
  return { type: 'tag', start, end: cursor.mark(), value, plain: false }
}

function verbatimTag(cursor: Cursor, start: Mark): string {
  cursor.skip(2)
  const uri = readUri(cursor)
  if (uri === '') throw scannerError('did not find expected tag URI', cursor.mark(), start)
  if (cursor.code() !== 62) throw scannerError("did not find the expected '>'", cursor.mark(), start)
  cursor.skip()
  return uri
}

function shortTag(cursor: Cursor, start: Mark, handles: ReadonlyMap<string, string>): string {
  cursor.skip()
  const word = readWhile(cursor, isWordCharacter)
  if (cursor.code() !== 33) return `!${word}${readUri(cursor)}`
  cursor.skip()
  const suffix = readUri(cursor)
  if (suffix === '') throw scannerError('did not find expected tag URI', cursor.mark(), start)
  const prefix = handles.get(`!${word}!`) ?? (word === '' ? longPrefix : undefined)
  if (prefix === undefined) throw parserError('found undefined tag handle', start, start)
  return prefix + suffix
}

const readUri = (cursor: Cursor): string => readWhile(cursor, (code) => isWordCharacter(code) || uriCharacters.has(code))

/** `%YAML 1.1` and `%TAG !e! tag:example.com:`; what a tag handle stands for is remembered. */
export function scanDirective(cursor: Cursor, handles: Map<string, string>): Token {
  const start = cursor.mark()
  cursor.skip()
  const name = readWhile(cursor, isWordCharacter)
  if (name === '') throw scannerError('could not find expected directive name', cursor.mark(), start)
  if (!isBlankOrEnd(cursor.code())) throw scannerError('found unexpected non-alphabetical character', cursor.mark(), start)
  const [, first = '', second = ''] = /^[ \t]*(\S*)[ \t]*(\S*)/.exec(cursor.text.slice(cursor.index, cursor.index + 1_000)) ?? []
  if (name === 'YAML') {
    if (!/^\d+\.\d+$/.test(first)) throw scannerError("did not find expected digit or '.' character", cursor.mark(), start)
    if (first !== '1.1') throw parserError('found incompatible YAML document', start)
  } else if (name === 'TAG') handles.set(first, second)
  else throw scannerError('found unknown directive name', cursor.mark(), start)
  while (!isBreakOrEnd(cursor.code())) cursor.skip()
  while (isBlank(cursor.code())) cursor.skip()
  cursor.readBreak()
  return { type: 'directive', start, end: cursor.mark(), value: name, plain: false }
}

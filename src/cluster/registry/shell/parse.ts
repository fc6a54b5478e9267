/**
 * Parses a shell script: lists, pipes, conditions, loops, functions, redirections. Follows POSIX.1-2017 XCU 2.10 as
 * busybox ash reads it; arrays, `[[`, `select`, process substitution and aliases are not part of it and are refused.
 */
import { createReader, fail, readHereDocuments, readRedirects, readWord, skipBlanks, type Reader } from './reader.ts'
import type { Node, SourceRedirect, SourceWord } from './syntax.ts'

export type Parsed = { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly message: string }

export function parseScript(text: string): Parsed {
  const reader = createReader(text, (inner, until) => readList(inner, until === '' ? [] : [until]))
  const node = readList(reader, [])
  if (reader.problem === '' && reader.at < reader.text.length) unexpected(reader)
  return reader.problem === '' ? { ok: true, node } : { ok: false, message: reader.problem }
}

const reserved = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'])
const refused: { readonly [word: string]: string } = { '[[': '[[ is not played by this shell: use [', select: 'select is not played by this shell' }

function unexpected(reader: Reader): void {
  const rest = reader.text.slice(reader.at)
  const token = /^(?:\n|&&|\|\||;;|[;&|<>()]|[^\s;&|<>()]+)/.exec(rest)?.[0] ?? ''
  fail(reader, `syntax error: unexpected ${token === '\n' ? 'newline' : token === '' ? 'end of file' : `"${token}"`}`)
}

/** The plain word that stands here, without taking it; '' if there is none. */
function peek(reader: Reader): string {
  skipBlanks(reader)
  return /^[^\s;&|<>()'"\\$`]+/.exec(reader.text.slice(reader.at, reader.at + 80))?.[0] ?? ''
}

function take(reader: Reader, token: string): boolean {
  skipBlanks(reader)
  if (!reader.text.startsWith(token, reader.at)) return false
  reader.at += token.length
  return true
}

function expect(reader: Reader, word: string): void {
  if (peek(reader) === word) reader.at += word.length
  else if (reader.problem === '') fail(reader, `syntax error: unexpected ${describe(reader)} (expecting "${word}")`)
}

const describe = (reader: Reader): string => {
  const word = peek(reader) || (reader.text[reader.at] ?? '')
  return word === '' ? 'end of file' : word === '\n' ? 'newline' : `"${word}"`
}

/** Blank lines and the ends of lines. */
function skipLines(reader: Reader): void {
  for (skipBlanks(reader); reader.text[reader.at] === '\n'; skipBlanks(reader)) {
    reader.at++
    readHereDocuments(reader)
  }
}

const ends = (reader: Reader, stops: readonly string[]): boolean =>
  reader.at >= reader.text.length || stops.some((stop) => (/^\W+$/.test(stop) && stop !== '}' ? reader.text.startsWith(stop, reader.at) : peek(reader) === stop))

function readList(reader: Reader, stops: readonly string[]): Node {
  const nodes: Node[] = []
  for (skipLines(reader); !ends(reader, stops); skipLines(reader)) {
    const node = readAndOr(reader)
    if (reader.problem !== '') break
    skipBlanks(reader)
    const isBackground = reader.text[reader.at] === '&' && reader.text[reader.at + 1] !== '&'
    nodes.push(isBackground ? { type: 'background', node } : node)
    if (isBackground) reader.at++
    else if (reader.text.startsWith(';;', reader.at)) break
    else if (reader.text[reader.at] === ';') reader.at++
    else if (reader.text[reader.at] !== '\n' && !ends(reader, stops)) {
      unexpected(reader)
      break
    }
  }
  return nodes.length === 1 && nodes[0] ? nodes[0] : { type: 'list', nodes }
}

function readAndOr(reader: Reader): Node {
  let left = readPipeline(reader)
  for (;;) {
    const type = take(reader, '&&') ? 'and' : take(reader, '||') ? 'or' : undefined
    if (!type) return left
    skipLines(reader)
    left = { type, left, right: readPipeline(reader) }
  }
}

function readPipeline(reader: Reader): Node {
  if (peek(reader) === '!') {
    reader.at++
    return { type: 'not', node: readPipeline(reader) }
  }
  const stages = [readCommand(reader)]
  for (skipBlanks(reader); reader.text[reader.at] === '|' && reader.text[reader.at + 1] !== '|'; skipBlanks(reader)) {
    reader.at++
    skipLines(reader)
    stages.push(readCommand(reader))
  }
  const [only] = stages
  return stages.length === 1 && only ? only : { type: 'pipe', stages }
}

function readCommand(reader: Reader): Node {
  const word = peek(reader)
  if (refused[word] !== undefined) fail(reader, refused[word])
  const read = compounds[word] ?? (reader.text[reader.at] === '(' ? readSubshell : undefined)
  if (!read) return readSimple(reader)
  reader.at += word.length
  const node = read(reader)
  const redirects: SourceRedirect[] = []
  for (skipBlanks(reader); ; skipBlanks(reader)) {
    const more = readRedirects(reader)
    if (more.length === 0) break
    redirects.push(...more)
  }
  return redirects.length === 0 ? node : { type: 'redirected', node, redirects }
}

const compounds: { readonly [word: string]: (reader: Reader) => Node } = {
  if: readIf,
  while: (reader) => readWhile(reader, false),
  until: (reader) => readWhile(reader, true),
  for: readFor,
  case: readCase,
  '{': readGroup,
}

function readSubshell(reader: Reader): Node {
  reader.at++
  const body = readList(reader, [')'])
  if (!take(reader, ')')) unexpected(reader)
  return { type: 'group', body, isSubshell: true }
}

function readGroup(reader: Reader): Node {
  const body = readList(reader, ['}'])
  expect(reader, '}')
  return { type: 'group', body, isSubshell: false }
}

function readIf(reader: Reader): Node {
  const branches: { condition: Node; body: Node }[] = []
  for (;;) {
    const condition = readList(reader, ['then'])
    expect(reader, 'then')
    branches.push({ condition, body: readList(reader, ['elif', 'else', 'fi']) })
    if (peek(reader) !== 'elif' || reader.problem !== '') break
    reader.at += 4
  }
  const hasElse = peek(reader) === 'else'
  if (hasElse) reader.at += 4
  const otherwise = hasElse ? readList(reader, ['fi']) : null
  expect(reader, 'fi')
  return { type: 'if', branches, otherwise }
}

function readDo(reader: Reader): Node {
  skipLines(reader)
  if (reader.text[reader.at] === ';') reader.at++
  skipLines(reader)
  expect(reader, 'do')
  const body = readList(reader, ['done'])
  expect(reader, 'done')
  return body
}

function readWhile(reader: Reader, until: boolean): Node {
  const condition = readList(reader, ['do'])
  return { type: 'while', until, condition, body: readDo(reader) }
}

const allArguments: SourceWord = [{ type: 'variable', name: '@', quoted: true, operator: '', word: [] }]

function readFor(reader: Reader): Node {
  const variable = peek(reader)
  if (!/^[A-Za-z_]\w*$/.test(variable)) unexpected(reader)
  reader.at += variable.length
  skipLines(reader)
  if (peek(reader) !== 'in') return { type: 'for', variable, words: [allArguments], body: readDo(reader) }
  reader.at += 2
  const words: SourceWord[] = []
  for (skipBlanks(reader); ; skipBlanks(reader)) {
    const word = readWord(reader)
    if (!word) break
    words.push(word)
  }
  return { type: 'for', variable, words, body: readDo(reader) }
}

function readCase(reader: Reader): Node {
  skipBlanks(reader)
  const word = readWord(reader) ?? []
  skipLines(reader)
  expect(reader, 'in')
  const arms: { patterns: SourceWord[]; body: Node }[] = []
  for (skipLines(reader); reader.problem === '' && peek(reader) !== 'esac'; skipLines(reader)) {
    take(reader, '(')
    const patterns: SourceWord[] = []
    do {
      skipBlanks(reader)
      patterns.push(readWord(reader) ?? [])
    } while (take(reader, '|'))
    if (!take(reader, ')')) unexpected(reader)
    arms.push({ patterns, body: readList(reader, [';;', 'esac']) })
    take(reader, ';;')
  }
  expect(reader, 'esac')
  return { type: 'case', word, arms }
}

function readSimple(reader: Reader): Node {
  const assignments: { name: string; value: SourceWord }[] = []
  const words: SourceWord[] = []
  const redirects: SourceRedirect[] = []
  if (reserved.has(peek(reader))) unexpected(reader)
  for (skipBlanks(reader); reader.problem === ''; skipBlanks(reader)) {
    const more = readRedirects(reader)
    if (more.length > 0) {
      redirects.push(...more)
      continue
    }
    const word = readWord(reader)
    if (!word) break
    const assignment = words.length === 0 ? assignmentOf(word) : undefined
    if (assignment) assignments.push(assignment)
    else words.push(word)
    const [name] = word
    if (words.length === 1 && assignments.length === 0 && /^[ \t]*\(\s*\)/.test(reader.text.slice(reader.at)) && name?.type === 'text') return readFunction(reader, name.text)
  }
  if (assignments.length + words.length + redirects.length === 0 && reader.problem === '') unexpected(reader)
  return { type: 'simple', assignments, words, redirects }
}

function readFunction(reader: Reader, name: string): Node {
  take(reader, '(')
  take(reader, ')')
  skipLines(reader)
  return { type: 'function', name, body: readCommand(reader) }
}

/** `NAME=value` in front of a command. */
function assignmentOf(word: SourceWord): { name: string; value: SourceWord } | undefined {
  const [first, ...rest] = word
  if (first?.type !== 'text' || first.quoted) return undefined
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first.text)
  if (!match) return undefined
  const [, name = '', text = ''] = match
  return { name, value: text === '' && rest.length > 0 ? rest : [{ type: 'text', text, quoted: false }, ...rest] }
}

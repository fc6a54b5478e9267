/**
 * `-o jsonpath=…`: text with paths, quoted texts and ranges in braces. Follows kubernetes v1.36 client-go/util/jsonpath;
 * what a path does not find is printed as nothing.
 */
import { evaluate } from './json-path.ts'
import { isObject } from '../api/meta/json.ts'
import { sortedJson } from './sorted-json.ts'

export type TemplateResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

type Piece = { readonly type: 'text'; readonly text: string } | { readonly type: 'action'; readonly text: string }

/** A template that cannot be read; the only way out of the recursion. */
class TemplateError extends Error {}

export function printTemplate(template: string, object: unknown): TemplateResult {
  try {
    const pieces = split(template)
    const { text, next } = printPieces(pieces, 0, object)
    if (next < pieces.length) throw new TemplateError(`error parsing jsonpath ${template}, not in range, nothing to end`)
    return { ok: true, text }
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, message: error.message }
    throw error
  }
}

/** Braces inside of quotes and brackets belong to the action. */
function split(template: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < template.length; ) {
    const open = template.indexOf('{', at)
    const text = template.slice(at, open < 0 ? undefined : open)
    if (text !== '') pieces.push({ type: 'text', text })
    if (open < 0) break
    const action = /^\{((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'])*)\}/s.exec(template.slice(open))
    if (!action) throw new TemplateError(`error parsing jsonpath ${template}, unclosed action`)
    pieces.push({ type: 'action', text: (action[1] ?? '').trim() })
    at = open + action[0].length
  }
  return pieces
}

/** Prints up to the end or to the `end` of the range that it is in. */
function printPieces(pieces: readonly Piece[], from: number, object: unknown): { readonly text: string; readonly next: number } {
  let text = ''
  let at = from
  while (at < pieces.length) {
    const piece = pieces[at]
    if (!piece || (piece.type === 'action' && piece.text === 'end')) break
    at++
    if (piece.type === 'text') text += piece.text
    else if (/^range(?![\w-])/.test(piece.text)) {
      const items = find(object, piece.text.slice('range'.length).trimStart())
      const body = printPieces(pieces, at, undefined)
      for (const item of items) text += printPieces(pieces, at, item).text
      at = body.next + 1
    } else text += printAction(piece.text, object)
  }
  return { text, next: at }
}

function printAction(action: string, object: unknown): string {
  if (/^["']/.test(action)) return unquoted(action)
  return find(object, action).map(printed).join(' ')
}

const escapes: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' }
const unquoted = (text: string): string => text.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)

function find(object: unknown, path: string): readonly unknown[] {
  if (object === undefined) return []
  if (path === '' || path === '@' || path === '$' || path === '.') return [object]
  const found = evaluate(object, path.replace(/^@/, ''))
  if (!found.ok) throw new TemplateError(found.message.replace(/^error: /, ''))
  return found.values
}

const printed = (value: unknown): string => (isObject(value) || Array.isArray(value) ? sortedJson(value) : value === null ? '' : String(value))

/**
 * JSON as the API server reads it: like JSON.parse, but it also tells which keys stood twice, and complains as Go does.
 * Follows sigs.k8s.io/json (kubernetes v1.36), which keeps the last of two equal keys and reports the path.
 */

export type JsonResult =
  | { readonly ok: true; readonly value: unknown; readonly duplicates: readonly string[] }
  | { readonly ok: false; readonly message: string }

/** Deeper nesting is refused, as Go does. */
const maxDepth = 10_000

export function parseJson(text: string): JsonResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, message: syntaxError(text) }
  }
  return { ok: true, value, duplicates: /"/.test(text) ? findDuplicates(text) : [] }
}

/** Every key of well-formed JSON with its path, in the order of the text: `spec.replicas`, `spec.ports[0].name`. */
function* keyPaths(text: string): Generator<{ readonly path: string; readonly repeats: boolean }> {
  /** One entry per open object or list: the keys seen, or the index reached. */
  const open: { readonly keys: Set<string> | undefined; index: number; path: string; child: string }[] = []
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g
  let isKey = false
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0]
    const top = open.at(-1)
    if (token === '{' || token === '[') {
      if (open.length > maxDepth) return
      const path = top ? top.child : ''
      open.push({ keys: token === '{' ? new Set() : undefined, index: 0, path, child: token === '[' ? `${path}[0]` : path })
      isKey = token === '{'
    } else if (token === '}' || token === ']') {
      open.pop()
      isKey = false
    } else if (token === ',') {
      isKey = top?.keys !== undefined
      if (top && !top.keys) top.child = `${top.path}[${++top.index}]`
    } else if (token === ':') isKey = false
    else if (isKey && top?.keys) {
      const key = String(JSON.parse(token))
      top.child = top.path === '' ? key : `${top.path}.${key}`
      yield { path: top.child, repeats: top.keys.has(key) }
      top.keys.add(key)
    }
  }
}

function findDuplicates(text: string): string[] {
  const duplicates = new Set<string>()
  for (const { path, repeats } of keyPaths(text)) if (repeats) duplicates.add(path)
  return [...duplicates]
}

export interface Oddities {
  readonly unknown: readonly string[]
  readonly duplicates: readonly string[]
  /** '' if the body was not text; the order is then the decoder's. */
  readonly text: string
}

/** `unknown field "spec.foo"` and `duplicate field "spec.bar"`, as a reader of the text comes upon them. */
export function inDocumentOrder({ unknown, duplicates, text }: Oddities): string[] {
  const phrases = new Map([
    ...unknown.map((path) => [`unknown ${path}`, `unknown field ${JSON.stringify(path)}`] as const),
    ...duplicates.map((path) => [`duplicate ${path}`, `duplicate field ${JSON.stringify(path)}`] as const),
  ])
  if (phrases.size < 2 || text === '') return [...phrases.values()]
  const ordered = new Set<string>()
  for (const { path, repeats } of keyPaths(text)) {
    const phrase = phrases.get(`${repeats ? 'duplicate' : 'unknown'} ${path}`)
    if (phrase !== undefined) ordered.add(phrase)
  }
  return [...ordered, ...[...phrases.values()].filter((phrase) => !ordered.has(phrase))]
}

/** The first thing that is wrong, in the words of Go's encoding/json. */
function syntaxError(text: string): string {
  if (text.trim() === '') return 'unexpected end of JSON input'
  const message = firstBadCharacter(text)
  return message === undefined ? 'unexpected end of JSON input' : message
}

/** What may come next; a bracket that closes is fine only right after the one that opened, or after a value. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'more'

const literal = /^(?:"[^]*"|-?\d[^]*|true|false|null)$/

/** A small pushdown reader: enough to find the first character that cannot stand where it stands. */
function firstBadCharacter(text: string): string | undefined {
  const open: string[] = []
  let expected: Expected = 'value'
  const tokens = /\s+|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|./gy
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0]
    if (token.trim() === '') continue
    const closes = token === '}' ? open.at(-1) === '{' : token === ']' && open.at(-1) === '['
    if (closes && (expected === 'more' || expected.endsWith('or end'))) {
      open.pop()
      expected = 'more'
      continue
    }
    const next = following(token, expected, open)
    if (next === undefined) return `invalid character ${quoteRune(token)} ${complaint(expected, open)}`
    expected = next
  }
  return undefined
}

/** The state after `token`, which may open an object or list; undefined if it cannot stand here. */
function following(token: string, expected: Expected, open: string[]): Expected | undefined {
  if (expected === 'colon') return token === ':' ? 'value' : undefined
  if (expected === 'more') return open.length > 0 && token === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined
  if (expected.startsWith('key')) return token.startsWith('"') && token.length > 1 ? 'colon' : undefined
  if (token === '{' || token === '[') {
    open.push(token)
    return token === '{' ? 'key or end' : 'value or end'
  }
  return literal.test(token) ? 'more' : undefined
}

function complaint(expected: Expected, open: readonly string[]): string {
  if (expected === 'colon') return 'after object key'
  if (expected.startsWith('key')) return 'looking for beginning of object key string'
  if (expected !== 'more') return 'looking for beginning of value'
  if (open.length === 0) return 'after top-level value'
  return open.at(-1) === '{' ? 'after object key:value pair' : 'after array element'
}

const quoteRune = (token: string): string => (token.startsWith("'") ? `'\\''` : `'${[...token][0] ?? ''}'`)

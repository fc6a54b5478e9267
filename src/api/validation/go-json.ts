/**
 * What Go's encoding/json says about a text that should be a JSON object; its words stand in the answers about Secrets
 * and annotations. Follows encoding/json/scanner.go: the first character that cannot go on is named, with what was
 * expected there.
 */

type Outcome = { readonly at: number } | { readonly problem: string }

const endOfInput = { problem: 'unexpected end of JSON input' }

/** Undefined if the text is a JSON object. */
export function goJsonObjectError(text: string): string | undefined {
  return goJsonError(text) ?? (/^\s*(\{|null)/.test(text) ? undefined : typeProblem(text, 'map[string]interface {}'))
}

/** Undefined if the text is a JSON array. */
export function goJsonArrayError(text: string, goType: string): string | undefined {
  return goJsonError(text) ?? (/^\s*(\[|null)/.test(text) ? undefined : typeProblem(text, goType))
}

function typeProblem(text: string, goType: string): string {
  const first = text.trimStart()[0] ?? ''
  const names: { readonly [first: string]: string } = { '{': 'object', '[': 'array', '"': 'string', t: 'bool', f: 'bool' }
  return `json: cannot unmarshal ${names[first] ?? 'number'} into Go value of type ${goType}`
}

function goJsonError(text: string): string | undefined {
  const outcome = value(text, 0)
  if ('problem' in outcome) return outcome.problem
  const end = skip(text, outcome.at)
  return end < text.length ? unexpected(text, end, 'after top-level value').problem : undefined
}

function unexpected(text: string, at: number, context: string): { readonly problem: string } {
  const character = text[at]
  if (character === undefined) return endOfInput
  const quoted = character === "'" ? `'\\''` : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`
  return { problem: `invalid character ${quoted} ${context}` }
}

function skip(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
  return at
}

function value(text: string, from: number): Outcome {
  const at = skip(text, from)
  const first = text[at]
  if (first === undefined) return endOfInput
  if (first === '{') return object(text, at + 1)
  if (first === '[') return array(text, at + 1)
  if (first === '"') return string(text, at + 1)
  if (first === '-' || (first >= '0' && first <= '9')) return number(text, at)
  const word = { t: 'true', f: 'false', n: 'null' }[first]
  return word === undefined ? unexpected(text, at, 'looking for beginning of value') : literal(text, at, word)
}

function literal(text: string, from: number, word: string): Outcome {
  for (let i = 1; i < word.length; i += 1) {
    if (text[from + i] === word[i]) continue
    return unexpected(text, from + i, `in literal ${word} (expecting '${word.charAt(i)}')`)
  }
  return { at: from + word.length }
}

function number(text: string, from: number): Outcome {
  const match = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(text.slice(from))
  if (match === null) return unexpected(text, from + 1, 'in numeric literal')
  return { at: from + match[0].length }
}

function string(text: string, from: number): Outcome {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') return { at: at + 1 }
    if (character < ' ') return unexpected(text, at, 'in string literal')
    if (character !== '\\') continue
    at += 1
    if (text[at] !== undefined && !'bfnrt\\/"u'.includes(text.charAt(at))) return unexpected(text, at, 'in string escape code')
  }
  return endOfInput
}

function object(text: string, from: number): Outcome {
  let at = skip(text, from)
  if (text[at] === '}') return { at: at + 1 }
  for (;;) {
    if (text[at] !== '"') return unexpected(text, at, 'looking for beginning of object key string')
    const key = string(text, at + 1)
    if ('problem' in key) return key
    at = skip(text, key.at)
    if (text[at] !== ':') return unexpected(text, at, 'after object key')
    const item = value(text, at + 1)
    if ('problem' in item) return item
    at = skip(text, item.at)
    if (text[at] === '}') return { at: at + 1 }
    if (text[at] !== ',') return unexpected(text, at, 'after object key:value pair')
    at = skip(text, at + 1)
  }
}

function array(text: string, from: number): Outcome {
  let at = skip(text, from)
  if (text[at] === ']') return { at: at + 1 }
  for (;;) {
    const item = value(text, at)
    if ('problem' in item) return item
    at = skip(text, item.at)
    if (text[at] === ']') return { at: at + 1 }
    if (text[at] !== ',') return unexpected(text, at, 'after array element')
    at += 1
  }
}

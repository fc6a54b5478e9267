/**
 * Field selectors: `metadata.name=web,status.phase!=Running`; `\\,`, `\\=` and `\\\\` stand for themselves in a value.
 * Follows kubernetes v1.36 apimachinery/pkg/fields/selector.go.
 */

export interface FieldRequirement {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

export type FieldSelectorResult = { readonly ok: true; readonly requirements: readonly FieldRequirement[] } | { readonly ok: false; readonly message: string }

export function parseFieldSelector(text: string): FieldSelectorResult {
  const requirements: FieldRequirement[] = []
  for (const term of termsOf(text).sort()) {
    if (term === '') continue
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
    if (!match) return { ok: false, message: `invalid selector: '${text}'; can't understand '${term}'` }
    const [, field = '', operator, written = ''] = match
    const problem = valueProblem(written)
    if (problem !== undefined) return { ok: false, message: `invalid field selector: ${problem}` }
    requirements.push({ field, equal: operator !== '!=', value: written.replace(/\\(.)/g, '$1') })
  }
  return { ok: true, requirements }
}

/** Split at commas without a backslash before them. */
const termsOf = (text: string): string[] => {
  const terms: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ',') {
      terms.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...terms, text.slice(from)]
}

function valueProblem(value: string): string | undefined {
  for (let at = 0; at < value.length; at++) {
    const character = value[at] ?? ''
    if (character === ',' || character === '=') return `unescaped character in value: ${character.charCodeAt(0)}`
    if (character !== '\\') continue
    const next = [...value.slice(at + 1)][0] ?? ''
    if (next !== '\\' && next !== ',' && next !== '=') return `invalid escape sequence: \\${next}`
    at++
  }
  return undefined
}

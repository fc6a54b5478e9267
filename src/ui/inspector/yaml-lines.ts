/** Splits YAML into pieces with a tone each, line by line; for reading only, so a simple rule is enough. */
export interface YamlPiece {
  readonly text: string
  readonly tone: '' | 'key' | 'string' | 'number' | 'comment'
}

const keyed = /^(\s*(?:- )*)([^\s'"#][^:]*|'[^']*'|"[^"]*")(:)(\s.*|)$/
const item = /^(\s*(?:- )+)(.*)$/

export function yamlPieces(line: string): readonly YamlPiece[] {
  const [, indent, key, colon, rest] = keyed.exec(line) ?? []
  if (indent !== undefined && key !== undefined && colon !== undefined) {
    return [piece(indent, ''), piece(key, 'key'), piece(colon, ''), value(rest ?? '')].filter(({ text }) => text !== '')
  }
  const [, dash, text] = item.exec(line) ?? []
  if (dash !== undefined && text !== undefined) return [piece(dash, ''), value(text)]
  return [value(line)]
}

const piece = (text: string, tone: YamlPiece['tone']): YamlPiece => ({ text, tone })

function value(text: string): YamlPiece {
  const trimmed = text.trim()
  if (trimmed === '' || /^[|>][-+]?$/.test(trimmed)) return piece(text, '')
  if (/^(-?\d+(\.\d+)?|true|false|null|~)$/.test(trimmed)) return piece(text, 'number')
  return piece(text, trimmed.startsWith('#') ? 'comment' : 'string')
}

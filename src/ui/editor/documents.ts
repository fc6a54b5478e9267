/**
 * Which objects a text speaks of, read line by line without a parser: kind, namespace and name of each document in block
 * style. It serves hints only; what counts is what the cluster says to an apply.
 */
export interface TextDocument {
  /** 1-based line of its first key. */
  readonly line: number
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Longer texts get no hints. */
const lengthLimit = 200_000

export function documentsOf(text: string): readonly TextDocument[] {
  if (text.length > lengthLimit) return []
  const found: TextDocument[] = []
  let start = 1
  for (const part of text.split(/^---.*$/m)) {
    const lines = part.split('\n')
    const document = documentIn(lines)
    if (document) found.push({ ...document, line: start + document.line })
    start += lines.length - 1
  }
  return found
}

const valueOf = (line: string, key: string): string | undefined => new RegExp(`^${key}:\\s*["']?([^"'#\\s]+)["']?\\s*(?:#.*)?$`).exec(line)?.[1]

function documentIn(lines: readonly string[]): TextDocument | undefined {
  const first = lines.findIndex((line) => /^\w/.test(line))
  const kind = lines.map((line) => valueOf(line, 'kind')).find((value) => value !== undefined)
  const at = lines.findIndex((line) => /^metadata:\s*$/.test(line))
  if (first < 0 || kind === undefined || at < 0) return undefined
  const block = indentedAfter(lines, at)
  const field = (key: string) => block.map((line) => valueOf(line, key)).find((value) => value !== undefined)
  const name = field('name')
  return name === undefined ? undefined : { line: first, kind, namespace: field('namespace') ?? '', name }
}

/** The direct children of the mapping that begins at a line, without their indentation. */
function indentedAfter(lines: readonly string[], at: number): readonly string[] {
  const rest = lines.slice(at + 1)
  const end = rest.findIndex((line) => /^\S/.test(line))
  const block = end < 0 ? rest : rest.slice(0, end)
  const indent = /^ +/.exec(block.find((line) => line.trim() !== '') ?? '')?.[0] ?? ''
  return indent === '' ? [] : block.filter((line) => line.startsWith(indent) && !line.startsWith(`${indent} `)).map((line) => line.slice(indent.length))
}

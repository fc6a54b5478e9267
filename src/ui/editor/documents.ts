/**
 * Which objects a text speaks of, read line by line without a parser: kind, namespace and name of each document in block
 * style. It serves hints and highlights only; what counts is what the cluster says to an apply.
 */
export interface TextDocument {
  /** 1-based line of its first key, and the one that has its name. */
  readonly line: number
  readonly nameLine: number
  /** Lines from one `---` to the next; both belong to it. */
  readonly from: number
  readonly to: number
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
    const to = start + lines.length - 1
    if (document) found.push({ ...document, line: start + document.line, nameLine: start + document.nameLine, from: start, to })
    start = to
  }
  return found
}

/** The one that a line belongs to. A `---` belongs to what it begins. */
export const documentAt = (documents: readonly TextDocument[], line: number): TextDocument | undefined => documents.findLast(({ from, to }) => from <= line && line <= to)

const valueOf = (line: string, key: string): string | undefined => new RegExp(`^${key}:\\s*["']?([^"'#\\s]+)["']?\\s*(?:#.*)?$`).exec(line)?.[1]

function documentIn(lines: readonly string[]): Omit<TextDocument, 'from' | 'to'> | undefined {
  const first = lines.findIndex((line) => /^\w/.test(line))
  const kind = lines.map((line) => valueOf(line, 'kind')).find((value) => value !== undefined)
  const at = lines.findIndex((line) => /^metadata:\s*$/.test(line))
  if (first < 0 || kind === undefined || at < 0) return undefined
  const block = indentedAfter(lines, at)
  const field = (key: string) => block.map(({ at: line, text }) => ({ line, value: valueOf(text, key) })).find(({ value }) => value !== undefined)
  const name = field('name')
  return name?.value === undefined ? undefined : { line: first, nameLine: name.line, kind, namespace: field('namespace')?.value ?? '', name: name.value }
}

/** The direct children of the mapping that begins at a line, without their indentation. */
function indentedAfter(lines: readonly string[], begin: number): readonly { readonly at: number; readonly text: string }[] {
  const rest = lines.map((text, at) => ({ at, text })).slice(begin + 1)
  const end = rest.findIndex(({ text }) => /^\S/.test(text))
  const block = end < 0 ? rest : rest.slice(0, end)
  const indent = /^ +/.exec(block.find(({ text }) => text.trim() !== '')?.text ?? '')?.[0] ?? ''
  return indent === '' ? [] : block.filter(({ text }) => text.startsWith(indent) && !text.startsWith(`${indent} `)).map(({ at, text }) => ({ at, text: text.slice(indent.length) }))
}

/** From a field path as the API server prints it to the lines where it stands in the YAML. */
import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Pair } from 'yaml'

/** 1-based, as editors count; the end is behind the last character. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** `spec.template.spec.containers[0].image` → ['spec', 'template', 'spec', 'containers', 0, 'image']; `metadata.labels[app]` as well. */
export function stepsOf(field: string): (string | number)[] {
  const steps: (string | number)[] = []
  for (const match of field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    const [, bracket, name] = match
    if (bracket === undefined) steps.push(name ?? '')
    else steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket.replace(/^["']|["']$/g, ''))
  }
  return steps
}

/** The field's own lines, or those of the nearest parent that exists; the first line for the whole document. */
export function locate(document: Document.Parsed, lines: LineCounter, field: string): Place {
  let node: unknown = document.contents
  let found: { start: number; end: number } = startOf(document)
  for (const step of stepsOf(field)) {
    const next = childOf(isAlias(node) ? node.resolve(document) : node, step)
    if (!next) break
    node = isPair(next) ? next.value : next
    found = rangeOf(next) ?? found
  }
  const [start, end] = [lines.linePos(found.start), lines.linePos(Math.max(found.start, found.end))]
  return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
}

/** The first key of the document. */
function startOf({ contents, range }: Document.Parsed): { start: number; end: number } {
  const first = isMap(contents) ? contents.items[0]?.key : undefined
  const start = rangeOf(first)?.start ?? range[0]
  return { start, end: rangeOf(first)?.end ?? start }
}

function childOf(node: unknown, step: string | number): unknown {
  if (isSeq(node)) return node.items[Number(step)]
  if (!isMap(node)) return undefined
  return node.items.find((pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === String(step))
}

/** From the key to the end of the value, without the blank that follows. */
function rangeOf(node: unknown): { start: number; end: number } | undefined {
  if (isPair(node)) {
    const [key, value] = [rangeOf(node.key), rangeOf(node.value)]
    return key && { start: key.start, end: value?.end ?? key.end }
  }
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  if (!Array.isArray(range)) return undefined
  const [start, end] = range as readonly number[]
  if (isMap(node) || isSeq(node)) {
    const last: unknown = node.items.at(-1)
    return { start: start ?? 0, end: (last === undefined ? undefined : rangeOf(last)?.end) ?? end ?? 0 }
  }
  return { start: start ?? 0, end: end ?? 0 }
}

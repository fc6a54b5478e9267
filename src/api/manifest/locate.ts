/** From a field path as the API server prints it to the lines where it stands in the YAML. */
import { isMergeKey, meant, type MapNode, type YamlNode } from './yaml/node.ts'
import { resolveScalar } from './yaml/resolve.ts'
import type { Mark } from './yaml/cursor.ts'

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

/** The field's own lines, key included, or those of the nearest parent that exists; the first key for the whole document. */
export function locate(root: YamlNode, field: string, firstLine: number): Place {
  let span = firstKey(root)
  let node = root
  const steps = stepsOf(field)
  for (let at = 0; at < steps.length; ) {
    const found = step(meant(node), steps.slice(at))
    if (!found) break
    node = found.node
    span = { start: found.start, end: found.node.end }
    at += found.taken
  }
  return placeOf(span.start, span.end, firstLine)
}

export const placeOf = (start: Mark, end: Mark, firstLine: number): Place => ({
  line: start.line + firstLine,
  column: start.column + 1,
  endLine: end.line + firstLine,
  endColumn: end.column + 1,
})

function firstKey(root: YamlNode): { readonly start: Mark; readonly end: Mark } {
  const first = root.type === 'map' ? root.entries[0]?.key : undefined
  return first ? { start: first.start, end: first.end } : { start: root.start, end: root.start }
}




interface Found {
  readonly node: YamlNode
  /** Of the key, where there is one. */
  readonly start: Mark
  /** How many steps it took: a key may have points in it, which paths do not quote. */
  readonly taken: number
}

function step(node: YamlNode, steps: readonly (string | number)[]): Found | undefined {
  const [first] = steps
  if (node.type === 'list') {
    const item = node.items[Number(first)]
    return item && { node: item, start: item.start, taken: 1 }
  }
  if (node.type !== 'map') return undefined
  for (let taken = 1; taken <= steps.length; taken++) {
    const found = entryNamed(node, steps.slice(0, taken).join('.'))
    if (found) return { ...found, taken }
  }
  return undefined
}

/** The last entry of that name, which is the one that counts; also one that `<<` took in. */
function entryNamed(map: MapNode, name: string): Omit<Found, 'taken'> | undefined {
  for (const { key, value } of map.entries.toReversed()) {
    const scalar = meant(key)
    if (scalar.type === 'scalar' && String(resolveScalar(scalar)) === name) return { node: value, start: key.start }
    if (!isMergeKey(key)) continue
    const sources = (value.type === 'list' ? value.items : [value]).map(meant)
    for (const source of sources) {
      const found = source.type === 'map' ? entryNamed(source, name) : undefined
      if (found) return found
    }
  }
  return undefined
}

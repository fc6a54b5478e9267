/**
 * From tokens to the tree of one document. Follows go.yaml.in/yaml v2.4 (parserc.go, decode.go): the grammar with its
 * liberties (a list may stand as deep as the key it belongs to), and the sentences for what is missing.
 */
import { documentError, parserError, type Mark } from './cursor.ts'
import type { ListNode, MapNode, ScalarNode, YamlNode } from './node.ts'
import { depthLimit, Scanner } from './scanner.ts'
import type { Token, TokenType } from './token.ts'

/** What go-yaml's reader does not let through. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/

/** The first document of the text; undefined if there is none. */
export function parseYaml(text: string): YamlNode | undefined {
  const control = forbidden.exec(text)
  if (control) throw documentError('control characters are not allowed', markAt(text, control.index))
  return new Parser(text).document()
}

function markAt(text: string, index: number): Mark {
  const before = text.slice(0, index).split('\n')
  return { index, line: before.length - 1, column: before.at(-1)?.length ?? 0 }
}

class Parser {
  private readonly scanner: Scanner
  private readonly anchors = new Map<string, YamlNode>()
  private depth = 0

  constructor(text: string) {
    this.scanner = new Scanner(text)
  }

  document(): YamlNode | undefined {
    let next = this.scanner.peek()
    if (next.type === 'stream-end') return undefined
    if (next.type !== 'directive' && next.type !== 'document-start') return this.ended(this.node({ block: true }))
    while (next.type === 'directive') {
      this.scanner.take()
      next = this.scanner.peek()
    }
    if (next.type !== 'document-start') throw parserError('did not find expected <document start>', next.start)
    this.scanner.take()
    const isEmpty = this.isNext('directive', 'document-start', 'document-end', 'stream-end')
    return this.ended(isEmpty ? empty(this.scanner.peek().start) : this.node({ block: true }))
  }

  /** Only the first document is read, up to the token behind it. */
  private ended(root: YamlNode): YamlNode {
    this.scanner.peek()
    return root
  }

  private isNext(...types: readonly TokenType[]): boolean {
    const { type } = this.scanner.peek()
    return types.includes(type)
  }

  private node({ block, indentless = false }: { block: boolean; indentless?: boolean }): YamlNode {
    const first = this.scanner.peek()
    if (first.type === 'alias') return this.alias()
    const { anchor, tag, last } = this.properties()
    const next = this.scanner.peek()
    const begin = anchor || tag ? first.start : next.start
    const known = <T extends YamlNode>(node: T): T => {
      if (anchor) this.anchors.set(anchor.value, node)
      return node
    }
    if (next.type === 'scalar') {
      this.scanner.take()
      const implicit = (!tag && next.plain) || tag?.value === '!'
      return known<ScalarNode>({ type: 'scalar', value: next.value, tag: tag?.value ?? '', implicit, start: begin, end: next.end })
    }
    if (this.depth >= depthLimit) throw parserError(`exceeded max depth of ${depthLimit}`, next.start)
    this.depth++
    const collection = this.collection(next, { block, indentless, begin, known })
    this.depth--
    if (collection) return collection
    if (anchor || tag) return known<ScalarNode>({ ...empty(begin), tag: tag?.value ?? '', implicit: !tag, end: last })
    throw parserError('did not find expected node content', next.start, begin)
  }

  private alias(): YamlNode {
    const { value: name, start, end } = this.scanner.take()
    const target = this.anchors.get(name)
    if (!target) throw documentError(`unknown anchor '${name}' referenced`, start)
    return { type: 'alias', name, target, start, end }
  }

  /** Anchor and tag, in either order. */
  private properties(): { readonly anchor: Token | undefined; readonly tag: Token | undefined; readonly last: Mark } {
    let [anchor, tag]: [Token | undefined, Token | undefined] = [undefined, undefined]
    let last = this.scanner.peek().start
    for (let next = this.scanner.peek(); (next.type === 'anchor' && !anchor) || (next.type === 'tag' && !tag); next = this.scanner.peek()) {
      if (next.type === 'anchor') anchor = next
      else tag = next
      last = this.scanner.take().end
    }
    return { anchor, tag, last }
  }

  private collection(next: Token, { block, indentless, begin, known }: CollectionContext): YamlNode | undefined {
    const list = (): ListNode => known({ type: 'list', items: [], start: begin, end: next.end })
    const map = (): MapNode => known({ type: 'map', entries: [], start: begin, end: next.end })
    if (next.type === 'block-entry' && indentless) return this.indentlessList(list())
    if (next.type === 'flow-sequence-start') return this.flowList(list())
    if (next.type === 'flow-mapping-start') return this.flowMap(map())
    if (next.type === 'block-sequence-start' && block) return this.blockList(list())
    if (next.type === 'block-mapping-start' && block) return this.blockMap(map())
    return undefined
  }

  private blockList(list: ListNode): ListNode {
    const { start } = this.scanner.take()
    while (this.isNext('block-entry')) {
      const { end } = this.scanner.take()
      append(list, this.isNext('block-entry', 'block-end') ? empty(end) : this.node({ block: true }))
    }
    this.expect('block-end', "did not find expected '-' indicator", start)
    return list
  }

  /** Items that stand as deep as the key they belong to; nothing ends them but what follows. */
  private indentlessList(list: ListNode): ListNode {
    while (this.isNext('block-entry')) {
      const { end } = this.scanner.take()
      append(list, this.isNext('block-entry', 'key', 'value', 'block-end') ? empty(end) : this.node({ block: true }))
    }
    return list
  }

  private blockMap(map: MapNode): MapNode {
    const { start } = this.scanner.take()
    while (this.isNext('key')) {
      const { end } = this.scanner.take()
      const key = this.isNext('key', 'value', 'block-end') ? empty(end) : this.node({ block: true, indentless: true })
      const value = this.isNext('value') ? this.blockValue() : empty(this.scanner.peek().start)
      map.entries.push({ key, value })
      map.end = value.end.index > key.end.index ? value.end : key.end
    }
    this.expect('block-end', 'did not find expected key', start)
    return map
  }

  private blockValue(): YamlNode {
    const { end } = this.scanner.take()
    return this.isNext('key', 'value', 'block-end') ? empty(end) : this.node({ block: true, indentless: true })
  }

  private flowList(list: ListNode): ListNode {
    const { start } = this.scanner.take()
    for (let isFirst = true; !this.isNext('flow-sequence-end'); isFirst = false) {
      if (!isFirst) this.expect('flow-entry', "did not find expected ',' or ']'", start)
      if (this.isNext('key')) list.items.push(this.singlePair())
      else if (!this.isNext('flow-sequence-end')) list.items.push(this.node({ block: false }))
      else break
    }
    list.end = this.scanner.take().end
    return list
  }

  /** `[a: 1]`, a mapping of one entry. */
  private singlePair(): MapNode {
    const { start, end } = this.scanner.take()
    const key = this.isNext('value', 'flow-entry', 'flow-sequence-end') ? empty(end) : this.node({ block: false })
    const value = this.flowValue('flow-sequence-end')
    return { type: 'map', entries: [{ key, value }], start, end: value.end }
  }

  private flowMap(map: MapNode): MapNode {
    const { start } = this.scanner.take()
    for (let isFirst = true; !this.isNext('flow-mapping-end'); isFirst = false) {
      if (!isFirst) this.expect('flow-entry', "did not find expected ',' or '}'", start)
      if (this.isNext('flow-mapping-end')) break
      const isKey = this.isNext('key')
      if (isKey) this.scanner.take()
      const key = isKey && this.isNext('value', 'flow-entry', 'flow-mapping-end') ? empty(this.scanner.peek().start) : this.node({ block: false })
      map.entries.push({ key, value: isKey ? this.flowValue('flow-mapping-end') : empty(this.scanner.peek().start) })
    }
    map.end = this.scanner.take().end
    return map
  }

  private flowValue(closing: TokenType): YamlNode {
    if (!this.isNext('value')) return empty(this.scanner.peek().start)
    this.scanner.take()
    return this.isNext('flow-entry', closing) ? empty(this.scanner.peek().start) : this.node({ block: false })
  }

  private expect(type: TokenType, problem: string, context: Mark): void {
    const next = this.scanner.peek()
    if (next.type !== type) throw parserError(problem, next.start, context)
    this.scanner.take()
  }
}

interface CollectionContext {
  readonly block: boolean
  readonly indentless: boolean
  readonly begin: Mark
  /** Remembers the node under its anchor before its inside is read. */
  readonly known: <T extends YamlNode>(node: T) => T
}

const empty = (mark: Mark): ScalarNode => ({ type: 'scalar', value: '', tag: '', implicit: true, start: mark, end: mark })

function append(list: ListNode, item: YamlNode): void {
  list.items.push(item)
  list.end = item.end
}

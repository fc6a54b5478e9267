/**
 * From the tree to plain JSON: aliases and merge keys taken in, keys of every type written as text, repeated keys told.
 * Follows go.yaml.in/yaml v2.4 (decode.go) and sigs.k8s.io/yaml v1.6 (convertToJSONableObject), with their limit on what
 * aliases may expand to.
 */
import { documentError } from './cursor.ts'
import { isMergeKey, meant, type Entry, type MapNode, type ScalarNode, type YamlNode } from './node.ts'
import { resolveScalar, type Resolved } from './resolve.ts'

export interface JsonResult {
  readonly value: unknown
  /** Paths of keys that stand twice: `data.a`. */
  readonly duplicates: readonly string[]
}

export function toJson(root: YamlNode): JsonResult {
  const decoder = new Decoder()
  return { value: decoder.decode(root, ''), duplicates: decoder.duplicates }
}

class Decoder {
  readonly duplicates: string[] = []
  private readonly open = new Set<YamlNode>()
  private decoded = 0
  private throughAliases = 0
  private aliasDepth = 0

  decode(node: YamlNode, path: string): unknown {
    this.count(node)
    switch (node.type) {
      case 'alias': {
        if (this.open.has(node)) throw documentError(`anchor '${node.name}' value contains itself`, node.start)
        this.open.add(node)
        this.aliasDepth++
        const value = this.decode(node.target, path)
        this.aliasDepth--
        this.open.delete(node)
        return value
      }
      case 'scalar':
        return finite(node)
      case 'list':
        return node.items.map((item, index) => this.decode(item, `${path}[${index}]`))
      case 'map':
        return Object.fromEntries(this.decodeMap(node, path, new Map()))
    }
  }

  /** A small document that grows to a huge one by its aliases is refused while it grows. */
  private count(node: YamlNode): void {
    this.decoded++
    if (this.aliasDepth > 0) this.throughAliases++
    if (this.throughAliases <= 100 || this.decoded <= 1_000) return
    if (this.throughAliases / this.decoded > allowedShare(this.decoded)) throw documentError('document contains excessive aliasing', node.start)
  }

  private decodeMap(map: MapNode, path: string, into: Map<string, unknown>): Map<string, unknown> {
    const seen = new Set<string>()
    for (const { key, value } of map.entries) {
      if (isMergeKey(key)) {
        this.merge(value, path, into)
        continue
      }
      this.count(key)
      const name = keyText(key, value)
      const at = path === '' ? name : `${path}.${name}`
      if (seen.has(name)) this.duplicates.push(at)
      seen.add(name)
      into.set(name, this.decode(value, at))
    }
    return into
  }

  /** Of several mappings the first one counts. What stands before `<<` is overwritten, as go-yaml does it. */
  private merge(value: YamlNode, path: string, into: Map<string, unknown>): void {
    const sources = value.type === 'list' ? value.items.toReversed() : [value]
    for (const source of sources) {
      const map = meant(source)
      if (map.type !== 'map') throw documentError('map merge requires map or sequence of maps as the value', value.start)
      if (this.open.has(source)) throw documentError(`anchor '${source.type === 'alias' ? source.name : ''}' value contains itself`, source.start)
      this.open.add(source)
      const step = source.type === 'alias' ? 1 : 0
      this.aliasDepth += step
      this.count(map)
      this.decodeMap(map, path, into)
      this.aliasDepth -= step
      this.open.delete(source)
    }
  }
}

/** From 99 % in a document of 400,000 nodes down to 10 % in one of 4,000,000; go-yaml's numbers. */
function allowedShare(decoded: number): number {
  const [low, high] = [400_000, 4_000_000]
  if (decoded <= low) return 0.99
  return decoded >= high ? 0.1 : 0.99 - 0.89 * ((decoded - low) / (high - low))
}

function finite(node: ScalarNode): Resolved {
  const value = resolveScalar(node)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  // Not YAML's mistake: JSON has no such number.
  const error = documentError('', node.start)
  error.message = `json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`
  throw error
}

/** The text of a key as JSON has it: `on: 1` is `"true": 1`. */
export function keyText(key: YamlNode, value: YamlNode): string {
  const node = meant(key)
  if (node.type !== 'scalar') throw documentError(`invalid map key: ${goSyntax(node)}`, key.start)
  const resolved = resolveScalar(node)
  if (resolved !== null) return typeof resolved === 'number' ? numberText(resolved) : String(resolved)
  const error = documentError('', key.start)
  error.message = `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(value).replace(/^interface \{\}\(nil\)$/, '<nil>')}`
  throw error
}

const numberText = (value: number): string => (Number.isFinite(value) ? String(Number.isInteger(value) ? value : Math.fround(value) === value ? value : Number(value.toPrecision(8))) : Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf')

/** Go's `%#v` of a decoded value, as it stands in errors. */
function goSyntax(node: YamlNode): string {
  const found = meant(node)
  if (found.type === 'list') return `[]interface {}{${found.items.map(goSyntax).join(', ')}}`
  if (found.type === 'map') return `map[interface {}]interface {}{${found.entries.map(entrySyntax).sort().join(', ')}}`
  const value = found.type === 'scalar' ? resolveScalar(found) : null
  if (value === null) return 'interface {}(nil)'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

const entrySyntax = ({ key, value }: Entry): string => `${goSyntax(key)}:${goSyntax(value)}`

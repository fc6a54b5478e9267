/**
 * YAML as kubectl reads it, with the place of every field: several documents, JSON, `List`s, YAML 1.1 booleans and
 * octals, repeated keys refused, aliases counted before they are expanded. Follows sigs.k8s.io/yaml with go-yaml v2 as
 * kubectl 1.36 has it; its sentences where the error is one a person sees.
 */
import { isAlias, isMap, isSeq, LineCounter, parseAllDocuments, visit, type Document, type ParsedNode, type ScalarTag, type CollectionTag, type YAMLParseError } from 'yaml'
import { locate, type Place } from './locate.ts'

export interface ManifestDocument {
  /** Plain JSON, as it would be sent. */
  readonly value: unknown
  /** Where `spec.ports[0].name` or `metadata.labels[app]` stands; the nearest parent if it is not there. */
  readonly place: (field: string) => Place
  readonly line: number
}

export type Manifest = { readonly ok: true; readonly documents: readonly ManifestDocument[] } | { readonly ok: false; readonly message: string; readonly place: Place }

/** Bytes of a manifest; the API server takes no larger request either. */
export const manifestLimit = 3 * 1024 * 1024
/** Nodes after aliases are expanded. */
const nodeLimit = 500_000
const documentLimit = 5_000

export function parseManifest(text: string): Manifest {
  if (text.length > manifestLimit) return refuse(`the manifest has ${text.length} characters, and at most ${manifestLimit} are read`, 1)
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { version: '1.1', schema: 'yaml-1.1', customTags: withoutTimes, uniqueKeys: false, strict: false, lineCounter: lines, logLevel: 'silent' })
  if ('empty' in documents) return { ok: true, documents: [] }
  if (documents.length > documentLimit) return refuse(`the manifest has ${documents.length} documents, and at most ${documentLimit} are read`, 1)
  const read: ManifestDocument[] = []
  for (const document of documents) {
    const [error] = document.errors
    if (error) return refuse(`error converting YAML to JSON: yaml: line ${lineOf(error)}: ${goText(error, text)}`, lineOf(error))
    const problem = repeatedKey(document, lines) ?? bombProblem(document)
    if (problem) return refuse(`error converting YAML to JSON: ${problem.message}`, problem.line)
    if (document.contents === null) continue
    read.push(...flatten(document, lines))
  }
  return { ok: true, documents: read }
}

const refuse = (message: string, line: number): Manifest => ({ ok: false, message, place: { line, column: 1, endLine: line, endColumn: 1_000 } })

/** kubectl turns dates into the text they were; clock-like numbers stay text as well. */
function withoutTimes(tags: (ScalarTag | CollectionTag | string)[]) {
  return tags.filter((tag) => typeof tag === 'string' || !(tag.tag === 'tag:yaml.org,2002:timestamp' || ('format' in tag && tag.format === 'TIME'))) as (ScalarTag | CollectionTag)[]
}

const lineOf = (error: YAMLParseError): number => error.linePos?.[0].line ?? 1

/** go-yaml's sentence for what the parser stumbled over. */
function goText({ code, pos }: YAMLParseError, text: string): string {
  if (text[pos[0]] === '\t' || code === 'TAB_AS_INDENT') return 'found character that cannot start any token'
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'mapping values are not allowed in this context'
    case 'MISSING_CHAR':
      return "could not find expected ':'"
    case 'BAD_ALIAS':
      return 'unknown anchor referenced'
    case 'BAD_DQ_ESCAPE':
      return 'found unknown escape character'
    case 'UNEXPECTED_TOKEN':
    case 'BAD_INDENT':
      return 'did not find expected key'
    default:
      return 'did not find expected node content'
  }
}

interface Problem {
  readonly message: string
  readonly line: number
}

function repeatedKey(document: Document.Parsed, lines: LineCounter): Problem | undefined {
  let problem: Problem | undefined
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        const name = String(key)
        if (seen.has(name) && name !== '<<') {
          const { range } = key as ParsedNode
          const { line } = lines.linePos(range[0])
          problem = { message: `yaml: unmarshal errors:\n  line ${line}: key ${JSON.stringify(name)} already set in map`, line }
          return visit.BREAK
        }
        seen.add(name)
      }
      return undefined
    },
  })
  return problem
}

/** Counts what the aliases expand to, without expanding them. */
function bombProblem(document: Document.Parsed): Problem | undefined {
  const sizes = new Map<unknown, number>()
  const sizeOf = (node: unknown): number => {
    const known = sizes.get(node)
    if (known !== undefined) return known
    sizes.set(node, Infinity)
    let size = 1
    if (isAlias(node)) size = sizeOf(node.resolve(document))
    else if (isMap(node)) for (const { key, value } of node.items) size += sizeOf(key) + sizeOf(value)
    else if (isSeq(node)) for (const item of node.items) size += sizeOf(item)
    sizes.set(node, size)
    return size
  }
  return sizeOf(document.contents) > nodeLimit ? { message: 'yaml: document contains excessive aliasing', line: 1 } : undefined
}

/** A List counts as its items. */
function flatten(document: Document.Parsed, lines: LineCounter): ManifestDocument[] {
  const value: unknown = document.toJS({ maxAliasCount: -1 })
  const placeAt = (prefix: string) => (field: string) => locate(document, lines, prefix === '' || field === '' ? prefix + field : `${prefix}.${field}`)
  if (!isList(value)) return [{ value, place: placeAt(''), line: placeAt('')('').line }]
  return value.items.map((item, index) => ({ value: item, place: placeAt(`items[${index}]`), line: placeAt(`items[${index}]`)('').line }))
}

const isList = (value: unknown): value is { readonly items: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && /^(?:.*List|List)$/.test(value.kind) && 'items' in value && Array.isArray(value.items)

/**
 * Manifests as kubectl reads them, with the place of every field: documents split at `---`, YAML 1.1 or JSON, repeated
 * keys told, aliases limited. Follows kubernetes v1.36 apimachinery/pkg/util/yaml (decoder.go) and sigs.k8s.io/yaml v1.6;
 * a text that begins like JSON is first taken for JSON, as there, but one text holds one JSON object here.
 */
import { parseJson } from '../schema/json.ts'
import { locate, placeOf, type Place } from './locate.ts'
import { YamlError } from './yaml/cursor.ts'
import { parseYaml } from './yaml/parser.ts'
import { toJson } from './yaml/to-json.ts'
import type { YamlNode } from './yaml/node.ts'

export interface ManifestDocument {
  /** Plain JSON, as it would be sent. */
  readonly value: unknown
  /** Where `spec.ports[0].name` or `metadata.labels[app]` stands; the nearest parent if it is not there. */
  readonly place: (field: string) => Place
  /** The first line of the document, counted from 1. */
  readonly line: number
  /** Keys that stand twice in a mapping, by their path; the later one counts. */
  readonly duplicates: readonly string[]
}

export type Manifest =
  | { readonly ok: true; readonly documents: readonly ManifestDocument[] }
  | {
      readonly ok: false
      /** Those before the one that cannot be read. */
      readonly documents: readonly ManifestDocument[]
      /** In kubectl's words: `error converting YAML to JSON: yaml: line 4: …`. */
      readonly message: string
      readonly place: Place
    }

/** Characters of a manifest; the API server takes no larger request either. */
export const manifestLimit = 3 * 1024 * 1024
export const documentLimit = 5_000

/** A manifest that is read one document after another. */
export interface Reading {
  /** Documents there may be. */
  readonly total: number
  /** One document further; false once all is read. */
  step(): boolean
  /** What was read. */
  manifest(): Manifest
}

export function parseManifest(text: string): Manifest {
  const reading = readManifest(text)
  while (reading.step());
  return reading.manifest()
}

export function readManifest(text: string): Reading {
  if (text.length > manifestLimit) return readAlready(refuse([], `the manifest has ${text.length} characters, and at most ${manifestLimit} are read`, lineAt(1)))
  if (!/^\s*\{/.test(text)) return readYaml(text)
  const json = readJson(text)
  return json ? readAlready(json) : readYaml(text, jsonProblem(text))
}

const readAlready = (manifest: Manifest): Reading => ({ total: manifest.documents.length, step: () => false, manifest: () => manifest })

const refuse = (documents: readonly ManifestDocument[], message: string, place: Place): Manifest => ({ ok: false, documents, message, place })
const lineAt = (line: number): Place => ({ line, column: 1, endLine: line, endColumn: 2 })

/** Undefined if it is no JSON. */
function readJson(text: string): Manifest | undefined {
  const parsed = parseJson(text)
  if (!parsed.ok) return undefined
  const { value, duplicates } = parsed
  const tree = treeOf(text)
  const place = (field: string) => (tree ? locate(tree, field, 1) : lineAt(1))
  return { ok: true, documents: [{ value, place, line: place('').line, duplicates }] }
}

/** For places only: what is JSON but not YAML has none. */
function treeOf(text: string): YamlNode | undefined {
  try {
    return parseYaml(text)
  } catch (error) {
    if (error instanceof YamlError) return undefined
    throw error
  }
}

/** What is wrong with a text that looks like JSON: told if it is no YAML either. */
function jsonProblem(text: string): string {
  const messageOf = (length: number) => {
    const parsed = parseJson(text.slice(0, length))
    return parsed.ok ? '' : parsed.message
  }
  const isEarly = (message: string) => message === '' || message.startsWith('unexpected end')
  const whole = messageOf(text.length)
  if (isEarly(whole)) return 'unexpected EOF'
  let [fine, wrong] = [0, text.length]
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2)
    if (isEarly(messageOf(middle))) fine = middle
    else wrong = middle
  }
  return `json: offset ${wrong}: ${whole}`
}

interface Chunk {
  readonly text: string
  /** Of its first line, counted from 1. */
  readonly line: number
}

function readYaml(text: string, instead?: string): Reading {
  const { chunks, problem } = split(text)
  const documents: ManifestDocument[] = []
  let next = 0
  let manifest: Manifest = problem ? refuse(documents, problem.message, lineAt(problem.line)) : { ok: true, documents }
  const read = ({ text: chunk, line }: Chunk): Manifest | undefined => {
    if (documents.length >= documentLimit) return refuse(documents, `the manifest has more than ${documentLimit} documents`, lineAt(line))
    try {
      const document = readDocument(chunk, line)
      if (document) documents.push(document)
      return undefined
    } catch (error) {
      if (!(error instanceof YamlError)) throw error
      return refuse(documents, instead ?? `error converting YAML to JSON: ${error.message}`, placeOf(error.at, { ...error.at, column: error.at.column + 1 }, line))
    }
  }
  return {
    total: chunks.length,
    step: () => {
      const chunk = chunks[next++]
      const refused = chunk && read(chunk)
      if (refused) [manifest, next] = [refused, chunks.length]
      return next < chunks.length
    },
    manifest: () => manifest,
  }
}

/**
 * Documents stand between lines that begin with `---`; only a comment may follow it. One that nothing stands before
 * belongs to the document behind it. Lines end with a newline, the last one as well.
 */
function split(given: string): { readonly chunks: readonly Chunk[]; readonly problem?: { readonly message: string; readonly line: number } } {
  const text = `${given.replaceAll('\r\n', '\n')}${given.endsWith('\n') ? '' : '\n'}`
  const chunks: Chunk[] = []
  let [from, fromLine, line] = [0, 1, 1]
  const close = (to: number) => {
    if (to > from) chunks.push({ text: text.slice(from, to), line: fromLine })
  }
  for (let at = 0; at < text.length; line++) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? text.length : newline + 1
    if (text.startsWith('---', at)) {
      const rest = text.slice(at + 3, next).trim()
      if (rest !== '' && !rest.startsWith('#')) return { chunks, problem: { message: `invalid Yaml document separator: ${rest}`, line } }
      if (at > from) {
        close(at)
        from = next
        fromLine = line + 1
      }
    }
    at = next
  }
  close(text.length)
  return { chunks }
}

/** Undefined if nothing but comments stands there. */
function readDocument(text: string, line: number): ManifestDocument | undefined {
  const tree = parseYaml(text)
  if (!tree) return undefined
  const { value, duplicates } = toJson(tree)
  if (value === null) return undefined
  const place = (field: string) => locate(tree, field, line)
  return { value, place, line: place('').line, duplicates }
}

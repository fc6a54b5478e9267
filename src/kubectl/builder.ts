/**
 * From a file to the objects it holds, each with its resource, namespace and name. What cannot be used is an error, and
 * the others go on. Follows kubernetes v1.36 cli-runtime/pkg/resource (builder.go, visitor.go, mapper.go) and the
 * unstructured JSON scheme of apimachinery; schemas are the API server's to check.
 */
import type { Kind } from '../api/kinds/kind.ts'
import { kindOfManifest } from '../api/kinds/registry.ts'
import type { Place } from '../api/manifest/locate.ts'
import { parseManifest, type Manifest, type ManifestDocument } from '../api/manifest/manifest.ts'
import { isObject } from '../api/meta/json.ts'
import { textError, type KubectlError } from './errors.ts'
import { sortedJson } from './sorted-json.ts'

export type Fields = { readonly [field: string]: unknown }

/** Where the fields of an object stand in the file. */
export type PlaceOf = (field: string) => Place

export interface Info {
  readonly kind: Kind
  /** '' for kinds without one. */
  readonly namespace: string
  /** '' if the manifest has none. */
  readonly name: string
  /** With its namespace filled in. */
  readonly object: Fields
  readonly place: PlaceOf
}

export type Built =
  | { readonly type: 'info'; readonly info: Info }
  | { readonly type: 'error'; readonly error: KubectlError; readonly field: string; readonly place: PlaceOf }

export interface BuilderOptions {
  /** As it stands in messages. */
  readonly source: string
  /** `-n NAMESPACE`: objects must be of it. */
  readonly namespace?: string | undefined
  /** Without schemas nothing is asked of a document but its kind. */
  readonly schemaless?: true
}

export const buildInfos = ({ text, ...options }: BuilderOptions & { readonly text: string }): readonly Built[] => infosOf(parseManifest(text), options)

export function infosOf(manifest: Manifest, options: BuilderOptions): readonly Built[] {
  const { source } = options
  const built: Built[] = []
  for (const document of manifest.documents) {
    const problem = options.schemaless ? undefined : typeMetaProblem(document.value)
    if (problem !== undefined) {
      const message = `error validating ${JSON.stringify(source)}: error validating data: ${problem.text}; if you choose to ignore these errors, turn validation off with --validate=false`
      return [...built, failed(textError(message), document, problem.field)]
    }
    built.push(...fromDocument(document, options))
  }
  if (manifest.ok) return built
  return [...built, { type: 'error', error: textError(`error parsing ${source}: ${manifest.message}`), field: '', place: () => manifest.place }]
}

const failed = (error: KubectlError, { place }: ManifestDocument, field: string): Built => ({ type: 'error', error, field, place })

/** What kubectl itself asks of a document before it looks at its kind; the rest of the file is then not read. */
function typeMetaProblem(value: unknown): { readonly text: string; readonly field: string } | undefined {
  if (!isObject(value)) return { text: 'invalid object to validate', field: '' }
  const problems = (['apiVersion', 'kind'] as const).flatMap((field) => {
    const given = value[field]
    if (given === undefined || given === null) return [{ text: `${field} not set`, field }]
    if (typeof given !== 'string') return [{ text: `${field} isn't string type`, field }]
    return field === 'apiVersion' && given.split('/').length > 2 ? [{ text: `unexpected GroupVersion string: ${given}`, field }] : []
  })
  const [first] = problems
  if (!first || problems.length === 1) return first
  return { text: `[${problems.map(({ text }) => text).join(', ')}]`, field: first.field }
}

/** An object with `items` is a list, whatever its kind is called; lists in lists are taken apart as well. */
function fromDocument(document: ManifestDocument, options: BuilderOptions): Built[] {
  const { value, place } = document
  if (!isObject(value)) return [failed(textError(`unable to decode ${JSON.stringify(options.source)}: the document is no object`), document, '')]
  const { items } = value
  if (!Array.isArray(items)) return [fromObject(document, options)]
  const ofList = { kind: String(value['kind']).replace(/List$/, ''), apiVersion: value['apiVersion'] }
  return items.flatMap((item: unknown, index): Built[] => {
    const inner = (field: string) => place(field === '' ? `items[${index}]` : `items[${index}].${field}`)
    const typed = isObject(item) && item['kind'] === undefined && item['apiVersion'] === undefined ? { ...item, ...ofList } : item
    return fromDocument({ value: typed, place: inner, line: inner('').line, duplicates: [] }, options)
  })
}

function fromObject(document: ManifestDocument, { source, namespace: asked }: BuilderOptions): Built {
  const object = document.value as Fields
  const apiVersion = textOf(object['apiVersion'])
  const kindName = textOf(object['kind'])
  if (kindName === '') return failed(textError(`unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${sortedJson(object)}'`), document, 'kind')
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const name = textOf(metadata['name'])
  const written = textOf(metadata['namespace'])
  const kind = kindOfManifest(apiVersion, kindName)
  if (!kind) {
    const message = `resource mapping not found for name: "${name}" namespace: "${written}" from "${source}": no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`
    return failed(textError(message), document, 'kind')
  }
  if (!kind.namespaced) return { type: 'info', info: { kind, namespace: '', name, object, place: document.place } }
  if (asked !== undefined && written !== '' && written !== asked) {
    const message = `the namespace from the provided object "${written}" does not match the namespace "${asked}". You must pass '--namespace=${written}' to perform this operation.`
    return failed(textError(message), document, 'metadata.namespace')
  }
  const namespace = written || (asked ?? 'default')
  return { type: 'info', info: { kind, namespace, name, object: { ...object, metadata: { ...metadata, namespace } }, place: document.place } }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

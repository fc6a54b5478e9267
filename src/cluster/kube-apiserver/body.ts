/**
 * From a request's body to a draft of the kind that the path names, with default values filled in, or to the 400 that
 * says what is wrong with it. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers (create.go, update.go, rest.go)
 * and apimachinery/pkg/runtime/serializer (json, versioning).
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import { isObject } from '../../api/meta/json.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import { decode, type Fields } from '../../api/schema/decode.ts'
import { inDocumentOrder, parseJson } from '../../api/schema/json.ts'
import type { WriteOptions } from './env.ts'
import { isRetired } from './retired-versions.ts'
import { apiVersion, kindNamed } from './keys.ts'

export type Body = { readonly ok: true; readonly draft: Draft; readonly warnings: readonly string[] } | { readonly ok: false; readonly status: Status }

const refuse = (message: string): Body => ({ ok: false, status: badRequestStatus(message) })

/** The body as text, as it comes over the wire. */
export function readBody(kind: Kind, text: string, options: WriteOptions): Body {
  const parsed = parseJson(text)
  if (!parsed.ok) return refuse(`${unrecognized(kind)}; json parse error: ${parsed.message} (${beginningOf(text)})`)
  return readValue(kind, parsed.value, { ...options, duplicates: parsed.duplicates, text })
}

export interface ValueOptions extends WriteOptions {
  readonly duplicates?: readonly string[]
  /** Parts of the stored object, for components that hand them back as they are: they need not be decoded again. */
  readonly settled?: Fields | undefined
  readonly subresource?: string | undefined
  /** The body, for errors that quote its beginning and for the order of what is wrong. */
  readonly text?: string
}

/** The body as a value; components hand objects over. */
export function readValue(kind: Kind, value: unknown, options: ValueOptions): Body {
  const given: Fields = isObject(value) ? value : {}
  const wrong = isWrong(given['apiVersion']) ? 'apiVersion' : isWrong(given['kind']) ? 'kind' : undefined
  if (wrong !== undefined || !isObject(value)) return refuse(wrongTypeMeta(kind, value, wrong, options.text ?? JSON.stringify(value)))
  const own = apiVersion(kind)
  const written = { kind: String(given['kind'] || kind.kind), apiVersion: String(given['apiVersion'] || own) }
  const cannot = () => `${written.kind} in version "${written.apiVersion.split('/').at(-1)}" cannot be handled as a ${kind.kind}: `
  const isOwn = written.apiVersion === own && written.kind === kind.kind
  if (!isOwn && !isRetired(kind, written)) return refuse(cannot() + otherKind(kind, written))
  const decoded = decode(kind.kind, given, { settled: options.settled, into: written })
  if (!decoded.ok) return refuse(cannot() + decoded.message)
  const { duplicates = [], text = '' } = options
  const strict = decoded.unknownFields.length + duplicates.length > 0 ? inDocumentOrder({ unknown: decoded.unknownFields, duplicates, text }) : []
  if (strict.length > 0 && options.fieldValidation === 'Strict') return refuse(`${cannot()}strict decoding error: ${strict.join(', ')}`)
  if (!isOwn) return refuse(`the API version in the data (${written.apiVersion}) does not match the expected API version (${own})`)
  const draft = asDraft(decoded.object)
  // The rest of what a status update says is thrown away.
  if (options.subresource !== 'status' || !kind.onlySpecHasDefaults) kind.applyDefaults?.(draft)
  return { ok: true, draft, warnings: options.fieldValidation === 'Warn' ? strict : [] }
}

const isWrong = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'string'

function asDraft(fields: Fields): Draft {
  if (!isObject(fields['metadata'])) fields['metadata'] = {}
  return fields as Draft
}

/** A kind that the server knows is decoded and then not converted; one that it does not know is not decoded. */
function otherKind(kind: Kind, written: { readonly apiVersion: string; readonly kind: string }): string {
  const known = kindNamed(written)
  if (!known) return `no kind "${written.kind}" is registered for version "${written.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`
  const internal = kind.group === '' ? 'core' : kind.group.split('.', 1)[0]
  return `converting (${known.version}.${known.kind}) to (${internal}.${kind.kind}): unknown conversion`
}

const unrecognized = (kind: Kind): string => `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind`

/** Upstream quotes 30 bytes of what looks like an object, and dumps anything else in hexadecimal. */
function beginningOf(text: string): string {
  if (text === '') return '<empty>'
  const start = text.slice(0, 30)
  const shown = text.startsWith('{') ? start : [...start].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return text.length > 30 ? `${shown} ...` : shown
}

function wrongTypeMeta(kind: Kind, value: unknown, field: string | undefined, text: string): string {
  const given = field === undefined || !isObject(value) ? value : value[field]
  const type = Array.isArray(given) ? 'array' : given === null ? 'null' : typeof given === 'boolean' ? 'bool' : typeof given
  const struct = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
  const into = field === undefined ? `Go value of type ${struct}` : `Go struct field .${field} of type string`
  return `${unrecognized(kind)}; json parse error: json: cannot unmarshal ${type} into ${into} (${beginningOf(text)})`
}


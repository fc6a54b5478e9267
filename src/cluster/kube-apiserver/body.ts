/**
 * From a request's body to a draft of the kind that the path names, with default values filled in, or to the 400 that
 * says what is wrong with it. Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers (create.go, update.go) and
 * apimachinery/pkg/runtime/serializer (json, versioning).
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import { decode, type Fields } from '../../api/schema/decode.ts'
import { parseJson } from '../../api/schema/json.ts'
import type { WriteOptions } from './env.ts'
import { apiVersion } from './keys.ts'

export type Body = { readonly ok: true; readonly draft: Draft; readonly warnings: readonly string[] } | { readonly ok: false; readonly status: Status }

const refuse = (message: string): Body => ({ ok: false, status: badRequestStatus(message) })

/** The body as text, as it comes over the wire. */
export function readBody(kind: Kind, text: string, options: WriteOptions): Body {
  const parsed = parseJson(text)
  if (!parsed.ok) return refuse(`couldn't get version/kind; json parse error: ${parsed.message}`)
  return readValue(kind, parsed.value, { ...options, duplicates: parsed.duplicates, text })
}

export interface ValueOptions extends WriteOptions {
  readonly duplicates?: readonly string[]
  /** The body, for the error that quotes its beginning. */
  readonly text?: string
}

/** The body as a value; components hand objects over. */
export function readValue(kind: Kind, value: unknown, options: ValueOptions): Body {
  const given: Fields = isObject(value) ? value : {}
  const wrong = ['apiVersion', 'kind'].find((field) => field in given && typeof given[field] !== 'string' && given[field] !== null)
  if (wrong || !isObject(value)) return refuse(unrecognized(kind, wrong === undefined ? value : given[wrong], wrong, options.text ?? JSON.stringify(value)))
  const written = { apiVersion: String(given['apiVersion'] || apiVersion(kind)), kind: String(given['kind'] || kind.kind) }
  const cannot = `${written.kind} in version "${written.apiVersion.split('/').at(-1)}" cannot be handled as a ${kind.kind}: `
  if (written.apiVersion !== apiVersion(kind) || written.kind !== kind.kind) {
    return refuse(`${cannot}no kind "${written.kind}" is registered for version "${written.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`)
  }
  const { apiVersion: _, kind: __, ...fields } = given
  const decoded = decode(kind.kind, fields)
  if (!decoded.ok) return refuse(cannot + decoded.message)
  const strict = [
    ...decoded.unknownFields.map((path) => `unknown field ${JSON.stringify(path)}`),
    ...(options.duplicates ?? []).map((path) => `duplicate field ${JSON.stringify(path)}`),
  ]
  if (strict.length > 0 && (options.fieldValidation ?? 'Ignore') === 'Strict') return refuse(`${cannot}strict decoding error: ${strict.join(', ')}`)
  const draft: Draft = { ...decoded.object, ...written, metadata: isObject(decoded.object['metadata']) ? decoded.object['metadata'] : {} }
  kind.applyDefaults?.(draft)
  return { ok: true, draft, warnings: options.fieldValidation === 'Warn' ? strict : [] }
}

function unrecognized(kind: Kind, value: unknown, field: string | undefined, text: string): string {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value
  const into = field === undefined ? 'Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }' : `Go struct field .${field} of type string`
  const start = text.length > 30 ? `${text.slice(0, 30)} ...` : text
  return `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into ${into} (${start})`
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * `kubectl apply -f FILE`, client side: what is not there is created, what is there is patched with what changed between
 * the manifest applied last, this one and the live object. Follows kubernetes v1.36 kubectl/pkg/cmd/apply (apply.go,
 * patcher.go) and cli-runtime/pkg/resource.
 */
import { kindOfManifest } from '../api/kinds/registry.ts'
import { groupResource, type Kind } from '../api/kinds/kind.ts'
import { parseManifest, type ManifestDocument } from '../api/manifest/manifest.ts'
import type { Place } from '../api/manifest/locate.ts'
import type { Status } from '../api/meta/status.ts'
import { isObject } from '../api/patch/merge.ts'
import { threeWayPatch } from '../api/patch/three-way.ts'
import { collectionPath, command, errorText, failure, getRequest, objectPath, out, resourceName, statusOf, type Handle, type Line, type Target } from './session.ts'

export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const fieldManager = 'kubectl-client-side-apply'

export interface ApplyOrder {
  readonly text: string
  /** As it stands in messages. */
  readonly file: string
  readonly handle: Handle
  /** `-n NAMESPACE`; 'default' if it is not given. */
  readonly namespace?: string
}

export interface Applied {
  readonly code: number
  readonly body: unknown
  /** `deployments.apps/NAMESPACE/NAME`, '' if it could not be read that far. */
  readonly object: string
  readonly verb: 'created' | 'configured' | 'unchanged' | 'refused'
}

export interface Trouble extends Place {
  readonly message: string
  readonly field: string
  readonly code: number
  readonly reason: string
}

export interface ApplyOutcome {
  readonly documents: readonly Applied[]
  readonly output: readonly Line[]
  readonly problems: readonly Trouble[]
}

export function apply({ text, file, handle }: ApplyOrder): ApplyOutcome {
  const said = command(`kubectl apply -f ${file}`)
  const manifest = parseManifest(text)
  if (!manifest.ok) return unreadable(said, { message: `error parsing ${file}: ${manifest.message}`, place: manifest.place })
  if (manifest.documents.length === 0) return unreadable(said, { message: 'no objects passed to apply', place: nowhere })
  const results = manifest.documents.map((document) => applyOne(document, { file, handle }))
  return {
    documents: results.map(({ applied }) => applied),
    output: [said, ...results.flatMap(({ lines }) => lines)],
    problems: results.flatMap(({ problems }) => problems),
  }
}

const nowhere: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 }

function unreadable(said: Line, { message, place }: { message: string; place: Place }): ApplyOutcome {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'BadRequest', message, code: 400 }
  return {
    documents: [{ code: 400, body: status, object: '', verb: 'refused' }],
    output: [said, failure(`error: ${message}`)],
    problems: [{ ...place, message, field: '', code: 0, reason: '' }],
  }
}

interface One {
  readonly applied: Applied
  readonly lines: readonly Line[]
  readonly problems: readonly Trouble[]
}

type Doing = Pick<ApplyOrder, 'file' | 'handle'>

function applyOne(document: ManifestDocument, doing: Doing): One {
  const named = nameObject(document.value, doing.file)
  if (!named.ok) return refuseLocally(document, named)
  const { target, object } = named
  if (target.name === '') return createObject(document, doing, named)
  const live = doing.handle(getRequest(objectPath(target)))
  if (live.code === 404) return createObject(document, doing, named)
  if (live.code !== 200) return refuse(document, { status: statusOf(live), target, doing: `error when retrieving current configuration of:\n` })
  return patchObject(document, doing, { target, object, live: JSON.parse(live.body) as Fields })
}

type Fields = { readonly [field: string]: unknown }

interface Named {
  readonly ok: true
  readonly target: Target
  /** With the namespace filled in. */
  readonly object: Fields
}
interface Unnamed {
  readonly ok: false
  readonly message: string
  readonly field: string
}

function nameObject(value: unknown, file: string): Named | Unnamed {
  if (!isObject(value)) return { ok: false, field: '', message: `unable to decode "${file}": json: cannot unmarshal ${typeof value} into Go value of type unstructured.detector` }
  const { apiVersion, kind: kindName } = value
  if (typeof kindName !== 'string' || kindName === '') return { ok: false, field: 'kind', message: `unable to decode "${file}": Object 'Kind' is missing in '${sortedJson(value)}'` }
  if (typeof apiVersion !== 'string' || apiVersion === '') return { ok: false, field: 'apiVersion', message: `unable to decode "${file}": Object 'apiVersion' is missing in '${sortedJson(value)}'` }
  const metadata = isObject(value['metadata']) ? value['metadata'] : {}
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : ''
  const written = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : ''
  const kind = kindOfManifest(apiVersion, kindName)
  if (!kind) {
    const message = `resource mapping not found for name: "${name}" namespace: "${written}" from "${file}": no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`
    return { ok: false, field: 'kind', message }
  }
  const namespace = kind.namespaced ? written || 'default' : ''
  const object = { ...value, metadata: isObject(value['metadata']) || value['metadata'] === undefined ? { ...metadata, ...(kind.namespaced && { namespace }) } : value['metadata'] }
  return { ok: true, target: { kind, namespace, name }, object }
}

function refuseLocally({ place }: ManifestDocument, { message, field }: Unnamed): One {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', message, code: 404 }
  return {
    applied: { code: 404, body: status, object: '', verb: 'refused' },
    lines: [failure(`error: ${message}`)],
    problems: [{ ...place(field), message, field, code: 404, reason: 'NotFound' }],
  }
}

/** The manifest as it is remembered in the annotation: keys sorted, as Go writes maps, with a line break. */
function remembered(object: Fields): string {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  const others = Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== lastApplied))
  return `${sortedJson({ ...object, metadata: { ...metadata, annotations: others } })}\n`
}

function withMemory(object: Fields): Fields {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: remembered(object) } } }
}

export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(value[key])}`).join(',')}}`
}

const query = { fieldManager, fieldValidation: 'Strict' }

function createObject(document: ManifestDocument, { file, handle }: Doing, { target, object }: Named): One {
  const body = isObject(object['metadata']) ? JSON.stringify(withMemory(object)) : JSON.stringify(object)
  const answer = handle({ method: 'POST', path: collectionPath(target.kind, target.namespace), query, headers: { 'content-type': 'application/json' }, body })
  if (answer.code >= 400) return refuse(document, { status: statusOf(answer), target, doing: `error when creating "${file}": ` })
  return done(target, { answer, verb: 'created' })
}

interface Patching {
  readonly target: Target
  readonly object: Fields
  readonly live: Fields
}

function patchObject(document: ManifestDocument, { file, handle }: Doing, { target, object, live }: Patching): One {
  const { kind } = target
  const memory = memoryOf(live)
  const patch = threeWayPatch({ original: memory ?? {}, modified: withMemory(object), current: live, struct: kind.kind })
  const warning: Line[] = memory === undefined ? [failure(missingMemory(target))] : []
  if (Object.keys(patch).length === 0) return done(target, { answer: { code: 200, body: JSON.stringify(live) }, verb: 'unchanged', warning })
  const headers = { 'content-type': 'application/strategic-merge-patch+json' }
  const answer = handle({ method: 'PATCH', path: objectPath(target), query, headers, body: JSON.stringify(patch) })
  if (answer.code < 400) return done(target, { answer, verb: 'configured', warning })
  const version = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  const doing = `error when applying patch:\n${sortedJson(patch)}\nto:\nResource: "${version}, Resource=${kind.plural}", GroupVersionKind: "${version}, Kind=${kind.kind}"\nName: "${target.name}", Namespace: "${target.namespace}"\nfor: "${file}": error when patching "${file}": `
  return refuse(document, { status: statusOf(answer), target, doing })
}

function memoryOf(live: Fields): Fields | undefined {
  const metadata = isObject(live['metadata']) ? live['metadata'] : {}
  const text = isObject(metadata['annotations']) ? metadata['annotations'][lastApplied] : undefined
  if (typeof text !== 'string') return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

const missingMemory = (target: Target): string =>
  `Warning: resource ${target.kind.plural}/${target.name} is missing the ${lastApplied} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`

interface Done {
  readonly answer: { readonly code: number; readonly body: string; readonly headers?: { readonly [name: string]: string } }
  readonly verb: 'created' | 'configured' | 'unchanged'
  readonly warning?: readonly Line[]
}

function done(target: Target, { answer, verb, warning = [] }: Done): One {
  const body = JSON.parse(answer.body) as { readonly metadata?: { readonly name?: string } }
  const name = body.metadata?.name ?? target.name
  const heard = [...(answer.headers?.['warning'] ?? '').matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) => failure(`Warning: ${String(JSON.parse(text))}`))
  return {
    applied: { code: answer.code, body, object: keyOf({ ...target, name }), verb },
    lines: [...warning, ...heard, out(`${resourceName({ kind: target.kind, name })} ${verb}`)],
    problems: [],
  }
}

const keyOf = ({ kind, namespace, name }: Target): string => [groupResource(kind as Kind), ...(namespace === '' ? [] : [namespace]), name].join('/')

interface Refusal {
  readonly status: Status
  readonly target: Target
  readonly doing: string
}

function refuse(document: ManifestDocument, { status, target, doing }: Refusal): One {
  return {
    applied: { code: status.code, body: status, object: keyOf(target), verb: 'refused' },
    lines: [failure(errorText(status, doing))],
    problems: troubles(document, status),
  }
}

/** One per cause, at its field; a status without causes stands where its message points to. */
function troubles({ place }: ManifestDocument, status: Status): Trouble[] {
  const { code, reason = '', message = '', details } = status
  const causes = details?.causes?.filter(({ field }) => field !== undefined && field !== '') ?? []
  if (reason === 'Invalid' && causes.length > 0) {
    return causes.map(({ field = '', message: text }) => ({ ...place(field), message: `${field}: ${text}`, field, code, reason }))
  }
  const fields = fieldsIn(message)
  return fields.map((field) => ({ ...place(field), message, field, code, reason }))
}

/** Fields that a decoding error or a missing namespace speaks of. */
function fieldsIn(message: string): string[] {
  const unknown = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([, field = '']) => field)
  if (unknown.length > 0) return unknown
  if (/^namespaces ".*" not found$/.test(message) || message.includes('because it is being terminated')) return ['metadata.namespace']
  const typed = /Go struct field \w+\.(\S+) of type/.exec(message)?.[1]
  if (typed !== undefined) return [typed]
  return message.includes('no kind "') ? ['apiVersion'] : ['metadata.name']
}

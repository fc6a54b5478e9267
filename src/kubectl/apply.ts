/**
 * `kubectl apply -f FILE`, client side: what is not there is created, what is there is patched with what changed between
 * the manifest applied last, this one and the live object. Errors are gathered and come last.
 * Follows kubernetes v1.36 kubectl/pkg/cmd/apply (apply.go, patcher.go); a conflict is not tried again, because nothing
 * can come between the look and the patch.
 */
import { groupResource } from '../api/kinds/kind.ts'
import { isUnreachable, serverAddress, type Status } from '../api/meta/status.ts'
import { isObject } from '../api/meta/json.ts'
import { threeWayPatch } from '../api/patch/three-way.ts'
import { readManifest } from '../api/manifest/manifest.ts'
import { infosOf, type Built, type Fields, type Info } from './builder.ts'
import { onceEach } from './change.ts'
import { dryRunNotes, type DryRun } from './dry-run.ts'
import { printErrors, textError, whileDoing, type KubectlError } from './errors.ts'
import { collectionPath, command, failure, getRequest, objectPath, out, resourceName, statusOf, warningsOf, type Handle, type Line } from './session.ts'
import { sortedJson } from './sorted-json.ts'
import type { FieldValidation } from './validation.ts'
import { troublesOf, type Trouble } from './troubles.ts'

export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'
const queryOf = ({ fieldValidation, dryRun }: Doing) => ({ fieldManager: 'kubectl-client-side-apply', fieldValidation, ...(dryRun === 'server' && { dryRun: 'All' }) })

export interface ApplyOrder {
  readonly text: string
  /** As it stands in messages. */
  readonly file: string
  readonly handle: Handle
  /** `-n NAMESPACE`. */
  readonly namespace?: string
  /** `--validate`; strict unless it is given. */
  readonly fieldValidation?: FieldValidation
  readonly dryRun?: DryRun
}

export interface Applied {
  readonly code: number
  readonly body: unknown
  /** `deployments.apps/NAMESPACE/NAME`, '' if it could not be read that far. */
  readonly object: string
  readonly verb: 'created' | 'configured' | 'unchanged' | 'refused'
}

export interface ApplyOutcome {
  readonly documents: readonly Applied[]
  readonly output: readonly Line[]
  /** What is wrong, at the lines it is wrong at. */
  readonly problems: readonly Trouble[]
}

interface One {
  readonly applied: Applied
  readonly lines: readonly Line[]
  readonly error?: KubectlError
  readonly problems: readonly Trouble[]
}

/** An apply that is gone document by document. */
export interface Applying {
  /** Objects that are done, of how many; while the file is read, none of as many as it may hold. */
  progress(): { readonly done: number; readonly total: number }
  /** A little further; false once all is done. */
  step(): boolean
  /** What came of it so far. */
  outcome(): ApplyOutcome
}

export function apply(order: ApplyOrder): ApplyOutcome {
  const applying = beginApply(order)
  while (applying.step());
  return applying.outcome()
}

const nothing: Built = { type: 'error', error: textError('no objects passed to apply'), field: '', place: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) }

export function beginApply({ text, file, handle, namespace, fieldValidation = 'Strict', dryRun = 'none' }: ApplyOrder): Applying {
  const said = command(`kubectl apply -f ${file}${namespace === undefined ? '' : ` -n ${namespace}`}`)
  const reading = readManifest(text)
  let items: readonly Built[] | undefined
  let absence: Status | undefined
  const results: One[] = []
  const begin = (): readonly Built[] => {
    const built = infosOf(reading.manifest(), { source: file, namespace })
    absence = absenceOf(handle)
    return built.length === 0 ? [nothing] : built
  }
  const applyInfo = (info: Info) => (absence ? refuseUnvalidated(info, file, absence) : applyOne(info, { file, handle, fieldValidation, dryRun }))
  return {
    progress: () => ({ done: results.length, total: items?.length ?? reading.total }),
    step: () => {
      if (!items && reading.step()) return true
      items ??= begin()
      const item = items[results.length]
      if (item) results.push(item.type === 'info' ? applyInfo(item.info) : refuseUnread(item))
      return results.length < items.length
    },
    outcome: () => ({
      documents: results.map(({ applied }) => applied),
      output: [said, ...onceEach(results.flatMap(({ lines }) => lines)), ...errorLines(results, items ?? [], absence !== undefined)],
      problems: results.flatMap(({ problems }) => problems),
    }),
  }
}

/** Without a server the first error says it for all. */
function errorLines(results: readonly One[], items: readonly Built[], isAbsent: boolean): readonly Line[] {
  const errorsOf = (wanted: Built['type']) => results.flatMap(({ error }, index) => (error && items[index]?.type === wanted ? [error] : []))
  const unread = errorsOf('error')
  // The builder hands over what it could not use as one error.
  const first: KubectlError[] = unread.length > 1 ? [{ type: 'several', errors: unread }] : unread
  const refused = errorsOf('info')
  const errors = printErrors([...first, ...(isAbsent ? refused.slice(0, 1) : refused)])
  return errors === '' ? [] : [failure(errors)]
}

type Unread = Built & { type: 'error' }

function refuseUnread(unread: Unread): One {
  const trouble = troubleOf(unread)
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: trouble.reason || 'BadRequest', message: trouble.message, code: trouble.code || 400 }
  return { applied: { code: status.code, body: status, object: '', verb: 'refused' }, lines: [], error: unread.error, problems: [trouble] }
}

/** What is wrong with a document that could not be read as an object of a known kind. */
export function troubleOf({ error, field, place }: Unread): Trouble {
  const message = printErrors([error]).replace(/^error: /, '')
  const isMissingKind = message.includes('no matches for kind')
  return { ...place(field), message, field, code: isMissingKind ? 404 : 0, reason: isMissingKind ? 'NotFound' : '' }
}

/** Before anything else kubectl asks for the server's schemas; the Status of a connection that nobody takes. */
function absenceOf(handle: Handle): Status | undefined {
  const answer = handle(getRequest('/openapi/v3'))
  const status = answer.code === 503 ? statusOf(answer) : undefined
  return status && isUnreachable(status) ? status : undefined
}

function refuseUnvalidated(info: Info, file: string, status: Status): One {
  const cause = `failed to download openapi: Get "https://${serverAddress}/openapi/v2?timeout=32s": ${status.message ?? ''}`
  const error = textError(`error validating ${JSON.stringify(file)}: error validating data: ${cause}; if you choose to ignore these errors, turn validation off with --validate=false`)
  return { applied: { code: status.code, body: status, object: keyOf(info), verb: 'refused' }, lines: [], error, problems: [] }
}

interface Doing {
  readonly file: string
  readonly fieldValidation: FieldValidation
  readonly dryRun: DryRun
  readonly handle: Handle
}

function applyOne(info: Info, doing: Doing): One {
  const { file, handle } = doing
  const metadata = isObject(info.object['metadata']) ? info.object['metadata'] : {}
  if (info.name === '') {
    const base = metadata['generateName']
    if (typeof base === 'string' && base !== '') return refuseNameless(info, textError(`from ${base}: cannot use generate name with apply`))
    return refuseNameless(info, whileDoing(retrieving(info), file, textError('resource name may not be empty')))
  }
  const live = handle(getRequest(objectPath(info)))
  if (live.code === 404) return createObject(info, doing)
  if (live.code !== 200) return refuse(info, statusOf(live), { doing: retrieving(info), file })
  return patchObject(info, doing, JSON.parse(live.body) as Fields)
}

function refuseNameless({ place }: Info, error: KubectlError): One {
  const message = printErrors([error]).replace(/^error: /, '')
  return {
    applied: { code: 400, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'BadRequest', message, code: 400 }, object: '', verb: 'refused' },
    lines: [],
    error,
    problems: [{ ...place('metadata.name'), message, field: 'metadata.name', code: 0, reason: '' }],
  }
}

const retrieving = (info: Info): string => `retrieving current configuration of:\n${describe(info)}\nfrom server for:`

/** As cli-runtime prints an object that it is busy with. */
function describe({ kind, name, namespace }: Info): string {
  const groupVersion = `${kind.group}/${kind.version}`
  return `Resource: "${groupVersion}, Resource=${kind.plural}", GroupVersionKind: "${groupVersion}, Kind=${kind.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
}

/** The manifest without the annotation in which it is remembered; it has annotations, be they none. */
export function withoutMemory(object: Fields): Fields {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== lastApplied)) } }
}

export function withMemory(object: Fields): Fields {
  const bare = withoutMemory(object)
  const { metadata } = bare as { readonly metadata: { readonly annotations: Fields } }
  return { ...bare, metadata: { ...metadata, annotations: { ...metadata.annotations, [lastApplied]: `${sortedJson(bare)}\n` } } }
}

/** What is sent of a new object: a version that its manifest names may be remembered, but it has none yet. */
export function withoutVersion(object: Fields): Fields {
  const { resourceVersion: _, ...metadata } = isObject(object['metadata']) ? object['metadata'] : {}
  return { ...object, metadata }
}

function createObject(info: Info, doing: Doing): One {
  const { file, handle, dryRun } = doing
  const query = queryOf(doing)
  if (dryRun === 'client') return done(info, doing, { code: 200, body: sortedJson(withMemory(info.object)), verb: 'created', warnings: [] })
  const path = collectionPath(info.kind, info.namespace)
  const body = sortedJson(withoutVersion(withMemory(info.object)))
  const answer = handle({ method: 'POST', path, query, headers: { 'content-type': 'application/json' }, body })
  const warnings = warningsOf(answer)
  if (answer.code >= 400) return refuse(info, statusOf(answer), { doing: 'creating', file, warnings })
  return done(info, doing, { code: answer.code, body: answer.body, verb: 'created', warnings })
}

function patchObject(info: Info, doing: Doing, live: Fields): One {
  const { file, handle, dryRun } = doing
  const query = queryOf(doing)
  if (dryRun === 'client') return done(info, doing, { code: 200, body: JSON.stringify(live), verb: 'configured', warnings: [] })
  const memory = memoryOf(live)
  const result = threeWayPatch({ original: memory ?? {}, modified: withMemory(info.object), current: live, struct: info.kind.kind })
  const before = memory === undefined ? [missingMemory(info)] : []
  if (!result.ok) return refusePatch(info, { original: memory ?? {}, live, file, message: result.message })
  const body = sortedJson(result.patch)
  if (body === '{}') return done(info, doing, { code: 200, body: JSON.stringify(live), verb: 'unchanged', warnings: before })
  const headers = { 'content-type': 'application/strategic-merge-patch+json' }
  const answer = handle({ method: 'PATCH', path: objectPath(info), query, headers, body })
  const warnings = [...before, ...warningsOf(answer)]
  if (answer.code < 400) return done(info, doing, { code: answer.code, body: answer.body, verb: 'configured', warnings })
  return refuse(info, statusOf(answer), { doing: applying(info, body), file, warnings, inside: 'patching' })
}

const applying = (info: Info, patch: string): string => `applying patch:\n${patch}\nto:\n${describe(info)}\nfor:`

interface UnpatchedOptions {
  readonly original: Fields
  readonly live: Fields
  readonly file: string
  readonly message: string
}

/** The patch could not even be made, as when a list's item lacks its name. */
function refusePatch(info: Info, { original, live, file, message }: UnpatchedOptions): One {
  const making = `creating patch with:\noriginal:\n${sortedJson(original)}\nmodified:\n${sortedJson(withMemory(info.object))}\ncurrent:\n${sortedJson(live)}\nfor:`
  return { ...refuseNameless(info, whileDoing(applying(info, ''), file, whileDoing(making, file, textError(message)))), problems: [{ ...info.place(''), message, field: '', code: 0, reason: '' }] }
}

/** What was applied last; undefined if the object does not tell. */
export function memoryOf(live: Fields): Fields | undefined {
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

const missingMemory = ({ kind, name }: Info): string =>
  `resource ${kind.plural}/${name} is missing the ${lastApplied} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`

interface Done {
  readonly code: number
  readonly body: string
  readonly verb: 'created' | 'configured' | 'unchanged'
  readonly warnings: readonly string[]
}

const warningLines = (warnings: readonly string[]): Line[] => warnings.map((text) => failure(`Warning: ${text}`))

function done(info: Info, { dryRun }: Doing, { code, body, verb, warnings }: Done): One {
  return {
    applied: { code, body: JSON.parse(body) as unknown, object: keyOf(info), verb },
    lines: [...warningLines(warnings), out(`${resourceName(info)} ${verb}${dryRunNotes[dryRun]}`)],
    problems: [],
  }
}

export const keyOf = ({ kind, namespace, name }: Info): string => [groupResource(kind), ...(namespace === '' ? [] : [namespace]), name].join('/')

interface Refusal {
  readonly doing: string
  readonly file: string
  readonly warnings?: readonly string[]
  /** What was going on inside of it. */
  readonly inside?: string
}

function refuse(info: Info, status: Status, { doing, file, warnings = [], inside }: Refusal): One {
  const answered: KubectlError = { type: 'status', status }
  return {
    applied: { code: status.code, body: status, object: keyOf(info), verb: 'refused' },
    lines: warningLines(warnings),
    error: whileDoing(doing, file, inside === undefined ? answered : whileDoing(inside, file, answered)),
    problems: troublesOf(status, info.place),
  }
}

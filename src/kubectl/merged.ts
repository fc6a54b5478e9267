/**
 * An object of a file as it is in the cluster (LIVE), and as the server says it would be after apply (MERGED): what is not
 * there is created, what is there is patched, both as a dry run. Nothing is remembered of it, so the annotation of the
 * manifest applied last stays as it is. Follows kubernetes v1.36 kubectl/pkg/cmd/diff (InfoObject, Masker).
 */
import { isObject } from '../api/meta/json.ts'
import { threeWayPatch } from '../api/patch/three-way.ts'
import { memoryOf, withoutMemory, withoutVersion } from './apply.ts'
import type { Fields, Info } from './builder.ts'
import { textError, whileDoing, type KubectlError } from './errors.ts'
import { collectionPath, failure, getRequest, objectPath, statusOf, warningsOf, type Handle, type Line } from './session.ts'
import { refusalOf } from './select.ts'
import { sortedJson } from './sorted-json.ts'
import { troublesOf, type Trouble } from './troubles.ts'
import type { FieldValidation } from './validation.ts'
import { statusError } from './verb.ts'
import { shown } from './writer-output.ts'
import type { HttpAnswer } from '../api/meta/http.ts'

export interface MergeOrder {
  readonly file: string
  readonly handle: Handle
  /** What the server is to say of unknown fields; it warns unless it is told otherwise. */
  readonly fieldValidation?: FieldValidation
}

/** Warnings come with both. */
export type Merged =
  | { readonly ok: true; readonly live: Fields | undefined; readonly merged: Fields; readonly warnings: readonly Line[] }
  | { readonly ok: false; readonly error: KubectlError; readonly problems: readonly Trouble[]; readonly warnings: readonly Line[] }

export function merge(info: Info, order: MergeOrder): Merged {
  if (info.name === '') return unsent(info, 'metadata.name', textError('resource name may not be empty'))
  const found = order.handle(getRequest(objectPath(info)))
  if (found.code !== 200 && found.code !== 404) return refused(info, found, { error: refusalOf(found, { handle: order.handle, namespace: info.namespace }) })
  const live = found.code === 200 ? (JSON.parse(found.body) as Fields) : undefined
  return live ? patched(info, live, order) : created(info, order)
}

const queryOf = ({ fieldValidation }: MergeOrder) => ({ dryRun: 'All', fieldManager: 'kubectl-client-side-apply', ...(fieldValidation && { fieldValidation }) })

function created(info: Info, order: MergeOrder): Merged {
  const body = sortedJson(withoutVersion(info.object))
  const answer = order.handle({ method: 'POST', path: collectionPath(info.kind, info.namespace), query: queryOf(order), headers: { 'content-type': 'application/json' }, body })
  if (answer.code >= 400) return refused(info, answer, { error: statusError(answer) })
  return masked(info, { live: undefined, merged: JSON.parse(answer.body) as Fields, warnings: warningLines(answer) })
}

function patched(info: Info, live: Fields, order: MergeOrder): Merged {
  const leaving = isObject(live['metadata']) && live['metadata']['deletionTimestamp'] !== undefined ? [failure(`Warning: Detected changes to resource ${info.name} which is currently being deleted.`)] : []
  const result = threeWayPatch({ original: memoryOf(live) ?? {}, modified: withoutMemory(info.object), current: live, struct: info.kind.kind })
  if (!result.ok) return unsent(info, '', whileDoing('patching', order.file, textError(result.message)))
  const body = sortedJson(result.patch)
  if (body === '{}') return masked(info, { live, merged: live, warnings: leaving })
  const answer = order.handle({ method: 'PATCH', path: objectPath(info), query: queryOf(order), headers: { 'content-type': 'application/strategic-merge-patch+json' }, body })
  if (answer.code >= 400) return refused(info, answer, { error: whileDoing('patching', order.file, statusError(answer)), leaving })
  return masked(info, { live, merged: JSON.parse(answer.body) as Fields, warnings: [...warningLines(answer), ...leaving] })
}

const warningLines = (answer: HttpAnswer): Line[] => warningsOf(answer).map((text) => failure(`Warning: ${text}`))

function unsent({ place }: Info, field: string, error: KubectlError): Merged {
  const message = error.type === 'text' ? error.text : ''
  return { ok: false, error, problems: [{ ...place(field), message, field, code: 0, reason: '' }], warnings: [] }
}

interface Refusal {
  readonly error: KubectlError
  readonly leaving?: readonly Line[]
}

const refused = ({ place }: Info, answer: HttpAnswer, { error, leaving = [] }: Refusal): Merged => ({ ok: false, error, problems: troublesOf(statusOf(answer), place), warnings: [...warningLines(answer), ...leaving] })

type Pair = Omit<Extract<Merged, { ok: true }>, 'ok'>

/** Without who owns which field; what a Secret holds is only told to be there, and to be another. */
function masked({ kind }: Info, { live, merged, warnings }: Pair): Merged {
  const [from, to] = [live && shown(live), shown(merged)]
  if (kind.kind !== 'Secret') return { ok: true, live: from, merged: to, warnings }
  const [before, after] = [dataOf(from), dataOf(to)]
  const hide = (own: Fields, other: Fields, mark: string): Fields => Object.fromEntries(Object.entries(own).map(([key, value]) => [key, Object.hasOwn(other, key) && other[key] !== value ? mark : '***']))
  return { ok: true, live: from && withData(from, hide(before, after, '*** (before)')), merged: withData(to, hide(after, before, '*** (after)')), warnings }
}

const dataOf = (object: Fields | undefined): Fields => (isObject(object?.['data']) ? object['data'] : {})
const withData = (object: Fields, data: Fields): Fields => (object['data'] === undefined ? object : { ...object, data })

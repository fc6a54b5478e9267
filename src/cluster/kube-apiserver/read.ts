/**
 * GET of one object and of collections: selectors, pages, and the texts for what is not there.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints/handlers/get.go and registry/store.go (List).
 */
import type { Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { parseFieldSelector, type FieldRequirement } from '../../api/meta/field-selector.ts'
import { satisfies, type Requirement } from '../../api/meta/selector.ts'
import { parseSelector } from '../../api/meta/selector-text.ts'
import { badRequestStatus, expiredStatus, notFoundStatus, type Status } from '../../api/meta/status.ts'
import { withPrefix } from '../../sim/table.ts'
import { entriesAt, get, type Store } from '../etcd/store.ts'
import { accepted, refused, type Outcome } from './env.ts'
import { apiVersion, objectKey, prefixOf, subjectOf } from './keys.ts'

export function read(store: Store<ApiObject>, kind: Kind, { namespace, name }: { namespace: string; name: string }): Outcome {
  const found = get(store, objectKey(kind, namespace, name))
  return found ? accepted(found.value) : refused(notFoundStatus(subjectOf(kind, name)))
}

export interface ListQuery {
  readonly namespace: string
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
  readonly limit?: string | undefined
  readonly continue?: string | undefined
  readonly resourceVersion?: string | undefined
  readonly resourceVersionMatch?: string | undefined
}

export type Selection = { readonly ok: true; readonly matches: (object: ApiObject) => boolean } | { readonly ok: false; readonly status: Status }

export type ListOutcome =
  | { readonly ok: true; readonly items: readonly ApiObject[]; readonly revision: number; readonly continue: string; readonly remaining: number }
  | { readonly ok: false; readonly status: Status }

/** What a list or watch lets through. */
export function selection(kind: Kind, { labelSelector = '', fieldSelector = '' }: { labelSelector?: string | undefined; fieldSelector?: string | undefined }): Selection {
  const refuse = (why: string): Selection => ({
    ok: false,
    status: badRequestStatus(
      `Unable to find "${kind.group}/${kind.version}, Resource=${kind.plural}" that match label selector "${labelSelector}", field selector "${fieldSelector}": ${why}`,
    ),
  })
  const labels = parseSelector(labelSelector)
  if (!labels.ok) return refuse(labels.message)
  const fields = parseFieldSelector(fieldSelector)
  if (!fields.ok) return refuse(fields.message)
  const unknown = fields.requirements.find(({ field }) => !isSelectable(kind, field))
  if (unknown) return refuse(`field label not supported: ${unknown.field}`)
  return { ok: true, matches: (object) => selects(kind, object, { labels: labels.requirements, fields: fields.requirements }) }
}

const isSelectable = (kind: Kind, field: string): boolean =>
  field === 'metadata.name' || (kind.namespaced && field === 'metadata.namespace') || selectableNames(kind).has(field)

/** The names do not depend on the object, so an empty one tells them. */
function selectableNames(kind: Kind): ReadonlySet<string> {
  const probe = { apiVersion: apiVersion(kind), kind: kind.kind, metadata: { name: '' }, spec: {}, status: {}, involvedObject: {}, source: {} }
  return new Set(Object.keys(kind.selectableFields?.(probe) ?? {}))
}

function selects(kind: Kind, object: ApiObject, { labels, fields }: { labels: readonly Requirement[]; fields: readonly FieldRequirement[] }): boolean {
  if (!labels.every((requirement) => satisfies(requirement, object.metadata.labels ?? {}))) return false
  if (fields.length === 0) return true
  const values: { readonly [field: string]: string } = {
    'metadata.name': object.metadata.name,
    'metadata.namespace': object.metadata.namespace ?? '',
    ...kind.selectableFields?.(object),
  }
  return fields.every(({ field, equal, value }) => ((values[field] ?? '') === value) === equal)
}

/** One page; the pages of one list all show the revision at which the first one was read. */
export function list(store: Store<ApiObject>, kind: Kind, query: ListQuery): ListOutcome {
  const selected = selection(kind, query)
  if (!selected.ok) return selected
  const asked = query.continue ? readToken(query.continue) : { revision: exactRevision(query) ?? store.revision, after: '' }
  if (!asked) return { ok: false, status: badRequestStatus('continue key is not valid: the token is malformed') }
  const page = asked.revision === latest ? { ...asked, revision: store.revision } : asked
  const entries = page.revision === store.revision ? store.entries : entriesAt(store, page.revision)
  if (!entries) return { ok: false, status: query.continue ? expiredPage(page.after) : expiredStatus('The resourceVersion for the provided list is too old.') }
  const limit = Number(query.limit ?? 0) || Infinity
  const items: ApiObject[] = []
  let remaining = 0
  let last = ''
  for (const [key, { value }] of withPrefix(entries, prefixOf(kind, kind.namespaced ? query.namespace : ''))) {
    if (key <= page.after || !selected.matches(value)) continue
    if (items.length < limit) {
      items.push(value)
      last = key
    } else remaining++
  }
  return { ok: true, items, revision: page.revision, continue: remaining > 0 ? writeToken(page.revision, last) : '', remaining }
}

const exactRevision = ({ resourceVersion, resourceVersionMatch }: ListQuery): number | undefined =>
  resourceVersionMatch === 'Exact' && resourceVersion ? Number(resourceVersion) : undefined

/** In a token: whatever revision is the last one then. */
const latest = -1

/** The rest can be had as it is now, with the token that the answer holds. */
const expiredPage = (after: string): Status => ({
  ...expiredStatus(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  ),
  metadata: { continue: writeToken(latest, after) },
})

/** Revision and last key, in hexadecimal; clients treat it as opaque. */
const writeToken = (revision: number, key: string): string =>
  [...`${revision}:${key}`].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')

function readToken(token: string): { readonly revision: number; readonly after: string } | undefined {
  if (!/^([0-9a-f]{2})+$/.test(token)) return undefined
  const text = (token.match(/../g) ?? []).map((code) => String.fromCharCode(parseInt(code, 16))).join('')
  const colon = text.indexOf(':')
  return colon > 0 ? { revision: Number(text.slice(0, colon)), after: text.slice(colon + 1) } : undefined
}

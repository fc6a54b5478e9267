/**
 * What the page has been told of the store in this epoch, and what it is to be told next: rows of what was written since.
 * Each jump in time begins another epoch with a full account.
 */
import { groupResource } from '../api/kinds/kind.ts'
import { kindOfManifest, kindOfResource } from '../api/kinds/registry.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { since, type KeyValue, type LogRecord, type Store } from '../cluster/etcd/store.ts'
import { assert } from '../sim/assert.ts'
import type { Frame } from './protocol.ts'
import { createRowTable, type ChangedRow } from './rows.ts'

export interface PageRows {
  readonly epoch: number
  hasNews(now: number): boolean
  frame(now: number): Pick<Frame, 'epoch' | 'full' | 'now' | 'revision' | 'strings' | 'rows' | 'removed'>
}

/** Kinds that would be rows nobody looks at; the inspector asks the API for them. */
const undrawn = new Set(['events', 'leases.coordination.k8s.io'])

export function openPageRows(store: () => Store<ApiObject>, epoch: number): PageRows {
  const rows = createRowTable((resource) => (undrawn.has(resource) ? undefined : kindOfResource(resource)))
  const births = new Map<string, number>()
  let told = 0
  let shownNow = -1

  const changed = (object: ApiObject, entry: { at: number; revision: number; deleted: boolean }): ChangedRow => {
    const kind = kindOfManifest(object.apiVersion, object.kind)
    assert(kind, `no kind ${object.kind}`)
    const uid = object.metadata.uid ?? ''
    const created = births.get(uid) ?? entry.at
    if (entry.deleted) births.delete(uid)
    else births.set(uid, created)
    return { resource: groupResource(kind), object, deleted: entry.deleted, created, revision: entry.revision }
  }
  const fromEntry = ({ value, modRevision, createRevision }: KeyValue<ApiObject>): ChangedRow =>
    changed(value, { at: store().log.get(createRevision)?.at ?? 0, revision: modRevision, deleted: false })
  const fromRecord = ({ current, previous, revision, at }: LogRecord<ApiObject>): ChangedRow[] => {
    const object = current?.value ?? previous?.value
    return object ? [changed(object, { at, revision, deleted: current === undefined })] : []
  }
  const changes = (): ChangedRow[] => {
    if (told === 0 || told < store().compacted) return inOrderOfBirth(store()).map(fromEntry)
    return [...since(store(), told)].flatMap(fromRecord)
  }

  return {
    epoch,
    hasNews: (now) => shownNow !== now || told !== store().revision,
    frame: (now) => {
      const full = told === 0
      const delta = rows.take(changes())
      const { revision } = store()
      told = revision
      shownNow = now
      return { epoch, full, now, revision, ...delta }
    },
  }
}

/** Places in the picture follow from it: they must be the same after a jump in time. */
const inOrderOfBirth = ({ entries }: Store<ApiObject>): KeyValue<ApiObject>[] => [...entries.values()].sort((a, b) => a.createRevision - b.createRevision)

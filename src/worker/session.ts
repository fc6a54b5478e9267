/**
 * One cluster with everything the page is told about it: rows, facts, flights, requests. A reset makes a new session, a
 * new epoch. Runs the same in a Worker and in tests.
 */
import { groupResource } from '../api/kinds/kind.ts'
import { kindOfManifest, kindOfResource } from '../api/kinds/registry.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { assert } from '../sim/assert.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { openFoundingDemo } from '../cluster/founding-demo.ts'
import { since, type KeyValue, type LogRecord } from '../cluster/etcd/store.ts'
import { createObservations, type Observations } from './observations.ts'
import type { Frame } from './protocol.ts'
import { createRowTable, type ChangedRow } from './rows.ts'

export interface Session {
  readonly epoch: number
  readonly seed: number
  readonly cluster: Cluster
  readonly observations: Observations
  /** True if there is something that the page has not been told. */
  hasNews(): boolean
  /** Everything since the last frame; the first frame of an epoch is full. */
  frame(loop: { readonly playing: boolean; readonly speed: number }): Omit<Frame, 'frame'>
}

export interface SessionOptions {
  readonly epoch: number
  readonly seed: number
  readonly speed: () => number
}

/** Kinds that would be rows nobody looks at; the inspector asks the API for them. */
const undrawn = new Set(['events', 'leases.coordination.k8s.io'])

export function openSession({ epoch, seed, speed }: SessionOptions): Session {
  const observations = createObservations({ speed, committedAt: (revision) => cluster.store().log.get(revision)?.at })
  const cluster = openFoundingDemo({ seed, onObserved: (observed) => observations.observe(observed) })
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
    changed(value, { at: cluster.store().log.get(createRevision)?.at ?? 0, revision: modRevision, deleted: false })
  const fromRecord = ({ current, previous, revision, at }: LogRecord<ApiObject>): ChangedRow[] => {
    const object = current?.value ?? previous?.value
    return object ? [changed(object, { at, revision, deleted: current === undefined })] : []
  }
  const changes = (): ChangedRow[] => {
    const store = cluster.store()
    if (told === 0 || told < store.compacted) return [...store.entries.values()].map(fromEntry)
    return [...since(store, told)].flatMap(fromRecord)
  }

  return {
    epoch,
    seed,
    cluster,
    observations,
    hasNews: () => shownNow !== cluster.kernel.world.now || told !== cluster.store().revision,
    frame: ({ playing, speed: at }) => {
      const full = told === 0
      const delta = rows.take(changes())
      const { revision } = cluster.store()
      told = revision
      shownNow = cluster.kernel.world.now
      return {
        type: 'frame',
        epoch,
        full,
        now: shownNow,
        playing,
        speed: at,
        revision,
        ...delta,
        flights: observations.flights.fresh(),
        facts: observations.facts.fresh(),
        requests: observations.requests.fresh(),
        traffic: cluster.traffic(),
        queues: cluster.queues(),
        stopped: cluster.stopped(),
        faults: [],
      }
    },
  }
}

/**
 * What the page knows of the cluster: the worker's frames, put together. A world is a value: `applyFrame` returns another
 * one and leaves the given one as it was. A row keeps its identity while nothing of it changed, and so does every group of
 * rows in the indexes, so that what is derived from them can be compared with `===`.
 */
import { healthCodes } from '../worker/protocol.ts'
import type { ActiveFault, Fact, Flight, Frame, ObjectKey, RequestSummary, RowColumns, TrafficStream } from '../worker/protocol.ts'
import { nextStopped, noneStopped, type Stopped } from './trouble.ts'
import { clearAir, nextAir, type Air } from './flights.ts'
import { nextPulls, type PullBackOffs } from './pull-back-offs.ts'
import { nextHeld, nothingHeld, type HeldRows } from './held.ts'

export type RowHealth = (typeof healthCodes)[number]
export type Detail = { readonly [name: string]: unknown }

export interface Row {
  /** Stable within an epoch, never 0; grows in the order in which objects were first seen. */
  readonly id: number
  readonly key: ObjectKey
  /** GroupResource: `pods`, `deployments.apps`. */
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** Row id of the controlling owner, else 0. */
  readonly owner: number
  readonly node: string
  readonly ip: string
  readonly app: string
  readonly phase: string
  readonly health: RowHealth
  /** -1 where the kind has no such number; so `desired`, `restarts`, `cpuMilli`, `memoryBytes`. */
  readonly ready: number
  readonly desired: number
  readonly restarts: number
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** Micros. */
  readonly created: number
  readonly revision: number
  readonly deleting: boolean
  readonly labels: { readonly [label: string]: string }
  readonly detail: Detail
}

export interface World {
  readonly epoch: number
  readonly now: number
  readonly playing: boolean
  readonly speed: number
  /** etcd's revision. */
  readonly revision: number
  readonly rows: ReadonlyMap<number, Row>
  readonly byKey: ReadonlyMap<ObjectKey, Row>
  /** Rows of a resource in order of creation (row id). */
  readonly byResource: ReadonlyMap<string, readonly Row[]>
  /** Rows a controller owns, by the owner's row id. */
  readonly byOwner: ReadonlyMap<number, readonly Row[]>
  /** Pods bound to a node, by its name; those without a node stand under ''. */
  readonly byNode: ReadonlyMap<string, readonly Row[]>
  /** What is in the air or waits for the leg before it, with the times at which it is drawn. */
  readonly air: Air
  /** Pods whose last change is still on its way to etcd, in slow motion. */
  readonly held: HeldRows
  /** All but details; newest last. */
  readonly facts: readonly Fact[]
  /** Newest last, one per id. */
  readonly requests: readonly RequestSummary[]
  /** When a pod last called a Service, by `pods/NS/NAME services/NS/NAME`; from flights. */
  readonly calls: ReadonlyMap<string, number>
  /** When an image that could not be pulled is tried again, by pod; from the kubelets' facts. */
  readonly pulls: PullBackOffs
  readonly traffic: readonly TrafficStream[]
  readonly queues: { readonly [place: string]: number }
  /** Parts that are down, and trouble of other kinds that lasts. */
  readonly stopped: Stopped
  readonly faults: readonly ActiveFault[]
  readonly strings: readonly string[]
  /** Detail and labels by string index: each distinct text is parsed once. A memo, not state. */
  readonly parsed: Map<number, Detail>
}

/** Facts kept on the page; the worker keeps more and answers `trace`. */
export const factLimit = 2_000
export const requestLimit = 500
/** Pairs of pod and Service whose calls are remembered. */
export const callLimit = 200

export const emptyWorld: World = {
  epoch: 0,
  now: 0,
  playing: false,
  speed: 1,
  revision: 0,
  rows: new Map(),
  byKey: new Map(),
  byResource: new Map(),
  byOwner: new Map(),
  byNode: new Map(),
  air: clearAir,
  held: nothingHeld,
  facts: [],
  requests: [],
  calls: new Map(),
  pulls: new Map(),
  traffic: [],
  queues: {},
  stopped: noneStopped,
  faults: [],
  strings: [''],
  parsed: new Map(),
}

const nothing: Detail = Object.freeze({})
const noLabels: Row['labels'] = Object.freeze({})

export const objectKey = (resource: string, namespace: string, name: string): ObjectKey =>
  namespace === '' ? `${resource}/${name}` : `${resource}/${namespace}/${name}`

/** `deployments.apps/NS/NAME` taken apart; the namespace is '' for what has none. */
export function partsOfKey(key: ObjectKey): { readonly resource: string; readonly namespace: string; readonly name: string } {
  const parts = key.split('/')
  return parts.length > 2
    ? { resource: parts[0] ?? '', namespace: parts[1] ?? '', name: parts.slice(2).join('/') }
    : { resource: parts[0] ?? '', namespace: '', name: parts[1] ?? '' }
}

export const rowsOf = (world: World, resource: string): readonly Row[] => world.byResource.get(resource) ?? noRows
const noRows: readonly Row[] = Object.freeze([])

export function applyFrame(world: World, frame: Frame): World {
  const base = frame.full || frame.epoch !== world.epoch ? { ...emptyWorld, parsed: new Map<number, Detail>() } : world
  const strings = frame.strings.length === 0 ? base.strings : base.strings.concat(frame.strings)
  const changed = decodeRows(frame.rows, strings, base.parsed)
  const requests = mergeRequests(base.requests, frame.requests)
  const pending = new Set(requests.flatMap(({ id, outcome }) => (outcome === 'pending' ? [id] : [])))
  const air = nextAir(base.air, { ...frame, pending })
  const isSlow = frame.playing && frame.speed < 1 && !frame.full
  return {
    ...base,
    ...mergeRows(base, changed, frame.removed),
    epoch: frame.epoch,
    now: frame.now,
    playing: frame.playing,
    speed: frame.speed,
    revision: frame.revision,
    strings,
    air,
    held: nextHeld(base.held, { changed, removed: frame.removed, before: base.rows, air, now: frame.now, isSlow }),
    facts: appended(base.facts, frame.facts.filter(isWorthKeeping), factLimit),
    requests,
    pulls: nextPulls(base.pulls, frame.facts),
    calls: mergeCalls(base.calls, frame.flights),
    traffic: sameText(base.traffic, frame.traffic) ? base.traffic : frame.traffic,
    queues: sameText(base.queues, frame.queues) ? base.queues : frame.queues,
    stopped: nextStopped(base.stopped, frame),
    faults: sameText(base.faults, frame.faults) ? base.faults : frame.faults,
  }
}

function decodeRows(columns: RowColumns, strings: readonly string[], parsed: Map<number, Detail>): Row[] {
  const text = (column: Uint32Array, i: number) => strings[column[i] ?? 0] ?? ''
  const parse = (index: number): Detail => {
    const known = parsed.get(index)
    if (known) return known
    // The worker wrote this text from an object of this shape.
    const value = JSON.parse(strings[index] ?? '{}') as Detail
    parsed.set(index, value)
    return value
  }
  return Array.from(columns.id, (id, i) => {
    const resource = text(columns.resource, i)
    const namespace = text(columns.namespace, i)
    const name = text(columns.name, i)
    const detail = columns.detail[i] ?? 0
    const labels = columns.labels[i] ?? 0
    return {
      id,
      key: objectKey(resource, namespace, name),
      resource,
      namespace,
      name,
      uid: text(columns.uid, i),
      owner: columns.owner[i] ?? 0,
      node: text(columns.node, i),
      ip: text(columns.ip, i),
      app: text(columns.app, i),
      phase: text(columns.phase, i),
      health: healthCodes[columns.health[i] ?? 0] ?? 'none',
      ready: columns.ready[i] ?? -1,
      desired: columns.desired[i] ?? -1,
      restarts: columns.restarts[i] ?? -1,
      cpuMilli: columns.cpuMilli[i] ?? -1,
      memoryBytes: columns.memoryBytes[i] ?? -1,
      created: columns.created[i] ?? 0,
      revision: columns.revision[i] ?? 0,
      deleting: columns.deleting[i] === 1,
      // Labels are texts by name; the worker wrote them from `metadata.labels`.
      labels: labels === 0 ? noLabels : (parse(labels) as Row['labels']),
      detail: detail === 0 ? nothing : parse(detail),
    }
  })
}

type Indexes = Pick<World, 'rows' | 'byKey' | 'byResource' | 'byOwner' | 'byNode'>

/** Puts rows in and takes rows out; only the groups that lost or gained a row, or hold a changed one, are made anew. */
function mergeRows(base: World, changed: readonly Row[], removed: Uint32Array): Indexes {
  if (changed.length === 0 && removed.length === 0) return base
  const rows = new Map(base.rows)
  const byKey = new Map(base.byKey)
  const touched = { resource: new Set<string>(), owner: new Set<number>(), node: new Set<string>() }
  const touch = (row: Row) => {
    touched.resource.add(row.resource)
    touched.owner.add(row.owner)
    if (row.resource === 'pods') touched.node.add(row.node)
  }
  const takeOut = (row: Row) => {
    rows.delete(row.id)
    if (byKey.get(row.key)?.id === row.id) byKey.delete(row.key)
    touch(row)
  }
  for (const id of removed) {
    const old = rows.get(id)
    if (old) takeOut(old)
  }
  for (const row of changed) {
    const old = rows.get(row.id)
    if (old) touch(old)
    rows.set(row.id, row)
    byKey.set(row.key, row)
    touch(row)
  }
  const fresh = new Map(changed.map((row) => [row.id, row]))
  const regroup = <K>(groups: ReadonlyMap<K, readonly Row[]>, keys: ReadonlySet<K>, keyOf: (row: Row) => K | undefined) =>
    regrouped({ groups, keys, keyOf, rows, fresh })
  return {
    rows,
    byKey,
    byResource: regroup(base.byResource, touched.resource, (row) => row.resource),
    byOwner: regroup(base.byOwner, touched.owner, (row) => (row.owner === 0 ? undefined : row.owner)),
    byNode: regroup(base.byNode, touched.node, (row) => (row.resource === 'pods' ? row.node : undefined)),
  }
}

interface Regrouping<K> {
  readonly groups: ReadonlyMap<K, readonly Row[]>
  readonly keys: ReadonlySet<K>
  readonly keyOf: (row: Row) => K | undefined
  readonly rows: ReadonlyMap<number, Row>
  readonly fresh: ReadonlyMap<number, Row>
}

function regrouped<K>({ groups, keys, keyOf, rows, fresh }: Regrouping<K>): ReadonlyMap<K, readonly Row[]> {
  const next = new Map(groups)
  const gained = new Map<K, Row[]>()
  for (const row of fresh.values()) {
    const key = keyOf(row)
    if (key !== undefined) gained.set(key, [...(gained.get(key) ?? []), row])
  }
  for (const key of keys) {
    const stayed = (groups.get(key) ?? []).filter((row) => rows.get(row.id) === row)
    const group = [...stayed, ...(gained.get(key) ?? [])].sort((a, b) => a.id - b.id)
    if (group.length === 0) next.delete(key)
    else next.set(key, group)
  }
  return next
}

/** Heartbeats and the requests of a stream are details; they would push out what a person did. */
const isWorthKeeping = ({ level }: Fact): boolean => level !== 'detail'

function appended<T>(old: readonly T[], added: readonly T[], limit: number): readonly T[] {
  return added.length === 0 ? old : [...old, ...added].slice(-limit)
}

function mergeRequests(old: readonly RequestSummary[], added: readonly RequestSummary[]): readonly RequestSummary[] {
  if (added.length === 0) return old
  const byId = new Map(old.map((request) => [request.id, request]))
  for (const request of added) byId.set(request.id, request)
  return [...byId.values()].sort((a, b) => a.id - b.id).slice(-requestLimit)
}

function mergeCalls(old: World['calls'], flights: readonly Flight[]): World['calls'] {
  const seen = flights.filter(({ type, reply, from, to }) => type === 'http' && !reply && from.startsWith('pods/') && to.startsWith('services/'))
  if (seen.length === 0) return old
  const calls = new Map(old)
  for (const { from, to, start } of seen) {
    calls.delete(`${from} ${to}`)
    calls.set(`${from} ${to}`, start)
  }
  for (const oldest of calls.keys()) {
    if (calls.size <= callLimit) break
    calls.delete(oldest)
  }
  // New times alone are no reason to draw the edges again.
  return calls.size === old.size && [...calls.keys()].every((pair) => old.has(pair)) ? old : calls
}

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What happened to each object of a recorded session, change by change. How the changes of independent objects interleave
 * is free, and so is in how many batches readiness arrived; so what is compared per object is the sequence of what its
 * owner wanted of it, and of the reasons of its conditions.
 */
import type { ApiObject } from '../../src/api/meta/object.ts'
import { kindCalled } from '../../src/kubectl/select.ts'
import type { CaseResult } from './admission.ts'
import type { Json } from './compare.ts'
import { withoutNodeNames } from './nodes.ts'
import type { Play, TraceEvent } from './play.ts'
import { matchAll } from './state.ts'

type Fields = { readonly [field: string]: Json }

const ownFields = new Set(['type', 'revision', 'spec', 'status', 'conditions', 'phase', 'node', 'ready', 'deleting', 'finalizers', 'ports'])

/** `endpoints` is a kind, and what an EndpointSlice has. */
const resourceOf = (event: TraceEvent): string => (event['endpointslices'] !== undefined ? 'endpointslices' : (Object.keys(event).find((key) => !ownFields.has(key)) ?? ''))

export function compareTrace(play: Play, trace: readonly TraceEvent[]): CaseResult | undefined {
  const resources = [...new Set(trace.map(resourceOf))]
  const unknown = resources.find((resource) => !kindCalled(resource))
  if (unknown !== undefined) return { type: 'not run', why: `${unknown} are not there yet` }
  for (const resource of resources) {
    const recorded = histories(play, resource, trace.filter((event) => resourceOf(event) === resource).map((event) => JSON.parse(withoutNodeNames(JSON.stringify(event), play.nodes, 'recorded')) as TraceEvent))
    const ours = histories(play, resource, eventsOf(play, resource).map((event) => JSON.parse(withoutNodeNames(JSON.stringify(event), play.nodes, 'ours')) as TraceEvent))
    const why = matchAll(recorded.map((item) => ({ resource, item })), ours.map((item) => ({ resource, item })), play.renaming)
    if (why !== undefined) return { type: 'different', why: `${resource}: ${why}` }
  }
  return { type: 'same' }
}

/** Per object its name and what it went through. */
function histories({ isLarge }: Play, resource: string, events: readonly TraceEvent[]): Json[] {
  const names = [...new Set(events.map((event) => String(event[resource])))]
  const lives = names.flatMap((name) => livesOf(resource, events.filter((event) => event[resource] === name)).map((steps) => ({ name, steps: isLarge && resource === 'replicasets' ? turningPoints(steps) : steps })))
  return lives as unknown as Json[]
}

/** A name that is used again is another object; of equal changes in a row the first counts. */
function livesOf(resource: string, events: readonly TraceEvent[]): Json[][] {
  if (resource === 'deployments') return deploymentLives(events)
  const lives: Json[][] = []
  for (const event of events) {
    if (event['type'] === 'ADDED' || lives.length === 0) lives.push([])
    const steps = lives.at(-1) ?? []
    const step = event['type'] === 'DELETED' ? 'DELETED' : what(resource, event)
    if (JSON.stringify(steps.at(-1)) !== JSON.stringify(step)) steps.push(step)
  }
  return lives
}

/**
 * Of a Deployment its size and each of its conditions by itself: which of two changed first, or whether one status tells
 * of both, depends on how readiness arrived.
 */
function deploymentLives(events: readonly TraceEvent[]): Json[][] {
  const born = events.flatMap(({ type }, index) => (type === 'ADDED' ? [index] : []))
  const lives = born.length === 0 ? [events] : born.map((from, index) => events.slice(from, born[index + 1]))
  const changes = (life: readonly TraceEvent[], read: (event: TraceEvent) => Json) => life.map(read).filter((value, index, all) => JSON.stringify(value) !== JSON.stringify(all[index - 1] ?? null))
  return lives.map((life) => {
    const kept = life.filter(({ type }) => type !== 'DELETED')
    const conditionOf = (type: string) => changes(kept, ({ conditions }) => (conditions as Fields | undefined)?.[type] ?? null)
    return [{ sizes: changes(kept, ({ spec }) => spec ?? null), available: conditionOf('Available'), progressing: conditionOf('Progressing'), deleted: kept.length < life.length }]
  })
}

/** Where a size begins, turns and ends: how many steps lie between is free in a large rollout. */
function turningPoints(steps: readonly Json[]): Json[] {
  const sizeOf = (step: Json | undefined) => Number((step as Fields | undefined)?.['spec'])
  const points: Json[] = []
  for (const step of steps) {
    const [before, last] = points.slice(-2)
    const goesOn = points.length > 1 && Math.sign(sizeOf(last) - sizeOf(before)) === Math.sign(sizeOf(step) - sizeOf(last))
    if (goesOn) points.pop()
    points.push(step)
  }
  return points
}

/** What is compared of one change. */
function what(resource: string, event: TraceEvent): Json {
  if (resource === 'replicasets') return { spec: event['spec'] ?? null }
  if (resource === 'pods') return { phase: event['phase'] ?? '', ready: event['ready'] ?? '', deleting: event['deleting'] ?? false, finalizers: event['finalizers'] ?? [], node: event['node'] ?? '' }
  if (resource === 'endpointslices') return {}
  if (resource === 'poddisruptionbudgets') return { spec: event['spec'] ?? null }
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'type' && key !== resource))
}

function eventsOf({ cluster, since }: Play, resource: string): TraceEvent[] {
  const kind = kindCalled(resource)
  const store = cluster.store()
  const events: TraceEvent[] = []
  for (let revision = since + 1; revision <= store.revision; revision++) {
    const record = store.log.get(revision)
    const object = record?.current?.value ?? record?.previous?.value
    if (!record || !object || object.kind !== kind?.kind) continue
    const type = record.current ? (record.previous ? 'MODIFIED' : 'ADDED') : 'DELETED'
    events.push({ ...shortOf(resource, JSON.parse(JSON.stringify(object)) as ApiObject), type })
  }
  return events
}

function shortOf(resource: string, object: ApiObject): TraceEvent {
  const { spec, status } = object as unknown as { readonly spec?: Fields; readonly status?: Fields }
  const { namespace = '', name, annotations, deletionTimestamp, finalizers } = object.metadata
  const named = { [resource]: `${namespace}/${name}` }
  const conditions = (status?.['conditions'] ?? []) as readonly Fields[]
  if (resource === 'replicasets') return { ...named, spec: spec?.['replicas'] ?? null, revision: annotations?.['deployment.kubernetes.io/revision'] ?? null }
  if (resource === 'deployments') return { ...named, spec: spec?.['replicas'] ?? null, conditions: Object.fromEntries(conditions.map((condition) => [String(condition['type']), `${String(condition['status'])} ${String(condition['reason'])}`])) }
  if (resource === 'pods') {
    const ready = conditions.find((condition) => condition['type'] === 'Ready')?.['status']
    return { ...named, phase: status?.['phase'] ?? '', ...(ready !== undefined && { ready }), ...(deletionTimestamp !== undefined && { deleting: true }), ...(finalizers && { finalizers: [...finalizers] }), ...(spec?.['nodeName'] !== undefined && { node: spec['nodeName'] }) }
  }
  return { ...named, ...(spec !== undefined && { spec }), ...(status !== undefined && { status }) } as TraceEvent
}

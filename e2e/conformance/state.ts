/**
 * Final objects and events of a recorded session. Objects are matched under one renaming, whatever their order; events
 * without their counts, which depend on how many changes were seen at once.
 */
import type { ApiObject } from '../../src/api/meta/object.ts'
import type { CaseResult } from './admission.ts'
import { difference, normalise, type Json } from './compare.ts'
import { kindCalled } from '../../src/kubectl/select.ts'
import { withoutNodeNames } from './nodes.ts'
import type { Dump, Play } from './play.ts'
import { attempt, pairAll, type Renaming } from './renaming.ts'

type Fields = { readonly [field: string]: Json }

export function compareState(play: Play, dump: Dump): CaseResult {
  const missing = Object.keys(dump).find((resource) => !kindCalled(resource))
  if (missing !== undefined) return { type: 'not run', why: `${missing} are not there yet` }
  const recorded = Object.entries(dump).flatMap(([resource, items]) => items.filter((item) => resource !== 'events' || !isOfSetUp(item)).map((item): Dumped => ({ resource, item: withoutNodes(asCompared(play, resource, item), play, 'recorded') })))
  const ours = Object.keys(dump).flatMap((resource) => objectsOf(play, resource, recorded).map((item): Dumped => ({ resource, item: withoutNodes(item, play, 'ours') })))
  const steps = (items: readonly Dumped[]) => (play.isLarge ? joinSteps(items) : items)
  const why = matchAll(steps(recorded), steps(ours), play.renaming)
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

const asCompared = (play: Play, resource: string, item: Json): Json => (resource === 'events' ? withoutCount(item) : withoutFree(play, normalise(item)))

/** In a large rollout a set's steps in one direction count as one: `from 10 to 8` and `from 8 to 0` are `from 10 to 0`. */
function joinSteps(items: readonly Dumped[]): Dumped[] {
  const sums = new Map<string, { readonly first: Fields; low: number; high: number }>()
  const others = items.filter(({ item }) => {
    const event = item as Fields
    const step = event['reason'] === 'ScalingReplicaSet' ? /^(?:\(combined from similar events\): )?(Scaled (?:up|down) replica set \S+) from (\d+) to (\d+)$/.exec(String(event['message'])) : null
    if (!step) return true
    const [, what = '', ...numbers] = step
    const sum = sums.get(what) ?? { first: event, low: Infinity, high: 0 }
    sums.set(what, { ...sum, low: Math.min(sum.low, ...numbers.map(Number)), high: Math.max(sum.high, ...numbers.map(Number)) })
    return false
  })
  const joined = [...sums].map(([what, { first, low, high }]): Dumped => ({ resource: 'events', item: { ...first, message: `${what} between ${low} and ${high}` } }))
  return [...others.map(withoutPod), ...joined]
}

/** Of so many pods the events are combined, and which one is named by which is free. */
const withoutPod = ({ resource, item }: Dumped): Dumped => {
  const event = item as Fields
  const isOfSet = event['reason'] === 'SuccessfulCreate' || event['reason'] === 'SuccessfulDelete'
  return isOfSet ? { resource, item: { ...event, message: String(event['message']).replace(/-(?:<rand-\d+>|[^-]+)$/, '-POD') } } : { resource, item }
}

/** The script took the nodes of the case before away; sometimes that was noticed only now. */
const isOfSetUp = (event: Json): boolean => (event as Fields)['reason'] === 'RemovingNode'

/** Which of several equal nodes a pod got is free, and with it the node's address. */
const withoutNodes = (value: Json, { nodes }: Play, whose: 'recorded' | 'ours'): Json => JSON.parse(withoutNodeNames(JSON.stringify(value), nodes, whose)) as Json

/** What the session made or changed, and of what was there before it what the recording has too. */
function objectsOf(play: Play, resource: string, recorded: readonly Dumped[]): Json[] {
  const kind = kindCalled(resource)
  const isRecorded = ({ metadata }: ApiObject) =>
    recorded.some(({ resource: other, item }) => other === resource && (metadataOf(item)['name'] ?? '') === metadata.name && (metadataOf(item)['namespace'] ?? '') === (metadata.namespace ?? ''))
  const entries = [...play.cluster.store().entries.values()].filter(({ value, modRevision }) => value.kind === kind?.kind && (modRevision > play.since || isRecorded(value)))
  const objects = entries.map(({ value }) => JSON.parse(JSON.stringify(value)) as Fields)
  return resource === 'events' ? objects.map(shortEvent).filter((event) => !isOfSetUp(event)) : objects.map((object) => withoutFree(play, normalise(object)))
}

const metadataOf = (item: Json): Fields => ((item as Fields)['metadata'] ?? {}) as Fields

/** Counted per change, of which there were as many as readiness came in batches: of slices, and in large rollouts. */
function withoutFree({ isLarge }: Play, object: Json): Json {
  const { kind } = object as Fields
  const isFree = kind === 'EndpointSlice' || (isLarge && (kind === 'ReplicaSet' || kind === 'Deployment'))
  if (!isFree) return object
  return JSON.parse(JSON.stringify(object, (key, value: unknown) => (key === 'generation' || key === 'observedGeneration' ? undefined : value))) as Json
}

const withoutCount = (event: Json): Json => {
  const { count: _, ...rest } = event as Fields
  return rest
}

function shortEvent(event: Fields): Json {
  const [about, source] = [event['involvedObject'], event['source']] as Fields[]
  const from = source?.['component'] ?? event['reportingComponent'] ?? ''
  return { from, message: event['message'] ?? '', on: `${String(about?.['kind'])}/${String(about?.['name'])}`, reason: event['reason'] ?? '', type: event['type'] ?? '' }
}

export interface Dumped {
  readonly resource: string
  readonly item: Json
}

const compareDumped = (recorded: Dumped, ours: Dumped, renaming: Renaming): string | undefined =>
  recorded.resource === ours.resource ? difference(recorded.item, ours.item, renaming, recorded.resource) : 'another kind'

/** All of them are the same under one renaming, whatever their order; or the first of which nothing is like it. */
export function matchAll(recorded: readonly Dumped[], ours: readonly Dumped[], renaming: Renaming): string | undefined {
  if (pairAll(recorded, ours, { compare: compareDumped, renaming })) return undefined
  const scratch: Renaming = { known: new Map(renaming.known), taken: new Map(renaming.taken), trail: [] }
  const left = [...ours]
  for (const one of recorded) {
    const found = left.findIndex((candidate) => attempt(scratch, () => compareDumped(one, candidate, scratch)) === undefined)
    if (found < 0) return `recorded ${JSON.stringify(one.item).slice(0, 160)}: ${nearest(one, left, scratch)}`
    left.splice(found, 1)
  }
  return left[0] === undefined ? 'the names do not go together' : `ours has also ${JSON.stringify(left[0].item).slice(0, 300)}`
}

function nearest(one: Dumped, left: readonly Dumped[], renaming: Renaming): string {
  const like = left.filter((candidate) => candidate.resource === one.resource && isAbout(one.item, candidate.item))
  return like.map((candidate) => attempt({ known: new Map(renaming.known), taken: new Map(), trail: [] }, () => compareDumped(one, candidate, { known: new Map(renaming.known), taken: new Map(), trail: [] }))).find((why) => why !== undefined) ?? 'nothing like it'
}

/** Worth telling the difference of. */
function isAbout(a: Json, b: Json): boolean {
  const [one, other] = [a, b] as Fields[]
  if (one?.['reason'] !== undefined) return one['reason'] === other?.['reason'] && one['from'] === other?.['from']
  if (one?.['steps'] !== undefined) return String(one['name']).replace(/-?<.*/, '') === String(other?.['name']).slice(0, String(one['name']).replace(/-?<.*/, '').length)
  const nameOf = (item: Fields | undefined) => String((item?.['metadata'] as Fields | undefined)?.['name']).replace(/[-<].*/, '')
  return nameOf(one) === nameOf(other)
}

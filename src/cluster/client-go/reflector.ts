/**
 * What a process does when one of its watches ends, because the API server went away: it waits, lists again, and hears
 * what is different by now as watch events, as if it had seen the last of each. Follows client-go v1.36
 * tools/cache/reflector.go and delta_fifo.go (Replace); upstream first tries to go on from the last revision, which a
 * server that was restarted no longer knows.
 */
import type { ApiObject } from '../../api/meta/object.ts'
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { between } from '../../sim/random.ts'
import { micros, minutes, ms, plus, seconds, type Micros } from '../../sim/time.ts'
import type { Client, Resource, WatchOptions } from './client.ts'
import { keyOf, type WatchEvent } from './watch.ts'

/** By resource: how long the last wait for a new list was, and when it began. */
export type Reflectors = Map<Resource, { readonly delay: Micros; readonly at: Micros }>

interface WatchEnded extends SimEvent {
  /** `list-again` when the wait is over. */
  readonly type: 'watch-closed' | 'list-again'
  /** Absent if the connection broke, with every watch on it. */
  readonly resource?: Resource
}
export const isWatchEnded = (event: SimEvent): event is WatchEnded => event.type === 'watch-closed' || event.type === 'list-again'

/** Upstream's back-off: 800 ms doubling to 30 s, up to twice as long by jitter, from the start again after two good minutes. */
const backOff = { from: ms(800), to: seconds(30), forgottenAfter: minutes(2) }

export interface Reflected {
  readonly client: Client
  /** What the process watches. */
  readonly resources: readonly Resource[]
  readonly reflectors: Reflectors
  /** What the process has of the resource. */
  readonly cached: (resource: Resource) => Iterable<ApiObject>
  readonly take: (change: WatchEvent) => void
  readonly options?: WatchOptions
}

export function onWatchEnded(ctx: StepContext, reflected: Reflected, { type, resource }: WatchEnded): void {
  const { client, resources, reflectors, cached, take, options } = reflected
  if (resource === undefined) return resources.forEach((each) => waitToList(ctx, reflectors, each))
  const listed = type === 'list-again' ? client.listAndWatch(ctx, resource, options) : undefined
  if (!listed?.ok) return waitToList(ctx, reflectors, resource)
  for (const change of differences({ resource, revision: listed.object.revision }, cached(resource), listed.object.objects)) {
    ctx.cause = change.revision
    take(change)
  }
}

function waitToList(ctx: StepContext, reflectors: Reflectors, resource: Resource): void {
  const known = reflectors.get(resource)
  const isRecent = known !== undefined && ctx.now - known.at < known.delay * 2 + backOff.forgottenAfter
  const delay = isRecent ? micros(Math.min(backOff.to, known.delay * 2)) : backOff.from
  reflectors.set(resource, Object.freeze({ delay, at: ctx.now }))
  ctx.send(ctx.self, { type: 'list-again', resource } satisfies WatchEnded, plus(delay, micros(between(() => ctx.random(), 0, delay))))
}

/** An object that was made anew under its name is gone and added. */
function differences({ resource, revision }: { resource: Resource; revision: number }, before: Iterable<ApiObject>, after: readonly ApiObject[]): WatchEvent[] {
  const known = new Map([...before].map((object) => [keyOf(object), object]))
  const there = new Set(after.map(uidOf))
  const eventOf = (verb: WatchEvent['verb'], object: ApiObject): WatchEvent => {
    const made = verb === 'DELETED' ? revision : Number(object.metadata.resourceVersion)
    return { type: 'watch', resource, verb, key: keyOf(object), object, revision: made }
  }
  const gone = [...known.values()].filter((object) => !there.has(uidOf(object))).map((object) => eventOf('DELETED', object))
  const changed = after.flatMap((object) => {
    const old = known.get(keyOf(object))
    if (!old || uidOf(old) !== uidOf(object)) return [eventOf('ADDED', object)]
    return old.metadata.resourceVersion === object.metadata.resourceVersion ? [] : [eventOf('MODIFIED', object)]
  })
  return [...gone, ...changed]
}

const uidOf = ({ metadata }: ApiObject): string => metadata.uid ?? ''

/**
 * The scheduler's Events. It uses the newer recorder (events.k8s.io/v1), whose Events carry an action, a microsecond
 * time and a series instead of count and first and last time; seen as core/v1 these are null. Follows client-go v1.36
 * tools/events (event_recorder.go, event_broadcaster.go): an equal event (whatever its note) starts a series at its
 * second time and is then counted only in memory, until half an hour has passed.
 */
import type { Event, ObjectReference, Pod } from '../../api/generated/types.ts'
import type { StepContext } from '../../sim/part.ts'
import { hexOf } from '../../sim/random.ts'
import { seconds, type Micros } from '../../sim/time.ts'
import type { Client } from '../client-go/client.ts'

export interface SchedulerEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: 'Scheduled' | 'FailedScheduling' | 'Preempted'
  readonly action: 'Binding' | 'Scheduling' | 'Preempting'
  readonly note: string
  /** The other pod that it is about. */
  readonly related?: Pod
}

export interface Recorded {
  readonly namespace: string
  readonly name: string
  readonly count: number
  /** When it was last seen, and last written. */
  readonly seen: Micros
  readonly written: Micros
}

export const schedulerName = 'default-scheduler'
/** Series that are not seen again for this long are over (upstream's finishTime). */
const seriesEnds = seconds(360)
/** A running series is written again after this (upstream's refreshTime). */
const refreshAfter = seconds(1800)
/** Upstream keeps them in an unbounded map that it sweeps; the oldest go first here. */
const recordedLimit = 4096

export interface EventOptions {
  readonly client: Client
  readonly recorded: Map<string, Recorded>
}

export function recordEvent(ctx: StepContext, { client, recorded }: EventOptions, pod: Pod, event: SchedulerEvent): void {
  const key = [event.type, event.action, event.reason, pod.metadata.uid, event.related?.metadata.uid].join('\0')
  const known = recorded.get(key)
  if (known && ctx.now - known.seen < seriesEnds) return recorded.set(key, again(ctx, client, known)) && undefined
  const created = client.create(ctx, 'events', newEvent(ctx, client, pod, event))
  if (!created.ok) return
  const { name, namespace = '' } = created.object.metadata
  recorded.delete(key)
  recorded.set(key, Object.freeze({ namespace, name, count: 1, seen: ctx.now, written: ctx.now }))
  for (const oldest of recorded.keys()) {
    if (recorded.size <= recordedLimit) return
    recorded.delete(oldest)
  }
}

/** The second time makes it a series; later ones are counted, and written when it is time. */
function again(ctx: StepContext, client: Client, known: Recorded): Recorded {
  const count = known.count + 1
  const isDue = count === 2 || ctx.now - known.written >= refreshAfter
  if (isDue) {
    const body = { series: { count, lastObservedTime: client.microTimestamp(ctx) } }
    client.patch(ctx, 'events', known, { type: 'strategic', body })
  }
  return Object.freeze({ ...known, count, seen: ctx.now, written: isDue ? ctx.now : known.written })
}

function newEvent(ctx: StepContext, client: Client, pod: Pod, { type, reason, action, note, related }: SchedulerEvent): Event {
  const { name, namespace = 'default' } = pod.metadata
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${hexOf(ctx.random())}${hexOf(ctx.random())}`, namespace },
    involvedObject: referenceTo(pod),
    ...(related && { related: referenceTo(related) }),
    type,
    reason,
    action,
    message: note,
    eventTime: client.microTimestamp(ctx),
    reportingComponent: schedulerName,
    reportingInstance: `${schedulerName}-control-plane`,
    source: {},
  }
}

function referenceTo({ metadata: { name, namespace = 'default', uid, resourceVersion } }: Pod): ObjectReference {
  return { apiVersion: 'v1', kind: 'Pod', name, namespace, ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) }
}

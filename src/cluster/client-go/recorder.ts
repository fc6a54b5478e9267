/**
 * Writes Events as client-go's recorder does: the same event again raises its count instead of making another object.
 * Follows client-go v1.36 tools/record (events_cache.go); writing is asynchronous there, so it costs the caller nothing.
 * Leaves out, until a later issue needs them: combining of similar events and the spam filter.
 */
import type { Event } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { StepContext } from '../../sim/part.ts'
import type { Client } from './client.ts'

/** By source, object, type, reason and message: the Event that was written for it. */
export type RecorderState = Map<string, Recorded>

interface Recorded {
  readonly namespace: string
  readonly name: string
  readonly firstTimestamp: string
  readonly count: number
}

/** Upstream's LRU size; the oldest is forgotten, and the next such event is a new object. */
const cacheLimit = 4096

export interface EventSource {
  /** `deployment-controller`, `kubelet`. */
  readonly component: string
  readonly host?: string
}

export interface EventText {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** For events about a part of the object: `spec.containers{web}`. */
  readonly fieldPath?: string
}

export interface Recorder {
  readonly client: Client
  readonly source: EventSource
  readonly state: RecorderState
}

export function record(ctx: StepContext, recorder: Recorder, object: ApiObject, text: EventText): void {
  const { client, source, state } = recorder
  const key = [source.component, object.metadata.uid, text.fieldPath ?? '', text.type, text.reason, text.message].join('\0')
  const now = client.timestamp(ctx)
  const known = state.get(key)
  if (known) {
    const count = known.count + 1
    const patched = client.patch(ctx.as(ctx.self), 'events', known, { type: 'strategic', body: { count, lastTimestamp: now } })
    if (patched.ok) {
      state.set(key, Object.freeze({ ...known, count }))
      return
    }
  }
  const event = newEvent(object, text, { source, now, suffix: suffixOf(ctx) })
  const created = client.create(ctx, 'events', event)
  if (!created.ok) return
  state.set(key, Object.freeze({ namespace: event.metadata.namespace ?? '', name: event.metadata.name, firstTimestamp: now, count: 1 }))
  forgetOldest(state)
}

interface EventStamp {
  readonly source: EventSource
  readonly now: string
  readonly suffix: string
}

function newEvent(object: ApiObject, text: EventText, { source, now, suffix }: EventStamp): Event {
  const namespace = object.metadata.namespace || 'default'
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${object.metadata.name}.${suffix}`, namespace },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      ...(object.metadata.namespace && { namespace: object.metadata.namespace }),
      uid: object.metadata.uid,
      resourceVersion: object.metadata.resourceVersion,
      ...(text.fieldPath && { fieldPath: text.fieldPath }),
    },
    type: text.type,
    reason: text.reason,
    message: text.message,
    source: { component: source.component, ...(source.host && { host: source.host }) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
  }
}

/** Upstream appends the time in nanoseconds as hex; here 64 random bits, which stay unique at any speed. */
const suffixOf = (ctx: StepContext): string => hex(ctx.random()) + hex(ctx.random())

const hex = (value: number): string => value.toString(16).padStart(8, '0')

function forgetOldest(state: RecorderState): void {
  for (const key of state.keys()) {
    if (state.size <= cacheLimit) return
    state.delete(key)
  }
}

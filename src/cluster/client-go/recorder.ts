/**
 * Writes Events as client-go's recorder does: the same event again raises its count instead of making another object.
 * Follows client-go v1.36 tools/record (events_cache.go). Writing is asynchronous there; here it is charged to the caller.
 */
import type { Event } from '../../api/generated/types.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import type { StepContext } from '../../sim/part.ts'
import { hexOf } from '../../sim/random.ts'
import type { Client } from './client.ts'
import { combinedPrefix, noteMessage, spend, type Bucket, type Similar } from './correlator.ts'

/**
 * By source, object, type, reason and message: the Event that was written for it. By the same without the message (after
 * `similar`): the messages there were. By source and object (after `bucket`): what may still be written.
 */
export type RecorderState = Map<string, Recorded | Similar | Bucket>

interface Recorded {
  readonly type: 'written'
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
  const { source, state } = recorder
  const about = [source.component, source.host ?? '', object.kind, object.metadata.namespace ?? '', object.metadata.name, object.metadata.uid].join('\0')
  const thing = [about, text.fieldPath ?? '', text.type, text.reason].join('\0')
  const { similar, isCombined } = noteMessage(known(state, `similar\0${thing}`, 'similar'), text.message, ctx.now)
  remember(state, `similar\0${thing}`, similar)
  const bucket = spend(known(state, `bucket\0${about}`, 'bucket'), ctx.now)
  if (!bucket) return
  remember(state, `bucket\0${about}`, bucket)
  if (isCombined) write(ctx, recorder, { key: thing, object, text: { ...text, message: combinedPrefix + text.message } })
  else write(ctx, recorder, { key: `${thing}\0${text.message}`, object, text })
}

interface Writing {
  readonly key: string
  readonly object: ApiObject
  readonly text: EventText
}

function write(ctx: StepContext, { client, source, state }: Recorder, { key, object, text }: Writing): void {
  const now = client.timestamp(ctx)
  const written = known(state, key, 'written')
  if (written) {
    const count = written.count + 1
    const body = { count, lastTimestamp: now, message: text.message }
    const patched = client.patch(ctx, 'events', written, { type: 'strategic', body })
    if (patched.ok) return remember(state, key, Object.freeze({ ...written, count }))
  }
  const event = newEvent(object, text, { source, now, suffix: suffixOf(ctx) })
  const created = client.create(ctx, 'events', event)
  if (!created.ok) return
  const { name, namespace = '' } = event.metadata
  remember(state, key, Object.freeze({ type: 'written', namespace, name, firstTimestamp: now, count: 1 }))
}

/** What stands under a key, if it is of that type. */
function known<T extends (Recorded | Similar | Bucket)['type']>(state: RecorderState, key: string, type: T): Extract<Recorded | Similar | Bucket, { type: T }> | undefined {
  const entry = state.get(key)
  return isOfType(entry, type) ? entry : undefined
}

const isOfType = <T extends (Recorded | Similar | Bucket)['type']>(
  entry: Recorded | Similar | Bucket | undefined,
  type: T,
): entry is Extract<Recorded | Similar | Bucket, { type: T }> => entry?.type === type

/** The last one used is the last to be forgotten. */
function remember(state: RecorderState, key: string, entry: Recorded | Similar | Bucket): void {
  state.delete(key)
  state.set(key, entry)
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
const suffixOf = (ctx: StepContext): string => hexOf(ctx.random()) + hexOf(ctx.random())

function forgetOldest(state: RecorderState): void {
  if (state.size <= cacheLimit) return
  for (const key of state.keys()) {
    if (state.size <= cacheLimit) return
    state.delete(key)
  }
}

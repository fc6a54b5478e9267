/**
 * Who hears of which writes. Stands for the API server's watch cache: every watcher gets every write of its resource in
 * revision order, each its own lag after the commit, never at once. Kubelets' watches (one node's pods) are found by
 * node, so that a pod costs one event however many nodes there are.
 */
import type { ApiObject } from '../../api/meta/object.ts'
import type { StepContext } from '../../sim/part.ts'
import { between } from '../../sim/random.ts'
import { later, micros, plus, type Micros } from '../../sim/time.ts'
import type { SimEvent } from '../../sim/queue.ts'
import type { KeyValue, LogRecord } from '../etcd/store.ts'

export interface WatchHub {
  /** By resource: who watches all of it, with the time of the last delivery. */
  readonly all: Map<string, Map<string, Micros>>
  /** By node: who watches the pods bound to it. */
  readonly byNode: Map<string, Map<string, Micros>>
}

export const createWatchHub = (): WatchHub => ({ all: new Map(), byNode: new Map() })

/** Microseconds from commit to delivery: one to four milliseconds, as on a quiet local network. */
const lag = { from: 1_000, to: 4_000 }

export function subscribe(hub: WatchHub, part: string, watch: { resource: string; node?: string }): void {
  const watchers = watch.node === undefined ? hub.all : hub.byNode
  const key = watch.node ?? watch.resource
  const known = watchers.get(key) ?? new Map<string, Micros>()
  known.set(part, micros(0))
  watchers.set(key, known)
}

/** The process is gone, and its connection with it. */
export function unsubscribe({ all, byNode }: WatchHub, part: string): void {
  for (const watchers of [all, byNode]) for (const parts of watchers.values()) parts.delete(part)
}

/** The server goes away: every watcher hears that its watch has ended, after what was already on its way. */
export function closeWatches(ctx: StepContext, { all, byNode }: WatchHub): void {
  for (const [resource, parts] of all) deliver(ctx, parts, Object.freeze({ type: 'watch-closed', resource }))
  for (const parts of byNode.values()) deliver(ctx, parts, Object.freeze({ type: 'watch-closed', resource: 'pods' }))
}

export interface ChangedObject {
  readonly resource: string
  /** `NAMESPACE/NAME` or `NAME`. */
  readonly key: string
  /** What is wrong on the way to a watcher; absent if nothing is anywhere. */
  readonly wire?: Wire | undefined
}

/** What becomes of an event on its way to `part`; undefined if nothing is wrong there. */
export type Wire = (part: string) => Carried | undefined

export interface Carried {
  readonly isLost: boolean
  /** On top of the usual lag. */
  readonly delay: Micros
  /** Later events may arrive before it. */
  readonly overtaken: boolean
}

/** Sends one write to those who watch it. `ctx` is the API server's, on the account of whoever wrote. */
export function dispatch(ctx: StepContext, hub: WatchHub, record: LogRecord<ApiObject>, { resource, key, wire }: ChangedObject): void {
  const { current, previous, revision } = record
  const watchers = hub.all.get(resource)
  const onNode = resource === 'pods' ? hub.byNode.get(nodeOf(current ?? previous)) : undefined
  if (!watchers && !onNode) return
  const verb = current === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED'
  const object = current?.value ?? previous?.value
  const event: SimEvent & { [field: string]: unknown } = Object.freeze({ type: 'watch', resource, verb, key, object, revision })
  const cause = ctx.cause
  ctx.cause = revision
  deliver(ctx, watchers, event, wire)
  deliver(ctx, onNode, event, wire)
  ctx.cause = cause
}

function deliver(ctx: StepContext, parts: Map<string, Micros> | undefined, event: SimEvent, wire?: Wire): void {
  const now = plus(ctx.now, ctx.charged)
  const random = () => ctx.random()
  parts?.forEach((last, part) => {
    const carried = wire?.(part)
    if (carried?.isLost) return
    const arrives = plus(plus(now, micros(between(random, lag.from, lag.to))), carried?.delay ?? micros(0))
    const at = carried?.overtaken ? arrives : later(arrives, last)
    parts.set(part, later(at, last))
    ctx.send(part, event, micros(at - now))
  })
}

function nodeOf(entry: KeyValue<ApiObject> | undefined): string {
  const pod: ApiObject & { spec?: { nodeName?: string } } | undefined = entry?.value
  return pod?.spec?.nodeName ?? ''
}

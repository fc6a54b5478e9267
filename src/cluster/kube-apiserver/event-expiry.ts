/**
 * Events live for an hour after their last write. Stands for the etcd leases that kube-apiserver gives them
 * (--event-ttl), one lease a minute: here the store keeps a mark a minute, and what was last written before a mark that
 * is an hour old goes. Marks are made only while there are Events.
 */
import type { ApiObject } from '../../api/meta/object.ts'
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { seconds } from '../../sim/time.ts'
import { range, remove, type Store } from '../etcd/store.ts'

const prefix = '/registry/events/'
const lifetime = seconds(3_600)
const spacing = seconds(60)

interface Tick extends SimEvent {
  readonly type: 'event-lease'
}
const tick: Tick = Object.freeze({ type: 'event-lease' })

export const isEventLease = (event: SimEvent): boolean => event.type === tick.type

/** An Event was written: from now on there is a lease a minute. */
export function beginExpiry(ctx: StepContext, store: Store<ApiObject>): void {
  if (store.marks.length > 0) return
  store.marks.push(Object.freeze({ at: ctx.now, revision: store.revision }))
  ctx.send('etcd', tick, spacing)
}

/** Takes what is too old, and makes the next mark if something is left. */
export function expireEvents(ctx: StepContext, store: Store<ApiObject>): void {
  const due = store.marks.findLast(({ at }) => ctx.now - at >= lifetime)
  if (due) {
    store.marks.splice(0, store.marks.indexOf(due) + 1)
    const old = [...range(store, prefix)].filter(({ modRevision }) => modRevision <= due.revision)
    for (const { key, modRevision } of old) remove(store, key, { at: ctx.now, cause: 0, expected: modRevision })
  }
  if ([...range(store, prefix)].length === 0) return void store.marks.splice(0)
  store.marks.push(Object.freeze({ at: ctx.now, revision: store.revision }))
  ctx.send('etcd', tick, spacing)
}

/**
 * kube-apiserver and etcd as parts. The API server has no step of its own: it is called in line, on the account of
 * whoever calls, and what it keeps is who watches. Its objects are etcd's.
 */
import { kindOfManifest } from '../../api/kinds/registry.ts'
import { groupResource } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { formatSeconds } from '../../api/meta/time.ts'
import { assert } from '../../sim/assert.ts'
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { plus } from '../../sim/time.ts'
import { createStore, type Store } from '../etcd/store.ts'
import type { ServerEnv } from './env.ts'
import { beginExpiry, expireEvents, isEventLease } from './event-expiry.ts'
import { closeWatches, createWatchHub, dispatch, unsubscribe, type WatchHub, type Wire } from './watch-hub.ts'

export const defineEtcd = (): PartDefinition<Store<ApiObject>> => ({
  type: 'etcd',
  init: (_instance, disk) => disk ?? createStore(),
  step: (ctx, store, event) => {
    if (isEventLease(event) || (event.type === 'start' && store.marks.length > 0)) expireEvents(ctx, store)
  },
})

export const defineApiServer = (): PartDefinition<WatchHub> => ({
  type: 'kube-apiserver',
  init: () => createWatchHub(),
  step: () => undefined,
})

/** What a call finds. */
export interface OpenServer {
  /** On the server's account. */
  readonly ctx: StepContext
  readonly hub: WatchHub
  readonly store: Store<ApiObject>
  readonly env: ServerEnv
}

/** Undefined if kube-apiserver or etcd is stopped. `born` is the date at birth, in seconds since 1970. */
export function openServer(ctx: StepContext, born: number): OpenServer | undefined {
  const server = ctx.as('kube-apiserver')
  const hub = ctx.borrow('kube-apiserver') as WatchHub | undefined
  const store = ctx.borrow('etcd') as Store<ApiObject> | undefined
  if (!hub || !store) return undefined
  const at = plus(ctx.now, ctx.charged)
  const now = formatSeconds(born + Math.floor(at / 1_000_000))
  return { ctx: server, hub, store, env: { store, at, cause: ctx.cause, now, random: () => server.random() } }
}

/** The calling part is about to stop: as a server it closes every watch, as a client its own. */
export function hangUp(ctx: StepContext): void {
  const hub = ctx.borrow('kube-apiserver') as WatchHub | undefined
  if (!hub) return
  if (ctx.self === 'kube-apiserver') closeWatches(ctx, hub)
  else unsubscribe(hub, ctx.self)
}

export interface Published {
  readonly revision: number
  /** What is wrong on the way to watchers of a resource; absent if nothing is. */
  readonly wireOf?: ((resource: string) => Wire) | undefined
}

/** Tells watchers of everything that was written after `revision`, and returns the last revision. */
export function publish({ ctx, hub, store }: OpenServer, { revision, wireOf }: Published): number {
  for (let made = revision + 1; made <= store.revision; made++) {
    const record = store.log.get(made)
    const object = record?.current?.value ?? record?.previous?.value
    const kind = object && kindOfManifest(object.apiVersion, object.kind)
    assert(record && object && kind, 'a revision is of no known kind')
    if (record.current && object.kind === 'Event') beginExpiry(ctx, store)
    const { namespace, name } = object.metadata
    const resource = groupResource(kind)
    dispatch(ctx, hub, record, { resource, key: namespace ? `${namespace}/${name}` : name, wire: wireOf?.(resource) })
  }
  return store.revision
}

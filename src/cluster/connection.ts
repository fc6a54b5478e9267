/**
 * The client that components are given: typed verbs, answered in line by the API server and charged to the caller.
 * Every write is told to observers (who wrote what, as which revision) and to the watchers.
 */
import type { ApiTypes } from '../api/generated/types.ts'
import { kindOfResource } from '../api/kinds/registry.ts'
import type { Kind } from '../api/kinds/kind.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { serverAddress, storeDownStatus, unreachableStatus, type Status } from '../api/meta/status.ts'
import { formatMicros, formatSeconds } from '../api/meta/time.ts'
import { assert } from '../sim/assert.ts'
import type { StepContext } from '../sim/part.ts'
import { between } from '../sim/random.ts'
import { micros, plus } from '../sim/time.ts'
import type { ApiResult, Client, Resource } from './client-go/client.ts'
import { tell } from './client-go/tell.ts'
import { since } from './etcd/store.ts'
import { create } from './kube-apiserver/create.ts'
import { deleteObject } from './kube-apiserver/delete.ts'
import type { Outcome } from './kube-apiserver/env.ts'
import { openServer, publish, type OpenServer } from './kube-apiserver/kube-apiserver.ts'
import { list, read } from './kube-apiserver/read.ts'
import { patch } from './kube-apiserver/patch.ts'
import { bind } from './kube-apiserver/subresources.ts'
import { update } from './kube-apiserver/update.ts'
import { subscribe, type Carried, type Wire } from './kube-apiserver/watch-hub.ts'
import { countWrite, die } from './faults/crash.ts'
import { faultsAt } from './faults/fault.ts'
import { watchTrouble } from './faults/watch.ts'
import { controlPlaneEnd, cross, endOf, isCut } from './network/link.ts'

/** What a call takes before it is committed, in microseconds: network, admission, validation, etcd's fsync. */
const readCost = { from: 500, to: 1_200 }
const writeCost = { from: 1_500, to: 3_500 }
/** What a refused connection costs. */
const unreachableCost = micros(300)

export interface Writer {
  /** Runs `act` against the API server as one request of `ctx.actor`, then tells watchers and observers. */
  call<T>(ctx: StepContext, act: (server: OpenServer) => T): T | undefined
}

/** `born` is the date at birth, in seconds since 1970. */
export function createWriter(born: number): Writer {
  return {
    call: (ctx, act) => {
      const crash = ctx.isCrashed ? undefined : countWrite(ctx)
      if (crash === 'before') die(ctx, crash)
      ctx.charge(micros(between(() => ctx.random(), writeCost.from, writeCost.to)))
      const server = isReached(ctx) ? openServer(ctx, born) : undefined
      if (!server) return undefined
      const before = server.store.revision
      const result = act(server)
      if (server.store.revision > before) {
        if (ctx.isObserved) tellWrites(ctx, server, before)
        publish(server, { revision: before, wireOf: wireOf(ctx) })
      }
      if (crash === 'after') die(ctx, crash)
      return ctx.isCrashed ? undefined : result
    },
  }
}

/** Kinds whose writes are the cluster's pulse, not news. */
const quiet = new Set(['Lease', 'Event'])

function tellWrites(ctx: StepContext, { store }: OpenServer, revision: number): void {
  for (const { current, previous, key, revision: made } of since(store, revision)) {
    const object = current?.value ?? previous?.value
    if (!object || quiet.has(object.kind)) continue
    const verb = current === undefined ? 'delete' : previous === undefined ? 'create' : 'update'
    const fromOutside = ctx.actor === 'kubectl'
    const about = { actor: 'process/etcd', object: objectKeyOf(object), level: fromOutside ? ('event' as const) : ('detail' as const), revision: made }
    tell(ctx, 'etcd.stored', about, { verb, kind: object.kind, name: object.metadata.name, by: ctx.actor })
    observeCall(ctx, { verb, key })
  }
}

/** The envelope from the caller to the API server, and on to etcd. */
function observeCall(ctx: StepContext, { verb, key }: { verb: string; key: string }): void {
  const flight = { type: 'flight', flight: 'api', outcome: 'ok', reply: false, request: 0, label: `${verb} ${key.replace('/registry/', '')}` }
  ctx.observe({ ...flight, from: placeOf(ctx.actor), to: 'process/kube-apiserver', start: ctx.now, latency: ctx.charged } as never)
  ctx.observe({ ...flight, from: 'process/kube-apiserver', to: 'process/etcd', start: ctx.now + ctx.charged, latency: 500 } as never)
}

/** `kube-scheduler` stands at `process/kube-scheduler`; names with a slash are places already. */
export const placeOf = (actor: string): string => (actor.includes('/') ? actor : `process/${actor}`)

/** `deployments.apps/NAMESPACE/NAME`. */
export function objectKeyOf(object: ApiObject): string {
  const kind = kindByObject(object)
  const { namespace, name } = object.metadata
  return namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`
}

function kindByObject({ apiVersion, kind }: ApiObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''
  return `${pluralOf(kind)}${group}`
}

const pluralOf = (kind: string): string => {
  const lower = kind.toLowerCase()
  if (lower === 'endpoints') return lower
  return /(?:s|x|ch)$/.test(lower) ? `${lower}es` : lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`
}

const kindOf = (resource: Resource): Kind => {
  const kind = kindOfResource(resource)
  assert(kind, `no kind for ${resource}`)
  return kind
}

/** The casts below are sound: the registry answers with objects of the kind it was asked for. */
export function createClient(born: number): Client {
  const writer = createWriter(born)
  const user = (ctx: StepContext) => `system:${ctx.self}`
  const write = <T>(ctx: StepContext, act: (server: OpenServer) => Outcome): ApiResult<T> => {
    const outcome = writer.call(ctx, act)
    if (!outcome) return unreachable(ctx)
    return outcome.ok ? { ok: true, object: outcome.object as T } : { ok: false, status: outcome.status }
  }
  const looked = <T>(ctx: StepContext, look: (server: OpenServer) => ApiResult<T>): ApiResult<T> => {
    ctx.charge(micros(between(() => ctx.random(), readCost.from, readCost.to)))
    const server = isReached(ctx) ? openServer(ctx, born) : undefined
    return server ? look(server) : unreachable(ctx)
  }
  const target = (object: ApiObject) => ({ namespace: object.metadata.namespace ?? '', name: object.metadata.name })
  const listed = <R extends Resource>({ store }: OpenServer, resource: R, query: { namespace: string; fieldSelector?: string }) => {
    const found = list(store, kindOf(resource), query)
    if (!found.ok) return found
    return { ok: true as const, object: { objects: found.items as unknown as readonly ApiTypes[R][], revision: store.revision } }
  }
  return {
    get: (ctx, resource, namespace, name) =>
      looked(ctx, ({ store }) => {
        const outcome = read(store, kindOf(resource), { namespace, name })
        return outcome.ok ? { ok: true, object: outcome.object as ApiTypes[typeof resource] } : outcome
      }),
    create: (ctx, resource, object) =>
      write(ctx, ({ env }) => create(env, { kind: kindOf(resource), namespace: object.metadata.namespace ?? '', body: object, user: user(ctx), unheard: true })),
    update: (ctx, resource, object) =>
      write(ctx, ({ env }) => update(env, { kind: kindOf(resource), namespace: object.metadata.namespace ?? '', name: object.metadata.name, body: object, user: user(ctx), unheard: true })),
    updateStatus: (ctx, resource, object) =>
      write(ctx, ({ env }) => update(env, { kind: kindOf(resource), namespace: object.metadata.namespace ?? '', name: object.metadata.name, body: object, subresource: 'status', user: user(ctx) })),
    patch: (ctx, resource, of, { type, body, subresource }) =>
      write(ctx, ({ env }) => patch(env, { kind: kindOf(resource), ...of, type, patch: body, ...(subresource === 'status' && { subresource }), user: user(ctx) })),
    delete: (ctx, resource, of, options = {}) => write(ctx, ({ env }) => deleteObject(env, { kind: kindOf(resource), ...of, options })),
    bind: (ctx, pod, node) => {
      const outcome = writer.call(ctx, ({ env }) => ({ status: bind(env, { node, ...pod }) }))
      if (!outcome) return unreachable(ctx)
      return outcome.status ? { ok: false, status: outcome.status } : { ok: true, object: undefined }
    },
    finalize: (ctx, namespace) =>
      write(ctx, ({ env }) => update(env, { kind: kindOf('namespaces'), ...target(namespace), body: namespace, subresource: 'finalize', user: user(ctx) })),
    list: (ctx, resource, namespace) => looked(ctx, (server) => listed(server, resource, { namespace })),
    listAndWatch: (ctx, resource, options = {}) =>
      looked(ctx, (server) => {
        const { node } = options
        subscribe(server.hub, ctx.self, { resource, ...(node !== undefined && { node }) })
        return listed(server, resource, { namespace: '', ...(node !== undefined && { fieldSelector: `spec.nodeName=${node}` }) })
      }),
    timestamp: (ctx) => formatSeconds(born + Math.floor((ctx.now + ctx.charged) / 1_000_000)),
    microTimestamp: (ctx) => formatMicros(born, ctx.now + ctx.charged),
  }
}

/** Upstream's calls wait some seconds for an etcd that is down, each in a goroutine of its own; here a part would stand still. */
function unreachable(ctx: StepContext): { readonly ok: false; readonly status: Status } {
  ctx.charge(unreachableCost)
  if (ctx.isCrashed) return { ok: false, status: lostStatus('http2: client connection lost') }
  if (isCut(ctx, endOf(ctx.self), controlPlaneEnd)) return { ok: false, status: lostStatus(`dial tcp ${serverAddress}: i/o timeout`) }
  return { ok: false, status: absenceOf((part) => ctx.borrow(part) !== undefined) }
}

/** A client's words for a connection that came to nothing. */
const lostStatus = (message: string): Status => ({ ...unreachableStatus(), message })

/** The way there and back, charged if it takes longer than usual. False for a dead process, and if nothing comes through. */
function isReached(ctx: StepContext): boolean {
  if (ctx.isCrashed) return false
  const end = endOf(ctx.self)
  if (end === controlPlaneEnd) return true
  const { isLost, delay } = cross(ctx, [end, controlPlaneEnd, end], 'data')
  ctx.charge(delay)
  return !isLost
}

/** Undefined if nothing is wrong, which is nearly always. */
function wireOf(ctx: StepContext): ((resource: string) => Wire) | undefined {
  const isHindered = (faultsAt(ctx)?.active.size ?? 0) > 0
  return isHindered ? (resource) => (part) => carriedTo(ctx.as('kube-apiserver'), part, resource) : undefined
}

function carriedTo(ctx: StepContext, part: string, resource: string): Carried {
  const trouble = watchTrouble(ctx, part, resource)
  const { isLost, delay } = cross(ctx, [controlPlaneEnd, endOf(part)], 'data')
  return { isLost: isLost || trouble.isLost, delay: plus(delay, trouble.delay), overtaken: trouble.overtaken }
}

/** What a client hears instead of an answer when the API server, or etcd behind it, is down. */
export const absenceOf = (isUp: (part: string) => boolean): Status => (isUp('kube-apiserver') ? storeDownStatus() : unreachableStatus())

/**
 * How a component talks to the API server: typed verbs that are answered in line and charged to the caller. Its
 * consequences are not in line: every watcher hears of a write its own lag later. The implementation stands in
 * `cluster.ts`, which alone sees the API server; components are given one of these.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import type { Status } from '../../api/meta/status.ts'
import type { StepContext } from '../../sim/part.ts'

/** A GroupResource of the kinds that are built in: `pods`, `deployments.apps`. */
export type Resource = keyof ApiTypes

export type ApiResult<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly status: Status }

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

export interface PatchRequest {
  readonly type: 'merge' | 'strategic'
  readonly body: unknown
  readonly subresource?: 'status' | 'scale'
}

/** What a list-and-watch begins with; watch events follow from `revision` on. */
export interface Listed<T> {
  readonly objects: readonly T[]
  readonly revision: number
}

export interface WatchOptions {
  /** Only pods bound to this node (`spec.nodeName=`), as a kubelet watches. */
  readonly node?: string
}

export interface Client {
  get<R extends Resource>(ctx: StepContext, resource: R, namespace: string, name: string): ApiResult<ApiTypes[R]>
  create<R extends Resource>(ctx: StepContext, resource: R, object: ApiTypes[R]): ApiResult<ApiTypes[R]>
  update<R extends Resource>(ctx: StepContext, resource: R, object: ApiTypes[R]): ApiResult<ApiTypes[R]>
  updateStatus<R extends Resource>(ctx: StepContext, resource: R, object: ApiTypes[R]): ApiResult<ApiTypes[R]>
  patch<R extends Resource>(
    ctx: StepContext,
    resource: R,
    target: { readonly namespace: string; readonly name: string },
    patch: PatchRequest,
  ): ApiResult<ApiTypes[R]>
  delete<R extends Resource>(
    ctx: StepContext,
    resource: R,
    target: { readonly namespace: string; readonly name: string },
    options?: DeleteOptions,
  ): ApiResult<unknown>
  /** POST …/pods/NAME/binding. */
  bind(ctx: StepContext, pod: { readonly namespace: string; readonly name: string; readonly uid: string }, node: string): ApiResult<unknown>
  /** PUT …/namespaces/NAME/finalize. */
  finalize(ctx: StepContext, namespace: ApiTypes['namespaces']): ApiResult<ApiTypes['namespaces']>
  /** GET of a collection, one namespace or ('') all of them; for what a process keeps no cache of. */
  list<R extends Resource>(ctx: StepContext, resource: R, namespace: string): ApiResult<Listed<ApiTypes[R]>>
  /** Lists and subscribes the calling part: from now on it is sent `WatchEvent`s. */
  listAndWatch<R extends Resource>(ctx: StepContext, resource: R, options?: WatchOptions): ApiResult<Listed<ApiTypes[R]>>
  /** Simulated date of this step's present moment, RFC 3339 with whole seconds: `2026-01-01T08:00:12Z`. */
  timestamp(ctx: StepContext): string
  /** The same with microseconds, for MicroTime fields. */
  microTimestamp(ctx: StepContext): string
}

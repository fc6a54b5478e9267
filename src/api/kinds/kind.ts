/**
 * What one file of this folder says about one kind: its names, how objects of it are completed and checked, how they
 * are printed, what they point to and how they are doing. The API server's generic registry, the client's type map,
 * `kubectl get`, the graph and the cards are all driven by it; nothing about a kind stands anywhere else.
 */
import type { FieldError } from '../meta/field-error.ts'
import type { ApiObject } from '../meta/object.ts'

/** A JSON object fresh from decoding, still owned by the request that decoded it: defaults and strategies write into it. */
export type Draft = { [field: string]: unknown } & { metadata: { [field: string]: unknown } }

export interface PrinterColumn<T extends ApiObject = ApiObject> {
  readonly name: string
  readonly type: 'string' | 'integer' | 'date'
  /** 0 is always shown, 1 only with `-o wide`. */
  readonly priority: 0 | 1
  readonly description: string
  /** The cell. `now` is RFC 3339 (for ages); integers as numbers. */
  cell(object: T, now: string): string | number
}

/** An edge of the object graph, read off the object alone. */
export interface Reference {
  readonly type: 'owner' | 'selects' | 'routes' | 'mounts' | 'env' | 'uses' | 'runs-on' | 'class'
  /** GroupResource of the target: `pods`, `deployments.apps`. */
  readonly resource: string
  readonly namespace: string
  /** A name, or for `selects` empty with the selector beside it. */
  readonly name: string
  readonly selector?: { readonly [label: string]: string }
  /** Where in the object the reference is written, for explanations: `spec.selector`. */
  readonly path: string
}

/** How an object is doing; each state has a colour and a shape in the UI. */
export type Health = 'ok' | 'pending' | 'warn' | 'error' | 'terminating' | 'none'

/** What a card needs to know of an object; posted to the page as one row of columns. */
export interface RowFacts {
  readonly health: Health
  /** The short status a person reads, in Kubernetes' words: `Running`, `ContainerCreating`, `Ready`, `Active`. */
  readonly phase: string
  readonly node?: string
  readonly ip?: string
  /** Value of the label `app.kubernetes.io/name` or `app` or `k8s-app`, for the app's hue. */
  readonly app?: string
  readonly ready?: number
  readonly desired?: number
  readonly restarts?: number
  /** Pods: sum of requests in millicores and bytes. Nodes: allocatable. */
  readonly cpuMilli?: number
  readonly memoryBytes?: number
  /** Kind-specific facts for the card, small and JSON-safe (a Service's ports, an Ingress's paths, a Node's taints). */
  readonly detail?: { readonly [name: string]: unknown }
}

/**
 * `T` is the kind's own type. The functions are written as methods, so that a `Kind<Pod>` is a `Kind` and stands in the
 * registry: what they are given was decoded as this kind.
 */
export interface Kind<T extends ApiObject = ApiObject> {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  /** True if the server counts `metadata.generation` on changes outside metadata and status. */
  readonly generation: boolean
  /** What counts besides; a kind that counts `nothing` stays at 1. */
  readonly generationCounts?: 'annotations' | 'labels' | 'nothing'
  readonly subresources: readonly ('status' | 'scale' | 'binding' | 'eviction' | 'log' | 'finalize')[]
  /** Verbs other than the usual ones (create get list update patch delete watch deletecollection) that are missing. */
  readonly missingVerbs?: readonly string[]
  /** A PUT of a missing object creates it. */
  readonly createsOnUpdate?: true
  /** An update must say which resourceVersion it replaces. */
  readonly updatesNeedVersion?: true
  /** A DELETE is answered with the object as it was, not with a Status. */
  readonly returnsDeleted?: true
  /** Nobody waits for its dependents: propagation policies leave no finalizer. */
  readonly ignoresPropagation?: true
  /** Seconds an accepted delete without explicit grace period leaves the object; pods only. Absent means at once. */
  gracePeriodSeconds?(object: T): number

  /** Default values beyond those of the schema; called after decoding, before admission, on create and update. */
  applyDefaults?(draft: Draft): void
  /** True if `applyDefaults` leaves metadata and status alone, so that a status update need not call it. */
  readonly onlySpecHasDefaults?: true
  /** The strategy's PrepareForCreate: drop status, and so on. `now` is the time of the request, RFC 3339. */
  prepareForCreate?(draft: Draft, now: string): void
  /** The strategy's PrepareForUpdate: keep the old status, and so on. */
  prepareForUpdate?(draft: Draft, old: T): void
  /** The same for the status subresource, after the server has kept everything but metadata and status. */
  prepareForStatusUpdate?(draft: Draft, old: T): void
  /** Name rule for `metadata.name`, and generateName; returns problems without the path. */
  validateName(name: string, prefix: boolean): readonly string[]
  validate(object: T): FieldError[]
  validateUpdate(object: T, old: T): FieldError[]
  validateStatusUpdate?(object: T, old: T): FieldError[]
  /** The text of a `Warning:` header on every answer. */
  readonly deprecation?: string
  /** Texts for `Warning:` headers on create and update. */
  warnings?(object: T): string[]

  /** Fields a `fieldSelector` may name besides metadata.name and metadata.namespace. */
  selectableFields?(object: T): { readonly [field: string]: string }
  readonly columns: readonly PrinterColumn<T>[]
  references?(object: T): readonly Reference[]
  row(object: T): RowFacts
  /** The scale subresource, where there is one. */
  readonly scale?: {
    specReplicas(object: T): number
    statusReplicas(object: T): number
    selector(object: T): string
  }
}

/** `pods`, `deployments.apps`: what kubectl and this project call a GroupResource. */
export const groupResource = (kind: Pick<Kind, 'group' | 'plural'>): string =>
  kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`

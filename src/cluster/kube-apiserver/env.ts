/**
 * What one request to the API server has to work with: the store, the moment and the random numbers. Nothing in this
 * room reads a clock or keeps state; everything that lasts is in the store.
 */
import type { ApiObject } from '../../api/meta/object.ts'
import type { Status } from '../../api/meta/status.ts'
import type { Micros } from '../../sim/time.ts'
import type { Store } from '../etcd/store.ts'

export interface ServerEnv {
  readonly store: Store<ApiObject>
  /** When a write of this request is committed. */
  readonly at: Micros
  /** The revision that led to the request, 0 if none. */
  readonly cause: number
  /** The same moment, RFC 3339. */
  readonly now: string
  /** An unsigned 32-bit number. */
  readonly random: () => number
}

/** `warnings` are the texts of Warning headers; `created` tells an update that made the object. */
export type Outcome =
  | { readonly ok: true; readonly object: ApiObject; readonly warnings: readonly string[]; readonly created?: true }
  | { readonly ok: false; readonly status: Status }

export const accepted = (object: ApiObject, warnings: readonly string[] = []): Outcome => ({ ok: true, object, warnings })
export const refused = (status: Status): Outcome => ({ ok: false, status })

export interface WriteOptions {
  /** Everything but the commit. */
  readonly dryRun?: boolean
  /** A component's request: nobody reads its warnings. */
  readonly unheard?: true
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
}

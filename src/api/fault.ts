/**
 * Trouble that a person may inject, as `cluster/faults` plays it: what to do to whom. Ends of links are names of nodes,
 * `control-plane` (the machine of kube-apiserver and its neighbours) or `internet`.
 */

export type FaultOrder =
  /** The process dies before or after its n-th API write from now on, and is started again by its supervisor. */
  | { readonly type: 'crash'; readonly part: string; readonly write: number; readonly when: 'before' | 'after' }
  /** Watch events to this process are lost, late, or overtake each other; of one resource, or of all. */
  | { readonly type: 'watch'; readonly part: string; readonly mode: 'drop' | 'delay' | 'reorder'; readonly resource?: string; readonly milliseconds?: number }
  /** The process in a container of this pod (`NAMESPACE/NAME`) is killed; without a name, in each. */
  | { readonly type: 'kill-container'; readonly pod: string; readonly container?: string }
  /** Nothing comes through between `a` and `b`, or between `a` and everything. */
  | { readonly type: 'partition'; readonly a: string; readonly b?: string }
  /** Everything takes longer there. */
  | { readonly type: 'slow'; readonly a: string; readonly b?: string; readonly milliseconds: number }
  /** Packets get lost there. */
  | { readonly type: 'loss'; readonly a: string; readonly b?: string; readonly percent: number }

/** A fault that lasts, until it is healed or has happened. */
export interface ActiveFault {
  readonly id: number
  /** Micros. */
  readonly since: number
  readonly order: FaultOrder
}

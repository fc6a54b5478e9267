/**
 * A part is a process of the simulated cluster: `kube-scheduler`, `kubelet/node-1`. Its definition is code; its state is
 * plain data that only its own step changes. A step runs to completion and acts by sending events and by in-line calls.
 */
import type { SimEvent } from './queue.ts'
import type { Micros } from './time.ts'

/** Something an observer may want to know. Plain data; nothing in the world depends on it. */
export interface Observation {
  readonly type: string
}

export interface Observed {
  readonly at: Micros
  readonly part: string
  readonly cause: number
  readonly observation: Observation
}

export interface StepContext {
  readonly now: Micros
  /** The full name of the part whose step this is: `kubelet/node-1`. */
  readonly self: string
  /** What follows the slash in the name, '' if nothing: `node-1`. */
  readonly instance: string
  /**
   * The revision of the write that led to this step, 0 if none. Set from the event; a part that picks work from a queue
   * sets it to the item's. Events that are sent and writes that are made inherit it.
   */
  cause: number
  /** Who acts, for observers: the part's name, unless a process of several actors says which of them. */
  actor: string
  /** What this step has cost so far; effects leave at `now + charged`. */
  readonly charged: Micros
  charge(cost: Micros): void
  /** Sends an event that arrives at `now + charged + delay`. Frozen on the way. */
  send<Event extends SimEvent>(to: string, event: Event, delay?: Micros): void
  /** An unsigned 32-bit number from the stream of this part. */
  random(): number
  /** False if telling observers is in vain, so that nothing need be made for them. Never decides what a step does. */
  readonly isObserved: boolean
  /** Tells observers; stamped `now + charged`. */
  observe(observation: Observation): void
  /** True once `crash` was called: this process is dead, and what is left of the step reaches nobody. */
  readonly isCrashed: boolean
  /**
   * The process dies here and is started again after a while. What it sent in this step and its state are dropped; what
   * other parts did on its account before stays.
   */
  crash(restartAfter: Micros): void
  /**
   * The state of another part, to be changed by an in-line call on this step's account; undefined if that part is
   * stopped. Only the API client, the API server (for etcd) and a node's own processes (for their machine) use this.
   */
  borrow(part: string): unknown
  /** A context like this one on the account of another part: its name, its random stream, the shared charge and cause. */
  as(part: string): StepContext
}

/** Its functions are written as methods, so that definitions of different states go into one list. */
export interface PartDefinition<State = unknown> {
  /** What stands before the slash in names: `kubelet`. */
  readonly type: string
  /** The state at birth, or after a stop: `previous` is then what was left, for parts with a disk. */
  init(instance: string, previous: State | undefined): State
  /** Every start sends `{ type: 'start' }` first. */
  step(ctx: StepContext, state: State, event: SimEvent): void
}

/** `kubelet` of `kubelet/node-1`. */
export function typeOf(part: string): string {
  const slash = part.indexOf('/')
  return slash < 0 ? part : part.slice(0, slash)
}
/** `node-1` of `kubelet/node-1`, '' of `kube-scheduler`. */
export function instanceOf(part: string): string {
  const slash = part.indexOf('/')
  return slash < 0 ? '' : part.slice(slash + 1)
}

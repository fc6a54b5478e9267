/**
 * What the network tells its observers: requests, the hops of each, and flights to draw. The shapes follow
 * `worker/protocol.ts`, which this room may not import; the host turns latency into drawing time.
 */
import type { Observation, StepContext } from '../../sim/part.ts'
import { plus, type Micros } from '../../sim/time.ts'
import type { Failure, Headers, Place, Thread } from './packet.ts'

export type NetOutcome = 'ok' | 'client-error' | 'server-error' | 'timeout' | 'refused'

export interface FlightObservation extends Observation {
  readonly type: 'flight'
  readonly flight: 'http' | 'dns' | 'pull' | 'probe'
  readonly from: Place
  readonly to: Place
  readonly start: Micros
  readonly latency: Micros
  readonly outcome: NetOutcome
  readonly reply: boolean
  readonly request: number
  readonly label: string
}

export interface Hop {
  readonly type: 'dns' | 'send' | 'rule' | 'rewrite' | 'link' | 'serve' | 'reply' | 'fail'
  readonly depth: number
  readonly start: Micros
  readonly duration: Micros
  readonly from: Place
  readonly to: Place
  readonly fromAddress: string
  readonly toAddress: string
  readonly outcome: NetOutcome
  readonly params: { readonly [name: string]: string | number }
}

export interface HopObservation extends Observation {
  readonly type: 'hop'
  readonly request: number
  readonly hop: Hop
}

/** Told when a request begins, and again when it has ended. */
export interface RequestObservation extends Observation {
  readonly type: 'request'
  readonly id: number
  readonly from: string
  readonly method: string
  readonly url: string
  readonly start: Micros
  /** -1 while it is under way. */
  readonly duration: number
  readonly status: number
  readonly outcome: NetOutcome | 'pending'
  /** The stream it belongs to, 0 for a single request. */
  readonly traffic: number
  readonly body: string
  readonly headers: Headers
  readonly error: string
}

export type Flown = Pick<FlightObservation, 'flight' | 'from' | 'to' | 'latency' | 'label'> &
  Partial<Pick<FlightObservation, 'start' | 'outcome' | 'reply' | 'request'>>

/** Starts at the present moment of the step unless told otherwise. */
export function observeFlight(ctx: StepContext, flown: Flown): void {
  if (!ctx.isObserved) return
  const flight: FlightObservation = {
    type: 'flight',
    start: plus(ctx.now, ctx.charged),
    outcome: 'ok',
    reply: false,
    request: 0,
    ...flown,
  }
  ctx.observe(flight)
}

export type Hopped = Pick<Hop, 'type' | 'from' | 'to' | 'duration'> &
  Partial<Pick<Hop, 'start' | 'fromAddress' | 'toAddress' | 'outcome' | 'params'>>

/** Nothing is told of exchanges that belong to no request (probes). */
export function observeHop(ctx: StepContext, thread: Thread, hopped: Hopped): void {
  if (thread.request === 0 || !ctx.isObserved) return
  const hop: Hop = {
    depth: thread.depth,
    start: plus(ctx.now, ctx.charged),
    fromAddress: '',
    toAddress: '',
    outcome: 'ok',
    params: {},
    ...hopped,
  }
  const observation: HopObservation = { type: 'hop', request: thread.request, hop }
  ctx.observe(observation)
}

export function outcomeOf(status: number): NetOutcome {
  if (status >= 500) return 'server-error'
  return status >= 400 ? 'client-error' : 'ok'
}

export function outcomeOfFailure(failure: Failure): NetOutcome {
  if (failure.type === 'refused' || failure.type === 'reset') return 'refused'
  return failure.type === 'nxdomain' ? 'client-error' : 'timeout'
}

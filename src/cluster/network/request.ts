/** A request that someone outside the world sent: who asked for it, and the telling of its beginning and end. */
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { plus, seconds, type Micros } from '../../sim/time.ts'
import type { HttpUrl } from './address.ts'
import type { Exchange, ExchangeOwner } from './exchange.ts'
import type { RequestOrder } from './network-state.ts'
import { outcomeOf, outcomeOfFailure, type RequestObservation } from './observe.ts'
import { failureText, type Answer } from './packet.ts'

/** A person's patience: what `curl --max-time 10` waits. */
export const requestTimeout = seconds(10)

/** What the client of a request knows of it; travels with its exchange as the owner. */
export interface RequestOwner extends ExchangeOwner, RequestOrder {
  readonly type: 'request'
  readonly id: number
  readonly traffic: number
  readonly start: Micros
}
export const isRequestOwner = (owner: ExchangeOwner): owner is RequestOwner => owner.type === 'request'

/** To a machine: open this exchange for one of its pods, or for itself if `pod` is ''. */
export interface SendRequestEvent extends SimEvent {
  readonly type: 'send-request'
  readonly pod: string
  readonly url: HttpUrl
  readonly owner: RequestOwner
}
export interface RequestDoneEvent extends SimEvent {
  readonly type: 'request-done'
  readonly owner: RequestOwner
  readonly answer: Answer
}
export const isSendRequest = (event: SimEvent): event is SendRequestEvent => event.type === 'send-request'
export const isRequestDone = (event: SimEvent): event is RequestDoneEvent => event.type === 'request-done'

export function finishRequest(ctx: StepContext, exchange: Exchange, answer: Answer): void {
  if (isRequestOwner(exchange.owner)) observeRequest(ctx, exchange.owner, answer)
}

export const onRequestDone = (ctx: StepContext, { owner, answer }: RequestDoneEvent): void => observeRequest(ctx, owner, answer)

export function observeRequest(ctx: StepContext, owner: RequestOwner, answer?: Answer): void {
  if (!ctx.isObserved) return
  const { id, from, method, url, traffic, start } = owner
  const response = answer?.ok ? answer.response : undefined
  const error = answer && !answer.ok ? failureText(answer.failure) : ''
  const outcome = !answer ? 'pending' : answer.ok ? outcomeOf(answer.response.status) : outcomeOfFailure(answer.failure)
  const duration = answer ? plus(ctx.now, ctx.charged) - start : -1
  const observation: RequestObservation = {
    ...{ type: 'request', id, from, method, url, start, duration, traffic, outcome, error },
    ...{ status: response?.status ?? 0, body: response?.body ?? '', headers: response?.headers ?? {} },
  }
  ctx.observe(observation)
  tellRequest(ctx, observation)
}

/** The facts `request.*` of `api/trace.ts`, which this room may not import. */
function tellRequest(ctx: StepContext, observed: RequestObservation): void {
  const { id, from, method, url, duration, status, error, traffic } = observed
  const code = duration < 0 ? 'request.sent' : error === '' ? 'request.answered' : 'request.failed'
  const ended = error === '' ? { status, milliseconds: duration / 1_000 } : { error }
  const fact = {
    type: 'fact',
    code,
    level: traffic !== 0 ? 'detail' : code === 'request.failed' ? 'warning' : 'event',
    actor: actorOf(from),
    object: '',
    revision: 0,
    params: { from, method, url, request: id, ...(duration >= 0 && ended) },
  }
  ctx.observe(fact)
}

export const actorOf = (from: string): string => (from === 'internet' ? from : from.replace(/^(node|pod)\//, '$1s/'))

/**
 * What travels: HTTP requests and their answers as packets, DNS queries and their answers. Packets are events between
 * parts; each part that one passes reports the leg it saw (see `observe.ts`). TCP is played at the grain that people
 * see: connect, request and answer are one round trip, a reset or a refusal travels back like an answer.
 */
import type { SimEvent } from '../../sim/queue.ts'

/** A place in the picture, as `worker/protocol.ts` lists them: `pods/NAMESPACE/NAME`, `internet`, `process/coredns`. */
export type Place = string

export interface Endpoint {
  readonly address: string
  readonly port: number
}

export interface HttpRequest {
  readonly method: string
  /** As the client named it: the Host header without its port. */
  readonly host: string
  /** Path and query. */
  readonly path: string
  readonly headers: Headers
}
export type Headers = { readonly [name: string]: string }

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Why no answer came, in curl's words. */
export type Failure =
  | { readonly type: 'refused' }
  | { readonly type: 'timeout'; readonly connected: boolean }
  | { readonly type: 'reset' }
  | { readonly type: 'nxdomain'; readonly name: string }
  | { readonly type: 'resolver-timeout'; readonly name: string }

export type Answer = { readonly ok: true; readonly response: HttpResponse } | { readonly ok: false; readonly failure: Failure }

/** Which request a thing on the way belongs to, for the trace only. */
export interface Thread {
  /** Id of the request that someone sent, 0 for probes and the like. */
  readonly request: number
  /** 0 for that request, 1 for a call made while it was served, and so on. */
  readonly depth: number
}

/** Where an answer goes back to: the exchange of a part. */
export interface ReturnAddress {
  readonly part: string
  readonly exchange: number
}

export interface Packet extends Thread {
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly http: HttpRequest
  readonly reply: ReturnAddress
  /** The places it has passed, the client first; the answer retraces them. */
  readonly path: readonly Place[]
  /** Routers it may still pass; a packet that reaches 0 is dropped. */
  readonly hopsLeft: number
}

export interface PacketEvent extends SimEvent {
  readonly type: 'packet'
  readonly packet: Packet
  /** The part that it leaves, on its way to the part `network`; absent on its way from there. */
  readonly from?: string
}
/** The answer to a packet, or its refusal, on the way back to the client's part. */
export interface AnswerEvent extends SimEvent {
  readonly type: 'answer'
  readonly exchange: number
  readonly answer: Answer
  /** Who answered: `10.244.2.4:9502`. */
  readonly from: Endpoint
}
/** A server took the connection and needs longer than a moment, because it calls others first. */
export interface AcceptedEvent extends SimEvent {
  readonly type: 'accepted'
  readonly exchange: number
}
/** An answer that must cross the underlay: the fabric passes it on to `to`. */
export interface RouteBackEvent extends SimEvent {
  readonly type: 'route-back'
  readonly packet: Packet
  readonly answer: Answer
  /** The part that it leaves. */
  readonly from: string
}

export interface DnsQueryEvent extends SimEvent, Thread {
  readonly type: 'dns-query'
  readonly reply: ReturnAddress
  /** Who asks. */
  readonly client: Place
  /** The name as it goes over the wire, without the final dot. */
  readonly name: string
}
/** `addresses` is empty and `code` NXDOMAIN if the name does not exist; NOERROR without addresses if it has no A record. */
export interface DnsAnswerEvent extends SimEvent {
  readonly type: 'dns-answer'
  readonly exchange: number
  readonly name: string
  readonly code: 'NOERROR' | 'NXDOMAIN'
  readonly addresses: readonly string[]
  /** The name at the end of a CNAME chain, '' without one. */
  readonly canonical: string
}
/** The client's patience is over. */
export interface ExpireEvent extends SimEvent {
  readonly type: 'expire'
  readonly exchange: number
}

export const isPacket = (event: SimEvent): event is PacketEvent => event.type === 'packet'
export const isAnswer = (event: SimEvent): event is AnswerEvent => event.type === 'answer'
export const isAccepted = (event: SimEvent): event is AcceptedEvent => event.type === 'accepted'
export const isRouteBack = (event: SimEvent): event is RouteBackEvent => event.type === 'route-back'
export const isDnsQuery = (event: SimEvent): event is DnsQueryEvent => event.type === 'dns-query'
export const isDnsAnswer = (event: SimEvent): event is DnsAnswerEvent => event.type === 'dns-answer'
export const isExpire = (event: SimEvent): event is ExpireEvent => event.type === 'expire'

/** As curl says it. */
export function failureText(failure: Failure): string {
  switch (failure.type) {
    case 'refused':
      return 'Connection refused'
    case 'timeout':
      return failure.connected ? 'Operation timed out' : 'Connection timed out'
    case 'reset':
      return 'Connection reset by peer'
    case 'nxdomain':
      return `Could not resolve host: ${failure.name} (NXDOMAIN)`
    case 'resolver-timeout':
      return `Could not resolve host: ${failure.name} (Timeout while contacting DNS servers)`
  }
}

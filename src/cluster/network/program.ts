/**
 * What runs in a container: a program is code with no memory of its own; everything it remembers is data, in the
 * process or in the frame of a request under way. So a save between a call and its answer loses nothing.
 *
 * Example, the founding demo: `onRequest('/clientapi')` answers {type: 'call', call: GET servera-svc:9601/serverapi,
 * frame: {route: 'clientapi'}}; the machine opens that exchange, and on its end asks `onAnswer(frame, answer)`, which
 * answers {type: 'respond', body: 'callapi succ, strlen: 49'}.
 */
import type { Micros } from '../../sim/time.ts'
import type { Answer, HttpRequest, HttpResponse } from './packet.ts'

/** What a start of a container looks like to its program. */
export interface StartOrder {
  /** The pod's command and args; empty means what the image has. */
  readonly command: readonly string[]
  readonly args: readonly string[]
  readonly env: { readonly [name: string]: string }
  /** Ports the pod declares; a generic server listens on them. */
  readonly declaredPorts: readonly number[]
  /** The container's memory limit, 0 for none. */
  readonly memoryLimitBytes: number
  readonly podName: string
  readonly podAddress: string
}

/** One thing a process does by itself, in order. */
export type Stage =
  | { readonly type: 'print'; readonly text: string }
  | { readonly type: 'wait'; readonly seconds: number }
  /** Makes a file, or takes it away. */
  | { readonly type: 'touch' | 'remove'; readonly file: string }
  /** Holds so much memory from now on; beyond the container's limit it is killed. */
  | { readonly type: 'allocate'; readonly bytes: number }
  /** Opens its ports. */
  | { readonly type: 'listen' }
  | { readonly type: 'exit'; readonly code: number }
  /** Starts over with the first stage. */
  | { readonly type: 'repeat' }

export interface ProcessState {
  readonly program: string
  readonly ports: readonly number[]
  listening: boolean
  readonly stages: readonly Stage[]
  /** The stage that is next; past the end the process runs until it is stopped. */
  stage: number
  memoryBytes: number
  /** Files it has made; probes look at them. */
  readonly files: Set<string>
  /** A TERM has been sent. */
  terminating: boolean
  readonly order: StartOrder
}

export interface ProcessPlan {
  readonly ports: readonly number[]
  readonly stages: readonly Stage[]
}

/** What a request under way remembers while it waits for a call. */
export type ProgramFrame = { readonly [name: string]: string | number }

export interface Call {
  readonly method: string
  readonly url: string
  readonly timeout: Micros
}

export type Act =
  | { readonly type: 'respond'; readonly response: HttpResponse; readonly log?: string }
  | { readonly type: 'call'; readonly call: Call; readonly frame: ProgramFrame }

export type TermReaction = { readonly type: 'exit'; readonly code: number; readonly after: Micros } | { readonly type: 'ignore' }

export interface Program {
  readonly name: string
  readonly start: (order: StartOrder) => ProcessPlan
  readonly onRequest: (request: HttpRequest, order: StartOrder) => Act
  readonly onAnswer: (frame: ProgramFrame, answer: Answer, order: StartOrder) => Act
  readonly onTerm: (process: ProcessState) => TermReaction
}

/** What a registry knows of an image; see the room `registry`. */
export interface Image {
  /** Without tag: `docker.io/library/nginx`. */
  readonly repository: string
  /** Tag to content. */
  readonly digest: string
  readonly sizeBytes: number
  readonly program: Program
  /** True for one that nobody described: it runs as a generic server. */
  readonly generic: boolean
}

export type Resolved =
  | { readonly ok: true; readonly reference: string; readonly image: Image }
  /** containerd's text. */
  | { readonly ok: false; readonly reference: string; readonly message: string; readonly invalid: boolean }

export interface Registry {
  /** Looks up a reference as a pod writes it. */
  resolve(reference: string): Resolved
  /** By `Program.name`. */
  program(name: string): Program | undefined
}

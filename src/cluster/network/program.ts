/**
 * What runs in a container: a program is code with no memory of its own; everything it remembers is data, in the
 * process or in the frame of a request under way. So a save between a call and its answer loses nothing.
 *
 * Example, the founding demo: `onRequest('/clientapi')` answers {type: 'call', call: GET servera-svc:9601/serverapi,
 * frame: {route: 'clientapi'}}; the machine opens that exchange, and on its end asks `onAnswer(frame, answer)`, which
 * answers {type: 'respond', body: 'callapi succ, strlen: 49'}.
 */
import type { Micros } from '../../sim/time.ts'
import type { Code, Execution } from './execution.ts'
import type { Answer, HttpRequest, HttpResponse } from './packet.ts'
import type { Pause, ShellHost } from './shell-host.ts'

/** What a start of a container looks like to its program. */
export interface StartOrder {
  /** The pod's command and args; empty means what the image has. */
  readonly command: readonly string[]
  readonly args: readonly string[]
  readonly env: { readonly [name: string]: string }
  /** Ports the pod declares; a generic server listens on them. */
  readonly declaredPorts: readonly number[]
  /** Standard input stays open (`stdin: true`): a shell without a command waits there. */
  readonly keepsStdin: boolean
  /** The container's memory limit, 0 for none. */
  readonly memoryLimitBytes: number
  readonly podName: string
  readonly podAddress: string
}

/** What a container's program and its shells do, remember and have written; the executions are its processes. */
export interface ProcessState {
  readonly program: string
  readonly ports: readonly number[]
  listening: boolean
  memoryBytes: number
  /** A TERM has been sent. */
  terminating: boolean
  readonly order: StartOrder
  /** By process id; 1 is the first, which the container ends with. */
  readonly executions: Map<number, Execution>
  nextExecution: number
}

/** What a program sees of the container it runs in, besides the request. */
export interface Running {
  readonly order: StartOrder
  readonly uptimeSeconds: number
  readonly read: (path: string) => string | undefined
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
  /** Closes the connection without an answer. */
  | { readonly type: 'reset' }

export type TermReaction = { readonly type: 'exit'; readonly code: number; readonly after: Micros } | { readonly type: 'ignore' }

export interface Program {
  readonly name: string
  /** What runs without a command. */
  readonly main: (order: StartOrder) => Code
  /** What runs if a command names none that the shell knows; absent in images that are shells. */
  readonly server?: (order: StartOrder) => Code
  /** What the image puts before the arguments of a pod without a command. */
  readonly entrypoint?: readonly string[]
  readonly ports: (order: StartOrder) => readonly number[]
  /** Files of the image that its users look at. */
  readonly files?: { readonly [path: string]: string }
  readonly directory?: string
  /** It answers the gRPC health protocol, well. */
  readonly speaksGrpc?: boolean
  readonly onRequest: (request: HttpRequest, running: Running) => Act
  readonly onAnswer: (frame: ProgramFrame, answer: Answer, order: StartOrder) => Act
  /** What the server does on TERM. */
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
  /** The first process of a container, or why there is none: the executable that is missing. */
  start(program: Program, order: StartOrder, read: (path: string) => string | undefined): { readonly ok: true; readonly code: Code } | { readonly ok: false; readonly missing: string }
  /** The instructions of a command line that is run in a container, as by exec. */
  command(words: readonly string[]): Code
  /** Plays a process until it waits or ends. */
  play(execution: Execution, host: ShellHost, answer?: Answer): Pause
  /** What a signal does to a process: `ends` with a status, or nothing that can be seen yet, or it goes on at once. */
  signal(execution: Execution, signal: string): { readonly type: 'ends'; readonly status: number } | { readonly type: 'ignored' | 'goes-on' | 'server' }
}

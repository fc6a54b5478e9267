/** What a process may do in its container, given to the shell by the machine that plays it. */
import type { Micros } from '../../sim/time.ts'
import type { Code, Execution } from './execution.ts'
import type { FileView } from './files.ts'
import type { Call, StartOrder } from './program.ts'

export interface ShellHost {
  readonly files: FileView
  readonly order: StartOrder
  /** Seconds since 1970. */
  readonly clock: number
  readonly print: (stream: 'stdout' | 'stderr', text: string) => void
  readonly random: () => number
  /** False if the container's limit does not allow it. */
  readonly allocate: (bytes: number) => boolean
  /** The instructions of the image's server; undefined for an image that has none. */
  readonly server: () => Code | undefined
  /** Opens the program's ports; what is wrong if they are taken. */
  readonly listen: () => string | undefined
  /** Whether some container of the pod listens on this port. */
  readonly isListening: (port: number) => boolean
  /** Starts a child process at this place of the code; its id. */
  readonly fork: (parent: Execution, at: number) => number
  readonly children: () => readonly number[]
  /** Sends a signal to a process; false if there is none. */
  readonly signal: (id: number, signal: string) => boolean
}

/** What a process does next that takes time, or its end. */
export type Pause =
  | { readonly type: 'wait'; readonly delay: Micros }
  /** Until something comes from outside. */
  | { readonly type: 'stay' }
  | { readonly type: 'children' }
  | { readonly type: 'call'; readonly call: Call }
  | { readonly type: 'end'; readonly status: number }
  | { readonly type: 'out-of-memory' }

/** One run of a simple command, after expansion: what builtins, functions and scripts are given. */
import type { Execution, Sinks } from '../../network/execution.ts'
import type { ShellHost } from '../../network/shell-host.ts'
import { push, writeVia } from './streams.ts'

/** `/bin/sleep` is `sleep`. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export interface Invocation {
  readonly execution: Execution
  readonly host: ShellHost
  readonly words: readonly string[]
  readonly sinks: Sinks
  /** undefined reads what the surrounding command reads. */
  readonly stdin: string | undefined
  readonly isLast: boolean
}

export function complain({ execution, host, sinks }: Invocation, text: string, status: number): undefined {
  writeVia(execution, host, { stream: 'stderr', text: `sh: ${text}\n`, sinks })
  execution.status = status
}

/** Frames for the redirections of a function or a script. */
export function openFrames({ execution, sinks, stdin }: Invocation): undefined {
  if (sinks.stdout || sinks.stderr) push(execution, { type: 'output', ...sinks })
  if (stdin !== undefined) push(execution, { type: 'input', text: stdin })
}

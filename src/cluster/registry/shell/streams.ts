/** Where a process writes to and reads from: redirections, captures, pipes, the container's log. */
import type { Execution, Redirect, Sink, Sinks, StackFrame } from '../../network/execution.ts'
import { absolutePath, isDirectory, readFile, writeFile } from '../../network/files.ts'
import { expandText, type Expanding } from './expand.ts'
import type { ShellHost } from '../../network/shell-host.ts'

export type Stream = 'stdout' | 'stderr'

/** Characters that one pipe or `$(…)` may hold. */
export const captureLimit = 1_048_576

export function push(execution: Execution, frame: StackFrame): undefined {
  execution.stack = Object.freeze([...execution.stack, Object.freeze(frame)])
}
export const pop = (execution: Execution): StackFrame | undefined => {
  const last = execution.stack.at(-1)
  execution.stack = Object.freeze(execution.stack.slice(0, -1))
  return last
}
function replace(execution: Execution, at: number, frame: StackFrame): undefined {
  execution.stack = Object.freeze(execution.stack.map((known, index) => (index === at ? Object.freeze(frame) : known)))
}

export interface Opened {
  readonly sinks: Sinks
  /** undefined leaves standard input where it is. */
  readonly stdin: string | undefined
  readonly problem: string
}

const special: { readonly [path: string]: Sink } = {
  '/dev/null': { type: 'nothing' },
  '/dev/stdout': { type: 'stdout' },
  '/dev/stderr': { type: 'stderr' },
  '/proc/self/fd/1': { type: 'stdout' },
  '/proc/self/fd/2': { type: 'stderr' },
  '/proc/1/fd/1': { type: 'container', stream: 'stdout' },
  '/proc/1/fd/2': { type: 'container', stream: 'stderr' },
}

export function openRedirects(expanding: Expanding, redirects: readonly Redirect[]): Opened {
  const { execution, host } = expanding
  const sinks: { stdout: Sink | null; stderr: Sink | null } = { stdout: null, stderr: null }
  let stdin: string | undefined
  for (const { stream, type, target } of redirects) {
    const text = expandText(expanding, target)
    if (type === 'here') stdin = text
    else if (type === 'read') {
      stdin = text === '/dev/null' ? '' : readFile(host.files, absolutePath(text, execution.directory))
      if (stdin === undefined) return { sinks, stdin, problem: `can't open ${text}: no such file` }
    } else {
      const name: Stream = stream === 2 ? 'stderr' : 'stdout'
      const other: Stream = text === '2' ? 'stderr' : 'stdout'
      const opened = type === 'copy' ? (sinks[other] ?? { type: other }) : openFile(host, absolutePath(text, execution.directory), type === 'append')
      if (typeof opened === 'string') return { sinks, stdin, problem: `can't create ${text}: ${opened}` }
      sinks[name] = opened
    }
  }
  return { sinks, stdin, problem: expanding.problem }
}

function openFile({ files }: ShellHost, path: string, appends: boolean): Sink | string {
  if (special[path]) return special[path]
  const before = appends ? (readFile(files, path) ?? '') : ''
  return writeFile(files, path, before) ?? { type: 'file', path }
}

/** Writes through the frames, the innermost first; what is wrong, if it cannot be written. */
export function write(execution: Execution, host: ShellHost, { stream, text }: { stream: Stream; text: string }): string | undefined {
  if (text === '') return undefined
  let to = stream
  for (let at = execution.stack.length - 1; at >= 0; at--) {
    const frame = execution.stack[at]
    if (frame?.type === 'capture' && to === 'stdout') {
      if (frame.text.length + text.length > captureLimit) return `a pipe holds at most ${captureLimit} characters in this simulation`
      return replace(execution, at, { type: 'capture', text: frame.text + text })
    }
    const sink = frame?.type === 'output' ? frame[to] : null
    if (!sink) continue
    if (sink.type === 'stdout' || sink.type === 'stderr') to = sink.type
    else return writeSink(host, sink, text)
  }
  host.print(to, text)
  return undefined
}

/** Writes of a command with redirections of its own. */
export function writeVia(execution: Execution, host: ShellHost, { stream, text, sinks }: { stream: Stream; text: string; sinks: Sinks }): string | undefined {
  const sink = sinks[stream]
  if (!sink) return write(execution, host, { stream, text })
  if (sink.type === 'stdout' || sink.type === 'stderr') return write(execution, host, { stream: sink.type, text })
  return text === '' ? undefined : writeSink(host, sink, text)
}

function writeSink(host: ShellHost, sink: Sink, text: string): string | undefined {
  if (sink.type === 'container') host.print(sink.stream, text)
  if (sink.type !== 'file') return undefined
  if (isDirectory(host.files, sink.path)) return 'Is a directory'
  return writeFile(host.files, sink.path, (readFile(host.files, sink.path) ?? '') + text)
}

/** What is left of standard input; '' if there is none, as in a container without a terminal. */
export function input({ stack }: Execution): string {
  for (let at = stack.length - 1; at >= 0; at--) {
    const frame = stack[at]
    if (frame?.type === 'input') return frame.text
  }
  return ''
}

/** Takes a line from standard input; undefined at its end. */
export function takeLine(execution: Execution): string | undefined {
  for (let at = execution.stack.length - 1; at >= 0; at--) {
    const frame = execution.stack[at]
    if (frame?.type !== 'input') continue
    if (frame.text === '') return undefined
    const end = frame.text.indexOf('\n')
    replace(execution, at, { type: 'input', text: end < 0 ? '' : frame.text.slice(end + 1) })
    return end < 0 ? frame.text : frame.text.slice(0, end)
  }
  return undefined
}

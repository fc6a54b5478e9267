/** A simple command: its words are expanded, its streams opened, then a function, a builtin, a command or a script runs. */
import type { Execution, SimpleCommand } from '../../network/execution.ts'
import { absolutePath, readFile } from '../../network/files.ts'
import type { Answer } from '../../network/packet.ts'
import { builtins } from './builtins.ts'
import { commands, notPlayed } from './commands.ts'
import { expandText, expandWords, type Expanding } from './expand.ts'
import type { Command, CommandCall, CommandResult } from './host.ts'
import type { Pause, ShellHost } from '../../network/shell-host.ts'
import { baseName, complain, openFrames, type Invocation } from './invocation.ts'
import { callFunction, enterScript, takePlace } from './scripts.ts'
import { input, openRedirects, write, writeVia } from './streams.ts'

export function runSimple(execution: Execution, host: ShellHost, command: SimpleCommand): Pause | undefined {
  const expanding: Expanding = { execution, host, problem: '' }
  const words = expandWords(expanding, command.words)
  const values = command.assignments.map(({ name, value }) => [name, expandText(expanding, value)] as const)
  const { sinks, stdin, problem } = openRedirects(expanding, command.redirects)
  if (problem !== '') {
    write(execution, host, { stream: 'stderr', text: `sh: ${problem}\n` })
    execution.status = expanding.problem === '' ? 1 : 2
    return expanding.problem === '' ? failIfStrict(execution, command) : { type: 'end', status: 2 }
  }
  const before = execution.variables
  if (values.length > 0) execution.variables = Object.freeze({ ...before, ...Object.fromEntries(values) })
  if (words.length === 0) {
    if (!command.assignments.some(({ value }) => value.some(({ type }) => type === 'register'))) execution.status = 0
    return undefined
  }
  const pause = invoke({ execution, host, words, sinks, stdin, isLast: command.isLast })
  // What stands in front of a command is for that command alone.
  if (values.length > 0 && !keepsVariables(words)) execution.variables = before
  return pause ?? failIfStrict(execution, command)
}

const keepsVariables = ([name = '']: readonly string[]): boolean => ['sh', 'ash', 'bash', 'export', 'eval', 'exec'].includes(baseName(name))

/** `set -e`. */
export function failIfStrict({ status, exitOnError }: Execution, { isChecked }: SimpleCommand): Pause | undefined {
  return exitOnError && !isChecked && status !== 0 ? { type: 'end', status } : undefined
}

export function invoke(given: Invocation): Pause | undefined {
  const invocation = unwrapped(given)
  const { execution, words, isLast } = invocation
  const [name = ''] = words
  if (name === '') return openFrames(invocation)
  const body = execution.functions[name]
  if (body) return callFunction(invocation, body)
  const builtin = builtins[baseName(name)]
  if (builtin) return builtin(invocation)
  if (isLast) execution.isShell = false
  const command = commands.get(baseName(name))
  if (command) return answer(invocation, command, command.run(callOf(invocation, '')))
  return runProgram(invocation)
}

/** `exec` takes the shell's place; `env NAME=value`, `command`, `nohup`, `time` and `tini --` run what follows them. */
function unwrapped(invocation: Invocation): Invocation {
  const [name = '', ...rest] = invocation.words
  if (name === 'exec') return unwrapped({ ...invocation, words: rest, isLast: true })
  if (name === 'command' && /^-[vV]$/.test(rest[0] ?? '')) return { ...invocation, words: ['which', ...rest] }
  if (rest.length > 0 && ['command', 'nohup', 'time', 'tini', 'dumb-init', 'busybox'].includes(baseName(name))) return unwrapped({ ...invocation, words: rest.filter((word, index) => index > 0 || word !== '--') })
  return invocation
}

/** A file with a script, or the server of the image. */
function runProgram(invocation: Invocation): Pause | undefined {
  const { execution, host, words, isLast } = invocation
  const [name = ''] = words
  const script = name.includes('/') ? readFile(host.files, absolutePath(name, execution.directory)) : undefined
  if (script !== undefined) return enterScript(invocation, { text: script, words })
  // As long as this shell lives, so does what it asks for.
  if (baseName(name) === 'killall' && words.includes('-0')) return succeed(invocation)
  if (notPlayed.has(baseName(name))) return complain(invocation, `${baseName(name)}: not played by this simulated shell`, 127)
  if (stopsServer(words)) return stopServer(invocation)
  const server = host.server()
  if (!server) return complain(invocation, `${name}: not found`, 127)
  return takePlace(invocation, server, isLast)
}

/** `nginx -s quit`, `httpd -k graceful-stop`, `killall nginx`: the server that runs is told to stop. */
const stopsServer = ([name = '', ...args]: readonly string[]): boolean =>
  /^-[sk] (quit|stop|graceful-stop)$/.test(args.join(' ')) || (['killall', 'pkill'].includes(baseName(name)) && !args.includes('-0'))

function succeed({ execution }: Invocation): undefined {
  execution.status = 0
}

function stopServer({ execution, host }: Invocation): undefined {
  execution.status = host.signal(1, 'TERM') ? 0 : 1
}

function callOf({ execution, host, words, stdin }: Invocation, memory: string): CommandCall {
  const [name = '', ...args] = words
  return { execution, host, name: baseName(name), args, stdin: stdin ?? input(execution), memory }
}

/** Takes in what a command said; it may go on later. */
function answer(invocation: Invocation, command: Command, result: CommandResult): Pause | undefined {
  const { execution, host, words, sinks } = invocation
  const { stdout = '', stderr = '', status = 0, pause, memory } = result
  const problem = writeVia(execution, host, { stream: 'stdout', text: stdout, sinks })
  writeVia(execution, host, { stream: 'stderr', text: stderr, sinks })
  if (problem !== undefined) return complain(invocation, `write error: ${problem}`, 1)
  execution.status = status
  execution.current = memory === undefined || !command.resume ? null : Object.freeze({ words, sinks, memory })
  return pause
}

export function resumeCommand(execution: Execution, host: ShellHost, given: Answer | undefined): Pause | undefined {
  const { current } = execution
  const command = current && commands.get(baseName(current.words[0] ?? ''))
  execution.current = null
  if (!current || !command?.resume) return undefined
  const invocation: Invocation = { execution, host, words: current.words, sinks: current.sinks, stdin: undefined, isLast: false }
  return answer(invocation, command, command.resume(callOf(invocation, current.memory), given))
}

/**
 * The shell from outside: how a container's first process begins, how a command is run in it, what signals do. The
 * language is that of busybox ash; what it cannot play is refused by name in the container's log.
 */
import { freeze } from '../../../sim/freeze.ts'
import type { Code, Execution } from '../../network/execution.ts'
import type { Program, Registry, StartOrder } from '../../network/program.ts'
import { builtins } from './builtins.ts'
import { commands, notPlayed } from './commands.ts'
import { baseName } from './invocation.ts'

export const start: Registry['start'] = (program, order, read) => {
  const words = commandLine(program, order)
  const [name = ''] = words
  if (name === '') return { ok: true, code: ownCode(program.main(order)) }
  return isExecutable(program, name, read) ? { ok: true, code: commandCode(words) } : { ok: false, missing: name }
}

/** A copy for one process: what two states share must be shared after a save as well. */
const ownCode = (code: Code): Code => freeze([...code])

const commandLine = ({ entrypoint = [] }: Program, { command, args }: StartOrder): readonly string[] => {
  if (command.length > 0) return [...command, ...args]
  return args.length > 0 ? [...entrypoint, ...args] : []
}

function isExecutable(program: Program, name: string, read: (path: string) => string | undefined): boolean {
  const base = baseName(name)
  if (commands.has(base) || Object.hasOwn(builtins, base) || notPlayed.has(base) || wrappers.has(base)) return true
  return program.server !== undefined || read(name) !== undefined
}

/** They run what follows them. */
const wrappers: ReadonlySet<string> = new Set(['exec', 'nohup', 'time', 'tini', 'dumb-init', 'busybox'])

/** One simple command that takes the place of what started it. */
export const commandCode = (words: readonly string[]): Code =>
  freeze([{ op: 'run', assignments: [], words: words.map((text) => [{ type: 'text', text, quoted: true }]), redirects: [], isChecked: true, isLast: true }])

/** The kernel protects the first process of a container from signals it does not handle. */
export const signal: Registry['signal'] = (execution: Execution, name: string) => {
  const isFirst = execution.id === 1
  const trap = execution.isShell ? execution.traps[name] : undefined
  if (name === 'KILL') return isFirst ? { type: 'ignored' } : { type: 'ends', status: 137 }
  if (trap === undefined) {
    if (execution.isShell || !isServing(execution)) return isFirst ? { type: 'ignored' } : { type: 'ends', status: 128 + (signalNumbers[name] ?? 15) }
    return { type: 'server' }
  }
  if (trap === '') return { type: 'ignored' }
  execution.signals = Object.freeze([...execution.signals, name])
  return { type: execution.waitsFor === 'children' ? 'goes-on' : 'ignored' }
}

/** The last thing it did was to become the server. */
const isServing = ({ code, next, waitsFor }: Execution): boolean => waitsFor === 'nothing' && ['serve', 'stay'].includes(code[next - 1]?.op ?? '')

const signalNumbers: { readonly [name: string]: number } = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 }

/** What a command is given and what it answers; reading of its options. */
import type { Execution } from '../../network/execution.ts'
import { absolutePath, readFile } from '../../network/files.ts'
import type { Answer } from '../../network/packet.ts'
import type { Pause, ShellHost } from '../../network/shell-host.ts'

export interface CommandCall {
  readonly host: ShellHost
  readonly execution: Execution
  readonly name: string
  /** Without the command's own name. */
  readonly args: readonly string[]
  readonly stdin: string
  /** What the command noted when it began to wait; '' at its start. */
  readonly memory: string
}

/** Output and status, or what the command waits for before it goes on. */
export interface CommandResult {
  readonly status?: number
  readonly stdout?: string
  readonly stderr?: string
  readonly pause?: Pause
  /** With it the command is asked again after the pause. */
  readonly memory?: string
}

export interface Command {
  readonly names: readonly string[]
  readonly run: (call: CommandCall) => CommandResult
  /** After the pause it asked for, with the answer if that was a call. */
  readonly resume?: (call: CommandCall, answer: Answer | undefined) => CommandResult
}

export const done = (stdout = ''): CommandResult => ({ status: 0, stdout })
export const failed = (stderr: string, status = 1): CommandResult => ({ status, stderr })

export const pathIn = ({ execution }: Pick<CommandCall, 'execution'>, path: string): string => absolutePath(path, execution.directory)
export const readIn = (call: Pick<CommandCall, 'execution' | 'host'>, path: string): string | undefined => readFile(call.host.files, pathIn(call, path))

/** Options in front, then the rest: `-qO-` is q and O with '-', if O takes a value. */
export function parseOptions(args: readonly string[], withValue: string): { readonly options: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const options = new Map<string, string>()
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at] ?? ''
    if (word === '--' || !/^-./.test(word)) break
    if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split('=', 2)
      options.set(name, value ?? '')
      continue
    }
    for (let i = 1; i < word.length; i++) {
      const letter = word[i] ?? ''
      if (!withValue.includes(letter)) options.set(letter, '')
      else {
        options.set(letter, word.slice(i + 1) || (args[++at] ?? ''))
        break
      }
    }
  }
  return { options, rest: args.slice(args[at] === '--' ? at + 1 : at) }
}

/** The first option that the command does not know. */
export const unknownOption = (options: ReadonlyMap<string, string>, known: readonly string[]): string | undefined => [...options.keys()].find((name) => !known.includes(name))

export const refuseOption = (name: string, option: string): CommandResult => failed(`${name}: option ${option.length > 1 ? `--${option}` : `-${option}`} is not played by this simulation\n`, 2)

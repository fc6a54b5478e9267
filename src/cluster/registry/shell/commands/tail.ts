/** tail; with -f it looks once a second for what has been added. `tail /dev/zero` reads until no memory is left. */
import { seconds } from '../../../../sim/time.ts'
import { done, failed, parseOptions, readIn, refuseOption, unknownOption, type Command, type CommandCall, type CommandResult } from '../host.ts'
import { joined, linesOf } from './text.ts'

const lookAgain = { type: 'wait', delay: seconds(1) } as const

function tail(call: CommandCall): CommandResult {
  const { options, rest } = parseOptions(call.args, 'nc')
  const unknown = unknownOption(options, ['n', 'c', 'f', 'F', 'q', 'follow'])
  if (unknown !== undefined) return refuseOption('tail', unknown)
  const [path] = rest
  if (path === '/dev/zero') return { pause: { type: 'out-of-memory' } }
  const follows = options.has('f') || options.has('F') || options.has('follow')
  if (path === '/dev/null') return follows ? { pause: { type: 'stay' } } : done()
  const text = path === undefined ? call.stdin : readIn(call, path)
  if (text === undefined && !options.has('F')) return failed(`tail: can't open '${path ?? ''}': No such file or directory\ntail: no files\n`)
  const stdout = lastPart(text ?? '', options)
  return follows ? { stdout, pause: lookAgain, memory: String((text ?? '').length) } : done(stdout)
}

function lastPart(text: string, options: ReadonlyMap<string, string>): string {
  const wanted = options.get('n') ?? '10'
  if (options.has('c')) return text.slice(-Number(options.get('c')))
  return joined(wanted.startsWith('+') ? linesOf(text).slice(Number(wanted) - 1) : Number(wanted) === 0 ? [] : linesOf(text).slice(-Math.abs(Number(wanted))))
}

/** A file that became shorter is read from its start. */
function follow(call: CommandCall): CommandResult {
  const { rest } = parseOptions(call.args, 'nc')
  const text = readIn(call, rest[0] ?? '') ?? ''
  const seen = Number(call.memory)
  return { stdout: text.length < seen ? text : text.slice(seen), pause: lookAgain, memory: String(text.length) }
}

export const tailCommands: readonly Command[] = [{ names: ['tail'], run: tail, resume: follow }]

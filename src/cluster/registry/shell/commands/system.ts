/** sleep, date, env and their neighbours. */
import { formatSeconds } from '../../../../api/meta/time.ts'
import { seconds } from '../../../../sim/time.ts'
import { variable } from '../expand.ts'
import { done, failed, type Command, type CommandCall, type CommandResult } from '../host.ts'

const units: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }
/** `sleep infinity`: longer than any cluster lives. */
const forever = 1_000_000_000

function sleep({ args }: CommandCall): CommandResult {
  let total = 0
  for (const word of args) {
    const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(word)
    if (/^inf(inity)?$/.test(word)) return { pause: { type: 'stay' } }
    if (!match) return failed(`sleep: invalid number '${word}'\n`)
    total += Number(match[1]) * (units[match[2] ?? ''] ?? 1)
  }
  return args.length === 0 ? failed('sleep: missing operand\n') : { pause: { type: 'wait', delay: seconds(Math.min(total, forever)) } }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function date({ args, host: { clock } }: CommandCall): CommandResult {
  const format = args.find((word) => word.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S UTC %Y'
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/.exec(formatSeconds(clock)) ?? []
  // 1970 began on a Thursday.
  const weekday = (Math.floor(clock / 86_400) + 4) % 7
  const values: { readonly [letter: string]: string } = {
    ...{ Y: year, m: month, d: day, H: hour, M: minute, S: second, s: String(clock), Z: 'UTC', z: '+0000', n: '\n', t: '\t', '%': '%', y: year.slice(2) },
    ...{ F: `${year}-${month}-${day}`, T: `${hour}:${minute}:${second}`, R: `${hour}:${minute}`, D: `${month}/${day}/${year.slice(2)}` },
    ...{ a: days[weekday] ?? '', b: months[Number(month) - 1] ?? '', e: String(Number(day)).padStart(2), u: String(weekday || 7), w: String(weekday) },
  }
  const unknown = [...format.matchAll(/%(.)/g)].find(([, letter]) => values[letter ?? ''] === undefined)
  if (unknown) return failed(`date: ${unknown[0]} is not played by this simulation\n`)
  return done(`${format.replace(/%(.)/g, (_, letter: string) => values[letter] ?? '')}\n`)
}

function environment({ host, execution, args }: CommandCall): CommandResult {
  const { '!': _, ...own } = execution.variables
  const all = { ...host.order.env, ...own }
  if (args.length === 0) return done(Object.entries(all).map(([name, value]) => `${name}=${value}\n`).join(''))
  const values = args.map((name) => variable({ execution, host }, name))
  return { status: values.includes(undefined) ? 1 : 0, stdout: values.flatMap((value) => (value === undefined ? [] : `${value}\n`)).join('') }
}

export const systemCommands: readonly Command[] = [
  { names: ['true', ':', 'sync', 'ulimit', 'umask', 'hash'], run: () => done() },
  { names: ['false'], run: () => ({ status: 1 }) },
  { names: ['sleep', 'usleep'], run: (call) => sleep(call.name === 'usleep' ? { ...call, args: [String(Number(call.args[0] ?? 0) / 1_000_000)] } : call) },
  { names: ['date'], run: date },
  { names: ['printenv', 'env'], run: environment },
  { names: ['hostname'], run: ({ host, args }) => done(`${args.includes('-i') ? host.order.podAddress : (host.order.env['HOSTNAME'] ?? host.order.podName)}\n`) },
  { names: ['whoami'], run: () => done('root\n') },
  { names: ['id'], run: ({ args }) => done(args.includes('-u') || args.includes('-g') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n') },
  { names: ['uname'], run: ({ host, args }) => done(args.includes('-a') ? `Linux ${host.order.podName} 6.12.0-kubarium x86_64 GNU/Linux\n` : args.includes('-n') ? `${host.order.podName}\n` : args.includes('-r') ? '6.12.0-kubarium\n' : args.includes('-m') ? 'x86_64\n' : 'Linux\n') },
  { names: ['nproc'], run: () => done('4\n') },
]

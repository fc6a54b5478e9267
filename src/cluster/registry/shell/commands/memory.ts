/** `stress` as the Kubernetes documentation uses it: `--vm 1 --vm-bytes 150M` holds that much memory, `--cpu 1` nothing. */
import { seconds } from '../../../../sim/time.ts'
import { failed, type Command, type CommandCall, type CommandResult } from '../host.ts'

/** One page fault after the other takes a moment. */
const fillingTime = seconds(0.4)
const units: { readonly [unit: string]: number } = { '': 1, B: 1, K: 1_024, M: 1_048_576, G: 1_073_741_824 }
const usualBytes = 268_435_456

const valueOf = (args: readonly string[], ...names: readonly string[]): string | undefined => {
  const at = args.findIndex((word) => names.includes(word.split('=', 1)[0] ?? ''))
  return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1])
}

function bytesOf(args: readonly string[]): number {
  const workers = Number(valueOf(args, '--vm', '-m') ?? 0)
  const [, amount = '', unit = ''] = /^(\d+)([BKMG]?)$/i.exec(valueOf(args, '--vm-bytes') ?? '') ?? []
  return workers * (amount === '' ? usualBytes : Number(amount) * (units[unit.toUpperCase()] ?? 1))
}

function stress({ args }: CommandCall): CommandResult {
  const [cpu, io, vm, disk] = [['--cpu', '-c'], ['--io', '-i'], ['--vm', '-m'], ['--hdd', '-d']].map((names) => valueOf(args, ...names) ?? '0')
  if (args.length === 0) return failed('stress: no hogs: give --cpu, --io, --vm or --hdd\n')
  return { stdout: `stress: info: [1] dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${disk} hdd\n`, pause: { type: 'wait', delay: fillingTime }, memory: 'filling' }
}

function goOn({ args, host, memory }: CommandCall): CommandResult {
  if (memory === 'over') return { stdout: 'stress: info: [1] successful run completed\n' }
  if (!host.allocate(bytesOf(args))) return { pause: { type: 'out-of-memory' } }
  const [, amount = '', unit = ''] = /^(\d+)([smhd]?)$/.exec(valueOf(args, '--timeout', '-t') ?? '') ?? []
  if (amount === '') return { pause: { type: 'stay' } }
  return { pause: { type: 'wait', delay: seconds(Number(amount) * ({ m: 60, h: 3_600, d: 86_400 }[unit] ?? 1)) }, memory: 'over' }
}

export const memoryCommands: readonly Command[] = [{ names: ['stress', 'stress-ng'], run: stress, resume: goOn }]

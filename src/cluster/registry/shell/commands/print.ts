/** echo and printf, as busybox has them. */
import { done, failed, type Command } from '../host.ts'

const escapes: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '0': '\0', e: '\x1b', '"': '"' }

const unescape = (text: string): string => text.replace(/\\(0?[0-7]{3}|x[0-9a-fA-F]{1,2}|[ntrabfv\\e"])/g, (_, code: string) => escapes[code] ?? String.fromCharCode(code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)))

function echo(args: readonly string[]): string {
  let at = 0
  let [newline, interprets] = [true, false]
  for (; /^-[neE]+$/.test(args[at] ?? ''); at++) {
    const flags = args[at] ?? ''
    if (flags.includes('n')) newline = false
    if (flags.includes('e')) interprets = true
  }
  const text = args.slice(at).join(' ')
  return (interprets ? unescape(text) : text) + (newline ? '\n' : '')
}

/** The format is used again for as long as there are arguments. */
function printf(format: string, args: readonly string[]): string {
  let text = ''
  let at = 0
  do {
    text += unescape(format).replace(/%(-?)(0?)(\d*)(?:\.(\d+))?([sdiuxXcfb%])/g, (_, left: string, zero: string, width: string, digits: string | undefined, type: string) => {
      if (type === '%') return '%'
      const value = formatted(args[at++] ?? '', type, digits)
      const size = Number(width || 0)
      return left ? value.padEnd(size) : value.padStart(size, zero && type !== 's' ? '0' : ' ')
    })
  } while (at > 0 && at < args.length)
  return text
}

function formatted(argument: string, type: string, digits: string | undefined): string {
  const number = Number(argument) || 0
  if (type === 's') return digits === undefined ? argument : argument.slice(0, Number(digits))
  if (type === 'b') return unescape(argument)
  if (type === 'c') return argument.slice(0, 1)
  if (type === 'f') return number.toFixed(Number(digits ?? 6))
  const whole = Math.trunc(number)
  return type === 'x' ? whole.toString(16) : type === 'X' ? whole.toString(16).toUpperCase() : String(whole)
}

export const printCommands: readonly Command[] = [
  { names: ['echo'], run: ({ args }) => done(echo(args)) },
  { names: ['printf'], run: ({ args: [format, ...rest] }) => (format === undefined ? failed('printf: usage: printf FORMAT [ARG]...\n') : done(printf(format, rest))) },
]

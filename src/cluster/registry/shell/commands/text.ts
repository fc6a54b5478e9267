/** Filters: grep, head, wc, seq, sort, uniq, cut, tr, sed with s, base64. Options they do not know are refused. */
import { decodeBase64, encodeBase64, textOfBytes, utf8 } from '../../../../api/meta/base64.ts'
import { done, failed, parseOptions, readIn, refuseOption, unknownOption, type Command, type CommandCall, type CommandResult } from '../host.ts'

interface Filter {
  readonly options: ReadonlyMap<string, string>
  readonly rest: readonly string[]
}

type Apply = (text: string, filter: Filter, call: CommandCall) => CommandResult

/** A filter over the files it names, or over standard input; `before` counts the words in front of the files. */
function filter(names: readonly string[], { known, withValue = '', before = 0 }: { known: readonly string[]; withValue?: string; before?: number }, apply: Apply): Command {
  return {
    names,
    run: (call) => {
      const { options, rest } = parseOptions(call.args, withValue)
      const unknown = unknownOption(options, known)
      if (unknown !== undefined) return refuseOption(call.name, unknown)
      let text = rest.length > before ? '' : call.stdin
      for (const path of rest.slice(before)) {
        const content = path === '-' ? call.stdin : readIn(call, path)
        if (content === undefined) return failed(`${call.name}: ${path}: No such file or directory\n`, call.name === 'grep' ? 2 : 1)
        text += content
      }
      return apply(text, { options, rest }, call)
    },
  }
}

export const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Basic patterns: `\|`, `\(` and `\+` are the special ones. */
const basic = (pattern: string): string => pattern.replace(/\\?[|(){}+?]/g, (found) => (found.length === 2 ? found.slice(1) : `\\${found}`))

function expression(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

const grep: Apply = (text, { options, rest }, { name }) => {
  const pattern = rest[0] ?? ''
  const source = options.has('F') ? escaped(pattern) : options.has('E') || name === 'egrep' ? pattern : basic(pattern)
  const wanted = expression(options.has('w') ? `\\b(?:${source})\\b` : options.has('x') ? `^(?:${source})$` : source, options.has('i') ? 'i' : '')
  if (!wanted) return failed(`grep: bad regex '${pattern}'\n`, 2)
  const found = linesOf(text).flatMap((line, index) => {
    if (wanted.test(line) === options.has('v')) return []
    const shown = options.has('o') ? (wanted.exec(line)?.[0] ?? '') : line
    return [options.has('n') ? `${index + 1}:${shown}` : shown]
  })
  const stdout = options.has('q') ? '' : options.has('c') ? `${found.length}\n` : joined(found)
  return { status: found.length > 0 ? 0 : 1, stdout }
}

function count(text: string, { options }: Filter): CommandResult {
  const counts: readonly (readonly [string, number])[] = [
    ['l', text.split('\n').length - 1],
    ['w', text.split(/\s+/).filter((word) => word !== '').length],
    ['c', utf8(text).length],
  ]
  const wanted = counts.filter(([letter]) => options.size === 0 || options.has(letter))
  return done(`${wanted.map(([, number]) => String(number)).join(' ')}\n`)
}

function sequence({ args }: CommandCall): CommandResult {
  const numbers = args.filter((word) => !/^-[a-z]/.test(word)).map(Number)
  const [first, step, last] = numbers.length === 1 ? [1, 1, numbers[0] ?? 0] : numbers.length === 2 ? [numbers[0] ?? 1, 1, numbers[1] ?? 0] : [numbers[0] ?? 1, numbers[1] ?? 1, numbers[2] ?? 0]
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1)
  if (numbers.some(Number.isNaN) || length > 100_000) return failed('seq: at most 100000 numbers in this simulation\n')
  return done(joined(Array.from({ length }, (_, index) => String(first + index * step))))
}

function cut(text: string, { options }: Filter): CommandResult {
  const delimiter = options.get('d') ?? '\t'
  const ranges = (options.get('f') ?? options.get('c') ?? '').split(',').map((range) => /^(\d*)(-?)(\d*)$/.exec(range))
  const isWanted = (place: number) => ranges.some((range) => range && place >= Number(range[1] || 1) && (range[2] ? place <= Number(range[3] || Infinity) : place === Number(range[1])))
  const pick = (line: string) => {
    if (options.has('c')) return [...line].filter((_, index) => isWanted(index + 1)).join('')
    return line.includes(delimiter) ? line.split(delimiter).filter((_, index) => isWanted(index + 1)).join(delimiter) : line
  }
  return done(joined(linesOf(text).map(pick)))
}

/** `a-z` and `[:upper:]` as the characters they stand for. */
const characters = (set: string): string[] => {
  const classes: { readonly [name: string]: string } = { '[:upper:]': 'A-Z', '[:lower:]': 'a-z', '[:digit:]': '0-9', '[:space:]': ' \t\n', '\\n': '\n', '\\t': '\t' }
  const plain = set.replace(/\[:\w+:\]|\\[nt]/g, (name) => classes[name] ?? name)
  return [...plain.replace(/(.)-(.)/g, (_, from: string, to: string) => Array.from({ length: Math.max(0, to.charCodeAt(0) - from.charCodeAt(0) + 1) }, (__, index) => String.fromCharCode(from.charCodeAt(0) + index)).join(''))]
}

function translate({ args, stdin }: CommandCall): CommandResult {
  const { options, rest } = parseOptions(args, '')
  const unknown = unknownOption(options, ['d'])
  if (unknown !== undefined) return refuseOption('tr', unknown)
  const [from, to] = [characters(rest[0] ?? ''), characters(rest[1] ?? '')]
  const change = (character: string): string => {
    const at = from.indexOf(character)
    if (at < 0) return character
    return options.has('d') ? '' : (to[Math.min(at, to.length - 1)] ?? '')
  }
  return done([...stdin].map(change).join(''))
}

/** `s/pattern/replacement/g` and nothing else. */
const sed: Apply = (text, { rest, options }) => {
  const script = options.get('e') ?? rest[0] ?? ''
  const [, delimiter = '', body = ''] = /^s(.)([^]*)$/.exec(script) ?? []
  const [pattern = '', replacement = '', flags = ''] = body.split(delimiter)
  if (delimiter === '' || !/^[gi]*$/.test(flags)) return failed(`sed: '${script}' is not played by this simulation: only s/pattern/replacement/\n`)
  const wanted = expression(options.has('E') ? pattern : basic(pattern), flags)
  if (!wanted) return failed(`sed: bad regex '${pattern}'\n`)
  const put = replacement.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1').replace(/(^|[^\\])&/g, '$1$$&')
  return done(joined(linesOf(text).map((line) => line.replace(wanted, put))))
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const textCommands: readonly Command[] = [
  filter(['grep', 'egrep'], { known: ['F', 'E', 'i', 'v', 'q', 'c', 'n', 'w', 'x', 'o'], before: 1 }, grep),
  filter(['head'], { known: ['n', 'c'], withValue: 'nc' }, (text, { options }) => done(options.has('c') ? text.slice(0, Number(options.get('c'))) : joined(linesOf(text).slice(0, Number(options.get('n') ?? 10))))),
  filter(['wc'], { known: ['l', 'w', 'c'] }, count),
  { names: ['seq'], run: sequence },
  filter(['sort'], { known: ['r', 'n', 'u'] }, (text, { options }) => {
    const lines = linesOf(text).sort((a, b) => (options.has('n') ? Number(a) - Number(b) || compareText(a, b) : compareText(a, b)))
    const ordered = options.has('r') ? lines.reverse() : lines
    return done(joined(options.has('u') ? [...new Set(ordered)] : ordered))
  }),
  filter(['uniq'], { known: [] }, (text) => done(joined(linesOf(text).filter((line, index, all) => line !== all[index - 1])))),
  filter(['cut'], { known: ['d', 'f', 'c'], withValue: 'dfc' }, cut),
  { names: ['tr'], run: translate },
  filter(['sed'], { known: ['e', 'E', 'r'], withValue: 'e', before: 1 }, sed),
  filter(['base64'], { known: ['d', 'w', 'decode'], withValue: 'w' }, (text, { options }) => done(options.has('d') || options.has('decode') ? textOfBytes(decodeBase64(text)) : `${encodeBase64(utf8(text))}\n`)),
]

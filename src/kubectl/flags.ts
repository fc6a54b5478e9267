/**
 * A command line as words and flags, read as spf13/pflag reads it for kubectl v1.36: `--name=value`, `--name value`,
 * `-n value`, `-nvalue`, words in between, and everything behind `--` as it stands. A flag nobody declared is an error.
 */

export interface Flag {
  readonly name: string
  /** One letter. */
  readonly short?: string
  /** A boolean stands alone; a list may be given several times. */
  readonly type: 'text' | 'list' | 'boolean' | 'number'
  /** What it means without a value, for texts that may stand alone. */
  readonly alone?: string
}

export interface Flags {
  /** By long name, in the order given. */
  readonly given: { readonly [name: string]: readonly string[] }
}

export interface CommandLine {
  readonly words: readonly string[]
  readonly flags: Flags
  /** Behind `--`. */
  readonly rest: readonly string[]
}

export type CommandLineResult = { readonly ok: true; readonly line: CommandLine } | { readonly ok: false; readonly message: string }

export const isGiven = ({ given }: Flags, name: string): boolean => given[name] !== undefined
/** The last value given, as pflag keeps it. */
export const textOf = ({ given }: Flags, name: string, otherwise = ''): string => given[name]?.at(-1) ?? otherwise
export const listOf = ({ given }: Flags, name: string): readonly string[] => given[name] ?? []
export const isOn = (flags: Flags, name: string, otherwise = false): boolean => {
  const text = textOf(flags, name)
  return text === '' ? otherwise : truths.has(text)
}

/** As strconv.ParseBool. */
const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const lies = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

/** A number as strconv.ParseInt wants it. */
const integer = /^[+-]?\d+$/

export function readCommandLine(given: readonly string[], known: readonly Flag[]): CommandLineResult {
  const words: string[] = []
  const flags: { [name: string]: string[] } = {}
  const left = [...given]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') return { ok: true, line: { words, flags: { given: flags }, rest: left } }
    if (!word.startsWith('-') || word === '-') {
      words.push(word)
      continue
    }
    const read = readFlag(word, left, known)
    if (typeof read === 'string') return { ok: false, message: read }
    ;(flags[read.flag.name] ??= []).push(read.value)
    if (read.more !== '') left.unshift(`-${read.more}`)
  }
  return { ok: true, line: { words, flags: { given: flags }, rest: [] } }
}

interface Read {
  readonly flag: Flag
  readonly value: string
  /** Letters behind a short flag that stands alone. */
  readonly more: string
}

function readFlag(word: string, left: string[], known: readonly Flag[]): Read | string {
  const long = /^--([^=]*)(?:=(.*))?$/s.exec(word)
  if (long) {
    const [, name = '', value] = long
    const flag = known.find((candidate) => candidate.name === name)
    return flag ? withValue(flag, value, { left, more: '' }) : `unknown flag: --${name}`
  }
  const [letter = '', rest] = [word[1], word.slice(2)]
  const flag = known.find(({ short }) => short === letter)
  if (!flag) return `unknown shorthand flag: '${letter}' in ${word}`
  const value = rest.startsWith('=') ? rest.slice(1) : rest
  if (rest === '') return withValue(flag, undefined, { left, more: '' })
  return flag.type === 'boolean' && !rest.startsWith('=') ? withValue(flag, undefined, { left, more: rest }) : withValue(flag, value, { left, more: '' })
}

function withValue(flag: Flag, value: string | undefined, { left, more }: { left: string[]; more: string }): Read | string {
  const alone = flag.type === 'boolean' ? 'true' : flag.alone
  const text = value ?? alone ?? left.shift()
  if (text === undefined) return `flag needs an argument: --${flag.name}`
  const problem = problemOf(flag, text)
  const label = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`
  return problem === undefined ? { flag, value: text, more } : `invalid argument ${JSON.stringify(text)} for ${JSON.stringify(label)} flag: ${problem}`
}

function problemOf({ type }: Flag, text: string): string | undefined {
  if (type === 'number' && !integer.test(text)) return `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`
  if (type === 'boolean' && !truths.has(text) && !lies.has(text)) return `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`
  return undefined
}

/**
 * Expansion of words: variables, `$(…)` results, sums, field splitting, file name patterns. Follows POSIX.1-2017 XCU 2.6.
 * Leaves out IFS other than blanks, and tildes other than `~` and `~/…`.
 */
import type { Execution, Part, Word } from '../../network/execution.ts'
import { namesIn } from '../../network/files.ts'
import { arithmetic } from './arithmetic.ts'
import type { ShellHost } from '../../network/shell-host.ts'
import { hasPattern, literal, matches, patternSource } from './pattern.ts'

export interface Expanding {
  readonly execution: Execution
  readonly host: ShellHost
  /** The first thing that went wrong; the command is then not run. */
  problem: string
}

export function variable({ execution, host }: Pick<Expanding, 'execution' | 'host'>, name: string): string | undefined {
  const { variables, positional, status, id } = execution
  if (/^\d+$/.test(name)) return positional[Number(name)]
  switch (name) {
    case '?':
      return String(status)
    case '$':
      return String(id)
    case '!':
      return variables['!'] ?? ''
    case '#':
      return String(Math.max(0, positional.length - 1))
    case '@':
    case '*':
      return positional.slice(1).join(' ')
    case '-':
      return execution.exitOnError ? 'e' : ''
    case 'PWD':
      return execution.directory
    case 'RANDOM':
      return String(host.random() % 32_768)
    default:
      return Object.hasOwn(variables, name) ? variables[name] : Object.hasOwn(host.order.env, name) ? host.order.env[name] : undefined
  }
}

/** A word as one text, as in assignments and redirections. */
export function expandText(expanding: Expanding, word: Word): string {
  return word.map((part, index) => textOf(expanding, part, index === 0)).join('')
}

/** A word as a pattern: what was quoted stands for itself. */
export const expandPattern = (expanding: Expanding, word: Word): string =>
  word.map((part, index) => (part.quoted ? literal(textOf(expanding, part, false)) : textOf(expanding, part, index === 0))).join('')

function textOf(expanding: Expanding, part: Part, isFirst: boolean): string {
  switch (part.type) {
    case 'text':
      return isFirst && !part.quoted ? part.text.replace(/^~(?=\/|$)/, variable(expanding, 'HOME') ?? '/root') : part.text
    case 'register':
      return expanding.execution.registers[part.register] ?? ''
    case 'sum': {
      const sum = arithmetic(expandText(expanding, part.expression), (name) => variable(expanding, name) ?? '')
      if (!sum.ok) expanding.problem ||= sum.message
      return sum.ok ? String(sum.value) : ''
    }
    case 'variable':
      return valueOf(expanding, part)
  }
}

function valueOf(expanding: Expanding, { name, operator, word }: Extract<Part, { type: 'variable' }>): string {
  const value = variable(expanding, name)
  const isMissing = value === undefined || (operator.startsWith(':') && value === '')
  const other = () => expandText(expanding, word)
  switch (operator.replace(':', '')) {
    case '-':
      return isMissing ? other() : (value ?? '')
    case '+':
      return isMissing ? '' : other()
    case '=': {
      if (!isMissing) return value ?? ''
      const set = other()
      expanding.execution.variables = Object.freeze({ ...expanding.execution.variables, [name]: set })
      return set
    }
    case '?':
      if (isMissing) expanding.problem ||= `${name}: ${other() || 'parameter not set'}`
      return value ?? ''
    case '#length':
      return String((value ?? '').length)
    case '#':
    case '##':
    case '%':
    case '%%':
      return trim(value ?? '', operator, expandPattern(expanding, word))
    default:
      return value ?? ''
  }
}

/** `${NAME#pattern}`: the shortest or longest match is cut from the front or the end. */
function trim(value: string, operator: string, pattern: string): string {
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length)
  if (operator.length === 2) lengths.reverse()
  const isFront = operator.startsWith('#')
  const cut = lengths.find((length) => matches(isFront ? value.slice(0, length) : value.slice(value.length - length), pattern))
  if (cut === undefined) return value
  return isFront ? value.slice(cut) : value.slice(0, value.length - cut)
}

interface Field {
  text: string
  pattern: string
  isQuoted: boolean
}

/** A word as the words of a command line: split at blanks, patterns replaced by the files that match. */
export function expandWords(expanding: Expanding, words: readonly Word[]): string[] {
  return words.flatMap((word) => expandFields(expanding, word).flatMap((field) => filesOf(expanding, field)))
}

function expandFields(expanding: Expanding, word: Word): Field[] {
  const fields: Field[] = []
  const last = (): Field => {
    const field = fields.at(-1) ?? { text: '', pattern: '', isQuoted: false }
    if (fields.length === 0) fields.push(field)
    return field
  }
  const append = (text: string, isQuoted: boolean): void => {
    const field = last()
    field.text += text
    field.pattern += isQuoted ? literal(text) : text
    field.isQuoted ||= isQuoted
  }
  for (const [index, part] of word.entries()) {
    if (part.type === 'variable' && part.name === '@' && part.quoted && part.operator === '') {
      for (const [place, argument] of expanding.execution.positional.slice(1).entries()) {
        if (place > 0) fields.push({ text: '', pattern: '', isQuoted: true })
        append(argument, true)
      }
      continue
    }
    const text = textOf(expanding, part, index === 0)
    if (part.quoted || part.type === 'text') {
      append(text, part.quoted)
      continue
    }
    const pieces = text.split(/[ \t\n]+/)
    for (const [place, piece] of pieces.entries()) {
      if (place > 0 && (piece !== '' || place < pieces.length - 1)) fields.push({ text: '', pattern: '', isQuoted: false })
      if (piece !== '') append(piece, false)
    }
  }
  return fields.filter(({ text, isQuoted }) => text !== '' || isQuoted)
}

function filesOf({ execution, host }: Expanding, { text, pattern }: Field): string[] {
  if (!hasPattern(pattern)) return [text]
  const slash = pattern.lastIndexOf('/')
  const directory = pattern.slice(0, slash + 1)
  if (hasPattern(directory)) return [text]
  const place = directory === '' ? execution.directory : directory.startsWith('/') ? directory.replace(/(.)\/$/, '$1') : `${execution.directory}/${directory}`.replace(/\/$/, '')
  const wanted = new RegExp(`^${patternSource(pattern.slice(slash + 1), '[^/]')}$`)
  const found = namesIn(host.files, place).filter((name) => wanted.test(name) && (!name.startsWith('.') || pattern.slice(slash + 1).startsWith('.')))
  return found.length > 0 ? found.map((name) => directory + name) : [text]
}

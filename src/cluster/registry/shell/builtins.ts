/** Builtins of the shell: commands that change the shell itself. */
import { absolutePath, isDirectory, readFile } from '../../network/files.ts'
import { commands } from './commands.ts'
import { compileScript } from './compile.ts'
import { variable } from './expand.ts'
import type { Pause } from '../../network/shell-host.ts'
import { complain, type Invocation } from './invocation.ts'
import { enterScript } from './scripts.ts'
import { push, takeLine, writeVia } from './streams.ts'

type Builtin = (invocation: Invocation) => Pause | undefined

const shell: Builtin = (invocation) => {
  const { execution, host, words } = invocation
  const [name = 'sh', ...rest] = words
  const at = rest.findIndex((word) => !/^-[a-z]+$/.test(word) || /^-[a-z]*c/.test(word))
  const flags = rest.slice(0, at < 0 ? rest.length : at + 1).filter((word) => /^-[a-z]+$/.test(word))
  const word = rest[at]
  if (word === undefined && execution.id === 1 && host.order.keepsStdin) return { type: 'stay' }
  if (word === undefined) return enterScript(invocation, { text: invocation.stdin ?? '', words: [name] })
  const isCommand = /^-[a-z]*c/.test(word)
  const text = isCommand ? (rest[at + 1] ?? '') : readFile(host.files, absolutePath(word, execution.directory))
  if (text === undefined) return complain(invocation, `0: can't open '${word}': No such file or directory`, 2)
  const strict = flags.some((flag) => /^-[a-z]*e/.test(flag)) ? 'set -e\n' : ''
  return enterScript(invocation, { text: strict + text, words: isCommand ? [rest[at + 2] ?? name, ...rest.slice(at + 3)] : rest.slice(at) })
}

const exit: Builtin = ({ execution, words }) => {
  if (words[1] !== undefined) execution.status = Number(words[1]) & 255
  return leave(execution, true)
}

/** Ends the shell, or the subshell it stands in. */
function leave(execution: Invocation['execution'], subshellsToo: boolean): Pause | undefined {
  const stack = [...execution.stack]
  for (let frame = stack.pop(); frame; frame = stack.pop()) {
    if (frame.type !== 'return' || (subshellsToo && frame.scope === null)) continue
    const { code, next, positional, scope } = frame
    Object.assign(execution, { code, next, positional, ...scope, stack: Object.freeze(stack) })
    return undefined
  }
  return { type: 'end', status: execution.status }
}

const goBack: Builtin = ({ execution, words }) => {
  if (words[1] !== undefined) execution.status = Number(words[1]) & 255
  return leave(execution, false)
}

const set: Builtin = (invocation) => {
  const { execution, words } = invocation
  for (const [index, word] of words.slice(1).entries()) {
    if (word === '--') {
      execution.positional = Object.freeze([execution.positional[0] ?? 'sh', ...words.slice(index + 2)])
      break
    }
    if (!/^[-+][a-z]*$/.test(word) && !['pipefail', 'errexit'].includes(word)) return complain(invocation, `set: ${word} is not played by this simulated shell`, 2)
    if (word.includes('e') && word.length <= 4) execution.exitOnError = word.startsWith('-')
  }
  execution.status = 0
  return undefined
}

const exporting: Builtin = ({ execution, words }) => {
  const pairs = words.slice(1).filter((word) => word.includes('=')).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const)
  execution.variables = Object.freeze({ ...execution.variables, ...Object.fromEntries(pairs) })
  execution.status = 0
  return undefined
}

const unset: Builtin = ({ execution, words }) => {
  const names = new Set(words.slice(1))
  execution.variables = Object.freeze(Object.fromEntries(Object.entries(execution.variables).filter(([name]) => !names.has(name))))
  execution.status = 0
  return undefined
}

const changeDirectory: Builtin = (invocation) => {
  const { execution, host, words } = invocation
  const path = absolutePath(words[1] ?? variable({ execution, host }, 'HOME') ?? '/root', execution.directory)
  if (!isDirectory(host.files, path)) return complain(invocation, `cd: can't cd to ${words[1] ?? path}: No such file or directory`, 2)
  execution.directory = path
  execution.status = 0
  return undefined
}

const trap: Builtin = (invocation) => {
  const { execution, words } = invocation
  const [action = '', ...signals] = words.slice(words[1] === '--' ? 2 : 1)
  const names = signals.map((signal) => signalName(signal))
  execution.traps = Object.freeze({
    ...Object.fromEntries(Object.entries(execution.traps).filter(([name]) => action !== '-' || !names.includes(name))),
    ...(action !== '-' && Object.fromEntries(names.map((name) => [name, action]))),
  })
  execution.status = 0
  return undefined
}

const numbers: { readonly [number: string]: string } = { 0: 'EXIT', 1: 'HUP', 2: 'INT', 3: 'QUIT', 9: 'KILL', 10: 'USR1', 12: 'USR2', 15: 'TERM' }
export const signalName = (text: string): string => numbers[text] ?? text.toUpperCase().replace(/^SIG/, '')

const evaluate: Builtin = (invocation) => {
  const { execution, words } = invocation
  const compiled = compileScript(words.slice(1).join(' '))
  if (!compiled.ok) return complain(invocation, compiled.message, 2)
  const { code, next, positional } = execution
  push(execution, { type: 'return', code, next, scope: null, positional, status: null })
  Object.assign(execution, { code: compiled.code, next: 0 })
  return undefined
}

const source: Builtin = (invocation) => {
  const { execution, host, words } = invocation
  const text = readFile(host.files, absolutePath(words[1] ?? '', execution.directory))
  if (text === undefined) return complain(invocation, `.: ${words[1] ?? ''}: not found`, 2)
  return evaluate({ ...invocation, words: ['eval', text] })
}

const read: Builtin = ({ execution, words, stdin }) => {
  const names = words.slice(1).filter((word) => !word.startsWith('-'))
  const line = stdin === undefined ? takeLine(execution) : stdin === '' ? undefined : (stdin.split('\n', 1)[0] ?? '')
  const fields = (line ?? '').trim().split(/[ \t]+/)
  const values = (names.length > 0 ? names : ['REPLY']).map((name, index, all) => [name, index === all.length - 1 ? fields.slice(index).join(' ') : (fields[index] ?? '')] as const)
  execution.variables = Object.freeze({ ...execution.variables, ...Object.fromEntries(values) })
  execution.status = line === undefined ? 1 : 0
  return undefined
}

const shift: Builtin = ({ execution, words }) => {
  const [zero = 'sh', ...rest] = execution.positional
  execution.positional = Object.freeze([zero, ...rest.slice(Number(words[1] ?? 1))])
  execution.status = 0
  return undefined
}

const wait: Builtin = ({ execution, host }) => {
  execution.status = 0
  return host.children().length > 0 ? { type: 'children' } : undefined
}

const kill: Builtin = (invocation) => {
  const { execution, host, words } = invocation
  const [first = '', ...rest] = words.slice(1)
  const signal = first.startsWith('-') ? signalName(first === '-s' ? (rest.shift() ?? '') : first.slice(1)) : 'TERM'
  const targets = first.startsWith('-') ? rest : [first, ...rest]
  execution.status = 0
  for (const target of targets) if (!host.signal(Number(target), signal)) complain(invocation, `can't kill pid ${target}: No such process`, 1)
  return undefined
}

const echoDirectory: Builtin = ({ execution, host, sinks }) => {
  execution.status = 0
  writeVia(execution, host, { stream: 'stdout', text: `${execution.directory}\n`, sinks })
  return undefined
}

/** `which sh`, `command -v sh`. */
const which: Builtin = ({ execution, host, words, sinks }) => {
  const name = words.at(-1) ?? ''
  const isKnown = commands.has(name) || Object.hasOwn(builtins, name) || Object.hasOwn(execution.functions, name)
  execution.status = isKnown ? 0 : 1
  if (isKnown) writeVia(execution, host, { stream: 'stdout', text: `/bin/${name}\n`, sinks })
  return undefined
}

/** By name. `exec` and what else only runs another command stands in `simple-command.ts`. */
export const builtins: { readonly [name: string]: Builtin } = {
  sh: shell,
  ash: shell,
  bash: shell,
  dash: shell,
  exit,
  return: goBack,
  set,
  export: exporting,
  local: exporting,
  readonly: exporting,
  unset,
  cd: changeDirectory,
  pwd: echoDirectory,
  trap,
  eval: evaluate,
  '.': source,
  source,
  read,
  shift,
  wait,
  kill,
  which,
  type: which,
}

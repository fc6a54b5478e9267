/**
 * The command line: words as they stand behind `kubectl`, taken to the verb that they begin with. Follows kubernetes
 * v1.36 kubectl/pkg/cmd/cmd.go. A command that waits is given back as data and is looked at again with `resume`.
 */
import { readCommandLine, textOf, type Flag } from './flags.ts'
import { command, failure, out, type Line } from './session.ts'
import { failed, type Outcome, type Surroundings, type Verb, type Waiting } from './verb.ts'
import { groups, verbs } from './verbs.ts'

/** Flags that every verb has and that change nothing here. */
const globalFlags: readonly Flag[] = [{ name: 'v', short: 'v', type: 'number' }, { name: 'request-timeout', type: 'text' }, { name: 'show-managed-fields', type: 'boolean' }]

export function kubectl(words: readonly string[], around: Surroundings): Outcome {
  const said = command(`kubectl ${words.map(quoted).join(' ')}`)
  const outcome = run(words, around)
  return { ...outcome, output: [said, ...outcome.output] }
}

/** Looks again at a command that waits. */
export function resume(waiting: Waiting, around: Surroundings): Outcome {
  const verb = verbs.find(({ name }) => name === waiting.verb)
  return verb?.resume?.(waiting, around) ?? failed(`${waiting.verb} does not wait`)
}

function run(given: readonly string[], around: Surroundings): Outcome {
  const words = verbFirst(given)
  const found = verbFor(words)
  if (!found) return unknown(words)
  const { verb, rest: behind } = found
  const read = readCommandLine(behind, [...verb.flags, ...globalFlags.filter(({ name }) => !verb.flags.some((flag) => flag.name === name))])
  if (!read.ok) return verb.misused?.(read.message) ?? { code: 1, output: [failure(`error: ${read.message}\nSee 'kubectl ${verb.name} --help' for usage.`)] }
  const { words: args, flags, rest } = read.line
  const outcome = verb.run({ ...around, verb: verb.name, words: args, flags, rest })
  return textOf(flags, 'output') === 'yaml' && !printsAlone.has(verb.name) ? { ...outcome, output: separated(outcome.output) } : outcome
}

/** Verbs that print each object as if it were the only one. */
const printsAlone = new Set(['label', 'patch', 'taint'])

/** Several YAML documents are told apart by a line between them. */
function separated(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ type }) => type === 'out')
  return lines.flatMap((line, index) => (line.type === 'out' && index > first && line.text !== '---' ? [out('---'), line] : [line]))
}

/** Flags that all verbs have may stand before the verb: `-n shop get pods`. */
function verbFirst(words: readonly string[]): readonly string[] {
  const isPair = /^(?:-n|--namespace)$/.test(words[0] ?? '')
  if (!/^(?:-n|--namespace)(?:=.*)?$/s.test(words[0] ?? '')) return words
  const count = isPair ? 2 : 1
  const [verb, ...rest] = verbFirst(words.slice(count))
  const found = verb === undefined ? undefined : verbFor([verb, ...rest])
  const at = found ? rest.length + 1 - found.rest.length : 1
  return [...[verb ?? '', ...rest].slice(0, at), ...words.slice(0, count), ...[verb ?? '', ...rest].slice(at)]
}

/** `kubectl rollout undo …`: the longest name that the words begin with. */
function verbFor(words: readonly string[]): { readonly verb: Verb; readonly rest: readonly string[] } | undefined {
  for (const count of [3, 2, 1]) {
    const name = words.slice(0, count).join(' ')
    const verb = verbs.find((candidate) => candidate.name === name || candidate.aliases?.includes(name))
    if (verb && words.length >= count) return { verb, rest: words.slice(count) }
  }
  return undefined
}

function unknown(words: readonly string[]): Outcome {
  const [first = '', ...rest] = words
  if (groups.has(first)) return failed(`unknown command ${JSON.stringify(rest.join(' '))}\nSee 'kubectl ${first} -h' for help and examples`)
  return { code: 1, output: [failure(`error: unknown command ${JSON.stringify(first)} for "kubectl"`)] }
}

/** As a shell would have to be given it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** As a shell splits a line: single and double quotes, backslashes. */
export function splitWords(text: string): string[] {
  const words: string[] = []
  for (const match of text.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gs)) {
    words.push(match[0].replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, (_, single?: string, double?: string, escaped?: string) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? ''))
  }
  return words
}

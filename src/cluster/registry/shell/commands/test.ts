/** `test` and `[`. Follows POSIX.1-2017 XCU test: unary and binary tests, `!`, `-a`, `-o`. */
import { isDirectory } from '../../../network/files.ts'
import { failed, pathIn, readIn, type Command, type CommandCall, type CommandResult } from '../host.ts'

type Unary = (call: CommandCall, operand: string) => boolean

const isFile: Unary = (call, path) => readIn(call, path) !== undefined
const isThere: Unary = (call, path) => isFile(call, path) || isDirectory(call.host.files, pathIn(call, path)) || path === '/dev/null'

const unary: { readonly [operator: string]: Unary } = {
  '-e': isThere,
  '-r': isThere,
  '-w': isThere,
  '-x': isThere,
  '-f': isFile,
  '-s': (call, path) => (readIn(call, path) ?? '') !== '',
  '-d': (call, path) => !isFile(call, path) && isDirectory(call.host.files, pathIn(call, path)),
  '-n': (_, text) => text !== '',
  '-z': (_, text) => text === '',
  '-L': () => false,
}

const binary: { readonly [operator: string]: (left: string, right: string) => boolean } = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '-eq': (left, right) => Number(left) === Number(right),
  '-ne': (left, right) => Number(left) !== Number(right),
  '-lt': (left, right) => Number(left) < Number(right),
  '-le': (left, right) => Number(left) <= Number(right),
  '-gt': (left, right) => Number(left) > Number(right),
  '-ge': (left, right) => Number(left) >= Number(right),
}

/** undefined if it is not a test. */
function evaluate(call: CommandCall, words: readonly string[]): boolean | undefined {
  for (const operator of ['-o', '-a']) {
    const at = words.indexOf(operator, 1)
    if (at < 0 || words.length <= 3) continue
    const [left, right] = [evaluate(call, words.slice(0, at)), evaluate(call, words.slice(at + 1))]
    if (left === undefined || right === undefined) return undefined
    return operator === '-o' ? left || right : left && right
  }
  const [first = '', second = '', third = ''] = words
  if (words.length === 0) return false
  if (first === '!' && words.length > 1) {
    const inner = evaluate(call, words.slice(1))
    return inner === undefined ? undefined : !inner
  }
  if (words.length === 1) return first !== ''
  if (words.length === 2) return unary[first]?.(call, second)
  return words.length === 3 ? binary[second]?.(first, third) : undefined
}

function test(call: CommandCall): CommandResult {
  const isBracket = call.name === '['
  if (isBracket && call.args.at(-1) !== ']') return failed('sh: [: missing ]\n', 2)
  const verdict = evaluate(call, isBracket ? call.args.slice(0, -1) : call.args)
  return verdict === undefined ? failed(`sh: ${call.name}: ${call.args[0] ?? ''}: unknown operand\n`, 2) : { status: verdict ? 0 : 1 }
}

export const testCommands: readonly Command[] = [{ names: ['test', '['], run: test }]

/** `$((…))`: integers with C's operators and their precedence. Follows POSIX.1-2017 XCU 2.6.4. */

export type Sum = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string }

interface Input {
  readonly tokens: readonly string[]
  at: number
  problem: string
  readonly lookUp: (name: string) => string
}

const precedence: readonly (readonly string[])[] = [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']]

export function arithmetic(text: string, lookUp: (name: string) => string): Sum {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\|\||&&|==|!=|<=|>=|<<|>>|[-+*/%<>()!~&|^?:]|\S/g) ?? []
  const input: Input = { tokens, at: 0, problem: '', lookUp }
  if (tokens.length === 0) return { ok: true, value: 0 }
  const value = conditional(input)
  if (input.problem === '' && input.at < tokens.length) input.problem = 'arithmetic syntax error'
  return input.problem === '' ? { ok: true, value } : { ok: false, message: input.problem }
}

function conditional(input: Input): number {
  const condition = binary(input, 0)
  if (input.tokens[input.at] !== '?') return condition
  input.at++
  const yes = conditional(input)
  if (input.tokens[input.at++] !== ':') input.problem = 'arithmetic syntax error'
  const no = conditional(input)
  return condition !== 0 ? yes : no
}

function binary(input: Input, level: number): number {
  const operators = precedence[level]
  if (!operators) return unary(input)
  let left = binary(input, level + 1)
  for (;;) {
    const operator = input.tokens[input.at] ?? ''
    if (!operators.includes(operator)) return left
    input.at++
    left = apply(input, operator, [left, binary(input, level + 1)])
  }
}

function apply(input: Input, operator: string, [left, right]: readonly [number, number]): number {
  if ((operator === '/' || operator === '%') && right === 0) {
    input.problem = 'divide by zero'
    return 0
  }
  const results: { readonly [operator: string]: () => number | boolean } = {
    '||': () => left !== 0 || right !== 0,
    '&&': () => left !== 0 && right !== 0,
    '|': () => left | right,
    '^': () => left ^ right,
    '&': () => left & right,
    '==': () => left === right,
    '!=': () => left !== right,
    '<=': () => left <= right,
    '>=': () => left >= right,
    '<': () => left < right,
    '>': () => left > right,
    '<<': () => left << right,
    '>>': () => left >> right,
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => Math.trunc(left / right),
    '%': () => left % right,
  }
  return Number(results[operator]?.() ?? 0)
}

function unary(input: Input): number {
  const token = input.tokens[input.at++] ?? ''
  if (token === '-') return -unary(input)
  if (token === '+') return unary(input)
  if (token === '!') return Number(unary(input) === 0)
  if (token === '~') return ~unary(input)
  if (token === '(') {
    const value = conditional(input)
    if (input.tokens[input.at++] !== ')') input.problem = 'arithmetic syntax error'
    return value
  }
  if (/^\d/.test(token)) return Number(token)
  if (/^[A-Za-z_]/.test(token)) return Number.parseInt(input.lookUp(token), 10) || 0
  input.problem = 'arithmetic syntax error'
  return 0
}

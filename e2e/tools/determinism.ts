/**
 * What code below the worker's door must not use, because two runs would differ or wait: promises, timers, the wall
 * clock, chance, the locale, and arithmetic whose last bit ECMAScript leaves to the engine. Reads the syntax tree, so a
 * word in a comment, a string or a field's name is none of its business.
 */
import { Visitor, type Expression, type Program } from 'oxc-parser'

export interface Finding {
  readonly offset: number
  readonly message: string
}

const waits = 'a step never waits'
const clock = 'there is no clock but the simulated one'
const locale = 'depends on the locale'
const engine = 'engines may differ in the last bit'
const collector = 'depends on the garbage collector'

/** Global names, as values and as types. What the DOM or Node add to them fails the type check already. */
const globals: ReadonlyMap<string, string> = new Map([
  ...['Promise', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'Atomics'].map((name) => [name, waits] as const),
  ...['Date', 'performance', 'Temporal'].map((name) => [name, clock] as const),
  ['Intl', locale],
  ...['WeakRef', 'FinalizationRegistry'].map((name) => [name, collector] as const),
  ['globalThis', 'hides what is used'],
  ['Math', 'name the function'],
])

/** ECMAScript defines these to the bit (section 21.3.2); the rest of Math is implementation-approximated or random. */
const exactMath = new Set(['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc', 'PI', 'E', 'LN2', 'LN10'])

const isLocaleMember = (name: string): boolean => name.startsWith('toLocale') || name === 'localeCompare'

/** Powers of two are exact in every engine, and so is any power of a BigInt. */
const isExactBase = (base: Expression): boolean => base.type === 'Literal' && (base.value === 2 || typeof base.value === 'bigint')

export function findIndeterminism(program: Program): Finding[] {
  const findings = new Map<number, Finding>()
  const report = (offset: number, what: string, why: string): Map<number, Finding> => findings.set(offset, { offset, message: `uses ${what}: ${why}` })
  /** Where a name is a member's or a key's. Parents are visited first. */
  const notGlobal = new Set<number>()
  const key = (node: { readonly computed?: boolean; readonly key: { readonly start: number }; readonly shorthand?: boolean }): void => {
    if (!node.computed && !node.shorthand) notGlobal.add(node.key.start)
  }
  const callable = ({ async, start }: { readonly async: boolean; readonly start: number }): void => {
    if (async) report(start, 'async', waits)
  }
  new Visitor({
    FunctionDeclaration: callable,
    FunctionExpression: callable,
    ArrowFunctionExpression: callable,
    AwaitExpression: ({ start }) => void report(start, 'await', waits),
    Property: key,
    MethodDefinition: key,
    PropertyDefinition: key,
    TSPropertySignature: key,
    TSMethodSignature: key,
    MemberExpression: ({ object, property, computed }) => {
      if (object.type === 'Identifier' && object.name === 'Math') notGlobal.add(object.start)
      if (computed || property.type !== 'Identifier') return
      notGlobal.add(property.start)
      if (object.type === 'Identifier' && object.name === 'Math' && !exactMath.has(property.name)) report(property.start, `Math.${property.name}`, engine)
      if (isLocaleMember(property.name)) report(property.start, property.name, locale)
    },
    BinaryExpression: ({ operator, left, start }) => {
      if (operator === '**' && !isExactBase(left)) report(start, '**', engine)
    },
    Identifier: ({ name, start }) => {
      const why = globals.get(name)
      if (why && !notGlobal.has(start)) report(start, name, why)
    },
  }).visit(program)
  return [...findings.values()]
}

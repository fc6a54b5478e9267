/** From a script's syntax tree to instructions (see `network/execution.ts`): loops become jumps, `$(…)` becomes a register. */
import { freeze } from '../../../sim/freeze.ts'
import type { Code, Instruction, Part, Redirect, Word } from '../../network/execution.ts'
import { parseScript } from './parse.ts'
import type { Node, SourceCommand, SourceRedirect, SourceWord } from './syntax.ts'

export type Compiled = { readonly ok: true; readonly code: Code } | { readonly ok: false; readonly message: string }

interface Loop {
  /** Frames on the stack inside the loop. */
  readonly depth: number
  readonly start: number
  /** Jumps to its end, still to be aimed. */
  readonly breaks: number[]
}

interface Compiler {
  readonly code: Instruction[]
  readonly loops: Loop[]
  depth: number
  registers: number
  problem: string
}

interface Place {
  /** Somebody looks at the status. */
  readonly isChecked: boolean
  readonly isLast: boolean
}

export function compileScript(text: string): Compiled {
  const parsed = parseScript(text.replaceAll('\r\n', '\n'))
  if (!parsed.ok) return parsed
  const compiler: Compiler = { code: [], loops: [], depth: 0, registers: 0, problem: '' }
  emit(compiler, parsed.node, { isChecked: false, isLast: parsed.node.type === 'simple' })
  return compiler.problem === '' ? { ok: true, code: freeze(compiler.code) } : { ok: false, message: compiler.problem }
}

/** Appends an instruction whose target is aimed later; returns its place. */
const add = ({ code }: Compiler, instruction: Instruction): number => code.push(instruction) - 1

function aim({ code }: Compiler, at: number, to = code.length): void {
  const instruction = code[at]
  if (!instruction) return
  if ('to' in instruction) code[at] = { ...instruction, to }
  else if ('end' in instruction) code[at] = { ...instruction, end: to }
}

function emit(compiler: Compiler, node: Node, place: Place): void {
  switch (node.type) {
    case 'simple':
      return emitSimple(compiler, node, place)
    case 'list':
      return node.nodes.forEach((inner) => emit(compiler, inner, { isChecked: place.isChecked, isLast: false }))
    case 'and':
    case 'or': {
      emit(compiler, node.left, { isChecked: true, isLast: false })
      const skip = add(compiler, { op: 'jump-on', status: node.type === 'and' ? 'failure' : 'success', to: 0 })
      emit(compiler, node.right, { isChecked: place.isChecked, isLast: false })
      return aim(compiler, skip)
    }
    case 'not':
      emit(compiler, node.node, { isChecked: true, isLast: false })
      return void add(compiler, { op: 'not' })
    case 'pipe':
      return emitPipe(compiler, node.stages, place)
    case 'background':
      return emitBackground(compiler, node.node)
    case 'if':
      return emitIf(compiler, node, place)
    case 'while':
      return emitWhile(compiler, node)
    case 'for':
      return emitFor(compiler, node)
    case 'case':
      return emitCase(compiler, node, place)
    case 'group':
      return node.isSubshell ? emitSubshell(compiler, node.body) : emit(compiler, node.body, { ...place, isLast: false })
    case 'function':
      return emitFunction(compiler, node.name, node.body)
    case 'redirected':
      return emitRedirected(compiler, node, place)
  }
}

function emitSimple(compiler: Compiler, { assignments, words, redirects }: SourceCommand, { isChecked, isLast }: Place): void {
  const [first] = words
  const name = first?.length === 1 && first[0]?.type === 'text' ? first[0].text : ''
  if (name === 'break' || name === 'continue') return emitLeave(compiler, name, words[1])
  add(compiler, {
    op: 'run',
    assignments: assignments.map(({ name: variable, value }) => ({ name: variable, value: emitWord(compiler, value) })),
    words: words.map((word) => emitWord(compiler, word)),
    redirects: emitRedirects(compiler, redirects),
    isChecked,
    isLast,
  })
}

/** A frame for what comes in and one for what goes out. */
function emitRedirected(compiler: Compiler, { node, redirects }: Extract<Node, { type: 'redirected' }>, place: Place): void {
  const sides = [redirects.filter(({ stream }) => stream === 0), redirects.filter(({ stream }) => stream !== 0)].filter((side) => side.length > 0)
  for (const side of sides) add(compiler, { op: 'redirect', redirects: emitRedirects(compiler, side) })
  compiler.depth += sides.length
  emit(compiler, node, { ...place, isLast: false })
  compiler.depth -= sides.length
  add(compiler, { op: 'drop', count: sides.length })
}

const emitRedirects = (compiler: Compiler, redirects: readonly SourceRedirect[]): Redirect[] =>
  redirects.map(({ stream, type, target }) => ({ stream, type, target: emitWord(compiler, target) }))

function emitWord(compiler: Compiler, word: SourceWord): Word {
  return word.map((part): Part => {
    if (part.type === 'variable') return { ...part, word: emitWord(compiler, part.word) }
    if (part.type === 'sum') return { ...part, expression: emitWord(compiler, part.expression) }
    if (part.type === 'text') return part
    const register = compiler.registers++
    capture(compiler, () => emitSubshell(compiler, part.body))
    add(compiler, { op: 'store', register })
    return { type: 'register', register, quoted: part.quoted }
  })
}

function capture(compiler: Compiler, body: () => void): void {
  add(compiler, { op: 'capture' })
  compiler.depth++
  body()
  compiler.depth--
}

/** `break 2` leaves two loops. */
function emitLeave(compiler: Compiler, name: 'break' | 'continue', count: SourceWord | undefined): void {
  const levels = count?.[0]?.type === 'text' ? Math.max(1, Number(count[0].text) || 1) : 1
  const loop = compiler.loops.at(-levels) ?? compiler.loops[0]
  if (!loop) return
  if (compiler.depth > loop.depth) add(compiler, { op: 'drop', count: compiler.depth - loop.depth })
  const jump = add(compiler, { op: 'jump', to: loop.start })
  if (name === 'break') loop.breaks.push(jump)
}

/** One stage after the other: what one has printed is the next one's input. */
function emitPipe(compiler: Compiler, stages: readonly Node[], place: Place): void {
  for (const [index, node] of stages.entries()) {
    // Each stage is a process of its own: what it sets is lost.
    const stage: Node = node.type === 'simple' ? node : { type: 'group', body: node, isSubshell: true }
    const isLast = index === stages.length - 1
    if (isLast) {
      emit(compiler, stage, { ...place, isLast: false })
      compiler.depth--
      add(compiler, { op: 'drop', count: 1 })
    } else {
      capture(compiler, () => emit(compiler, stage, { isChecked: true, isLast: false }))
      add(compiler, { op: 'pipe', isFirst: index === 0 })
      if (index === 0) compiler.depth++
    }
  }
}

function emitBackground(compiler: Compiler, node: Node): void {
  const fork = add(compiler, { op: 'background', end: 0 })
  emit(compiler, node, { isChecked: true, isLast: false })
  add(compiler, { op: 'return' })
  aim(compiler, fork)
}

function emitSubshell(compiler: Compiler, body: Node): void {
  const { loops } = compiler
  const outer = loops.splice(0)
  const begin = add(compiler, { op: 'subshell', end: 0 })
  emit(compiler, body, { isChecked: false, isLast: false })
  add(compiler, { op: 'return' })
  aim(compiler, begin)
  loops.push(...outer)
}

function emitFunction(compiler: Compiler, name: string, body: Node): void {
  const { loops } = compiler
  const outer = loops.splice(0)
  const define = add(compiler, { op: 'define', name, end: 0 })
  emit(compiler, body, { isChecked: false, isLast: false })
  add(compiler, { op: 'return' })
  aim(compiler, define)
  loops.push(...outer)
}

function emitIf(compiler: Compiler, { branches, otherwise }: Extract<Node, { type: 'if' }>, place: Place): void {
  const ends: number[] = []
  for (const { condition, body } of branches) {
    emit(compiler, condition, { isChecked: true, isLast: false })
    const next = add(compiler, { op: 'jump-on', status: 'failure', to: 0 })
    emit(compiler, body, { ...place, isLast: false })
    ends.push(add(compiler, { op: 'jump', to: 0 }))
    aim(compiler, next)
  }
  if (otherwise) emit(compiler, otherwise, { ...place, isLast: false })
  else add(compiler, { op: 'status', value: 0 })
  for (const end of ends) aim(compiler, end)
}

function inLoop(compiler: Compiler, start: number, body: () => void): void {
  const loop: Loop = { depth: compiler.depth, start, breaks: [] }
  compiler.loops.push(loop)
  body()
  compiler.loops.pop()
  for (const jump of loop.breaks) aim(compiler, jump)
}

function emitWhile(compiler: Compiler, { until, condition, body }: Extract<Node, { type: 'while' }>): void {
  const start = compiler.code.length
  inLoop(compiler, start, () => {
    emit(compiler, condition, { isChecked: true, isLast: false })
    const leave = add(compiler, { op: 'jump-on', status: until ? 'success' : 'failure', to: 0 })
    emit(compiler, body, { isChecked: false, isLast: false })
    add(compiler, { op: 'jump', to: start })
    aim(compiler, leave)
    add(compiler, { op: 'status', value: 0 })
  })
}

function emitFor(compiler: Compiler, { variable, words, body }: Extract<Node, { type: 'for' }>): void {
  add(compiler, { op: 'loop', variable, words: words.map((word) => emitWord(compiler, word)) })
  compiler.depth++
  const start = compiler.code.length
  inLoop(compiler, start, () => {
    const next = add(compiler, { op: 'next', to: 0 })
    emit(compiler, body, { isChecked: false, isLast: false })
    add(compiler, { op: 'jump', to: start })
    aim(compiler, next)
  })
  compiler.depth--
  add(compiler, { op: 'drop', count: 1 })
}

function emitCase(compiler: Compiler, { word, arms }: Extract<Node, { type: 'case' }>, place: Place): void {
  const subject = emitWord(compiler, word)
  const ends: number[] = []
  for (const { patterns, body } of arms) {
    const next = add(compiler, { op: 'unless-match', word: subject, patterns: patterns.map((pattern) => emitWord(compiler, pattern)), to: 0 })
    emit(compiler, body, { ...place, isLast: false })
    ends.push(add(compiler, { op: 'jump', to: 0 }))
    aim(compiler, next)
  }
  for (const end of ends) aim(compiler, end)
}

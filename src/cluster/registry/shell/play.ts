/**
 * Plays a process until it waits, asks for something, or ends. Everything it remembers stands in its `Execution`, so the
 * next call goes on where this one stopped. A loop without a pause is paused by the simulation, longer and longer.
 */
import { assert } from '../../../sim/assert.ts'
import { micros, seconds } from '../../../sim/time.ts'
import type { Execution, Instruction, Scope } from '../../network/execution.ts'
import type { Answer } from '../../network/packet.ts'
import { compileScript } from './compile.ts'
import { expandPattern, expandText, expandWords, type Expanding } from './expand.ts'
import type { Pause, ShellHost } from '../../network/shell-host.ts'
import { matches } from './pattern.ts'
import { failIfStrict, resumeCommand, runSimple } from './simple-command.ts'
import { openRedirects, pop, push, write } from './streams.ts'

/** Instructions before the simulation pauses a process that never waits. */
const budget = 500
const shortestSpin = 1_000
const longestSpin = 1_000_000

export function play(execution: Execution, host: ShellHost, answer?: Answer): Pause {
  const resumed = execution.current ? resume(execution, host, answer) : undefined
  if (resumed) return settle(execution, resumed)
  for (let step = 0; step < budget; step++) {
    takeSignal(execution)
    const instruction = execution.code[execution.next]
    execution.next++
    const pause = instruction ? perform(execution, host, instruction) : goBack(execution)
    if (pause) return settle(execution, pause)
  }
  execution.spins++
  return { type: 'wait', delay: micros(Math.min(shortestSpin * 2 ** Math.min(execution.spins, 20), longestSpin)) }
}

/** The command that waited goes on; what `set -e` says of it is said now. */
function resume(execution: Execution, host: ShellHost, answer: Answer | undefined): Pause | undefined {
  const instruction = execution.code[execution.next - 1]
  const pause = resumeCommand(execution, host, answer)
  return pause ?? (instruction?.op === 'run' ? failIfStrict(execution, instruction) : undefined)
}

function settle(execution: Execution, pause: Pause): Pause {
  if (pause.type === 'end' && execution.traps['EXIT']) return playExitTrap(execution, pause.status)
  if (pause.type !== 'wait' || pause.delay >= longestSpin) execution.spins = 0
  return pause
}

/** The trap is the rest of the script. */
function playExitTrap(execution: Execution, status: number): Pause {
  const { EXIT: text = '', ...traps } = execution.traps
  const compiled = compileScript(`${text}\nexit ${status}`)
  execution.traps = Object.freeze(traps)
  execution.stack = []
  if (!compiled.ok) return { type: 'end', status }
  Object.assign(execution, { code: compiled.code, next: 0, status })
  return { type: 'wait', delay: micros(0) }
}

/** A signal that came meanwhile: its trap is played before the next instruction. */
function takeSignal(execution: Execution): void {
  const [signal, ...later] = execution.signals
  if (signal === undefined) return
  execution.signals = Object.freeze(later)
  const compiled = compileScript(execution.traps[signal] ?? '')
  if (!compiled.ok) return
  const { code, next, positional, status } = execution
  push(execution, { type: 'return', code, next, scope: null, positional, status })
  Object.assign(execution, { code: compiled.code, next: 0 })
}

export const scopeOf = ({ variables, positional, directory, exitOnError }: Execution): Scope => Object.freeze({ variables, positional, directory, exitOnError })

/** Goes back to where the present code was called from, or ends. */
export function goBack(execution: Execution): Pause | undefined {
  for (let frame = pop(execution); frame; frame = pop(execution)) {
    if (frame.type !== 'return') continue
    const { code, next, positional, scope, status } = frame
    Object.assign(execution, { code, next, positional, ...scope, ...(status !== null && { status }) })
    return undefined
  }
  return { type: 'end', status: execution.status }
}

function perform(execution: Execution, host: ShellHost, instruction: Instruction): Pause | undefined {
  switch (instruction.op) {
    case 'run':
      return runSimple(execution, host, instruction)
    case 'jump':
      execution.next = instruction.to
      return undefined
    case 'jump-on':
      if ((execution.status === 0) === (instruction.status === 'success')) execution.next = instruction.to
      return undefined
    case 'status':
      execution.status = instruction.value
      return undefined
    case 'not':
      execution.status = execution.status === 0 ? 1 : 0
      return undefined
    case 'wait':
      return { type: 'wait', delay: seconds(instruction.seconds) }
    case 'exit':
      return { type: 'end', status: instruction.code }
    case 'print':
      write(execution, host, { stream: 'stdout', text: `${instruction.text}\n` })
      return undefined
    case 'allocate':
      return host.allocate(instruction.bytes) ? undefined : { type: 'out-of-memory' }
    case 'serve':
      return serve(execution, host)
    case 'stay':
      return { type: 'stay' }
    default:
      return arrange(execution, host, instruction)
  }
}

/** The image's server runs in the foreground from here on. */
function serve(execution: Execution, host: ShellHost): Pause {
  const problem = host.listen()
  if (problem === undefined) return { type: 'stay' }
  write(execution, host, { stream: 'stderr', text: `${problem}\n` })
  return { type: 'end', status: 1 }
}

type Arranging = Exclude<Instruction, { op: 'run' | 'jump' | 'jump-on' | 'status' | 'not' | 'wait' | 'exit' | 'print' | 'allocate' | 'serve' | 'stay' }>

/** Instructions that change the stack. */
function arrange(execution: Execution, host: ShellHost, instruction: Arranging): Pause | undefined {
  const expanding: Expanding = { execution, host, problem: '' }
  switch (instruction.op) {
    case 'loop':
      return push(execution, { type: 'loop', variable: instruction.variable, items: expandWords(expanding, instruction.words) })
    case 'next':
      return nextItem(execution, instruction.to)
    case 'unless-match': {
      const text = expandText(expanding, instruction.word)
      if (!instruction.patterns.some((pattern) => matches(text, expandPattern(expanding, pattern)))) execution.next = instruction.to
      return undefined
    }
    case 'drop':
      for (let count = 0; count < instruction.count; count++) pop(execution)
      return undefined
    case 'redirect': {
      const { sinks, stdin, problem } = openRedirects(expanding, instruction.redirects)
      if (problem !== '') write(execution, host, { stream: 'stderr', text: `sh: ${problem}\n` })
      return push(execution, stdin === undefined ? { type: 'output', ...sinks } : { type: 'input', text: stdin })
    }
    case 'capture':
      return push(execution, { type: 'capture', text: '' })
    case 'pipe':
      return pipe(execution, instruction.isFirst)
    case 'store': {
      const registers = [...execution.registers]
      registers[instruction.register] = takeCaptured(execution).replace(/\n+$/, '')
      execution.registers = Object.freeze(Array.from(registers, (text) => text ?? ''))
      return undefined
    }
    case 'subshell': {
      const { code, positional } = execution
      return push(execution, { type: 'return', code, next: instruction.end, scope: scopeOf(execution), positional, status: null })
    }
    case 'return':
      return goBack(execution)
    case 'define': {
      const body = Object.freeze({ code: execution.code, at: execution.next })
      execution.functions = Object.freeze({ ...execution.functions, [instruction.name]: body })
      execution.next = instruction.end
      return undefined
    }
    case 'background': {
      const id = host.fork(execution, execution.next)
      execution.variables = Object.freeze({ ...execution.variables, '!': String(id) })
      execution.next = instruction.end
      execution.status = 0
      return undefined
    }
  }
}

function takeCaptured(execution: Execution): string {
  const frame = pop(execution)
  assert(frame?.type === 'capture', 'a shell lost what it captured')
  return frame.text
}

function pipe(execution: Execution, isFirst: boolean): undefined {
  const text = takeCaptured(execution)
  if (!isFirst) pop(execution)
  push(execution, { type: 'input', text })
}

function nextItem(execution: Execution, end: number): undefined {
  const frame = execution.stack.at(-1)
  assert(frame?.type === 'loop', 'a shell lost its loop')
  const [item, ...items] = frame.items
  if (item === undefined) {
    execution.next = end
    return
  }
  pop(execution)
  push(execution, { type: 'loop', variable: frame.variable, items })
  execution.variables = Object.freeze({ ...execution.variables, [frame.variable]: item })
}

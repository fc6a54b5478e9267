/** Processes of containers: the machine plays them, gives them time, answers and children, and takes in their end. */
import { assert } from '../../sim/assert.ts'
import { freeze } from '../../sim/freeze.ts'
import type { StepContext } from '../../sim/part.ts'
import { micros, type Micros } from '../../sim/time.ts'
import { parseUrl } from '../network/address.ts'
import { openExchange, type ExchangeHost } from '../network/exchange.ts'
import { createExecution, type Code, type Execution } from '../network/execution.ts'
import { writeLog, writeOutput, type Container, type Machine } from '../network/machine.ts'
import type { Answer } from '../network/packet.ts'
import type { Call, Registry } from '../network/program.ts'
import type { Pause, ShellHost } from '../network/shell-host.ts'
import type { ShellOwner } from './connections.ts'
import { fileView } from './container-files.ts'
import type { ExecDoneEvent, ProcessEvent } from '../network/machine-events.ts'
import { endContainer, type Ended, type Running } from './runtime.ts'

/** What plays processes: the machine's own part, or its kubelet in line. `ctx` is the machine's. */
export interface Player {
  readonly ctx: StepContext
  readonly machine: Machine
  readonly registry: Registry
  readonly host: () => ExchangeHost
  /** Seconds since 1970 of this step. */
  readonly clock: number
}

type Played = Running & { readonly execution: Execution }

/** Characters of a command's output that are kept, as the kubelet does for probes. */
const outputLimit = 10_240
/** What the kernel's out-of-memory killer leaves behind: it takes all processes of the container. */
const outOfMemory: Ended = { exitCode: 137, reason: 'OOMKilled' }

const ended = (exitCode: number): Ended => ({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' })

function find({ machine }: Player, { uid, container, execution }: { readonly uid: string; readonly container: string; readonly execution: number }): Played | undefined {
  const sandbox = machine.sandboxes.get(uid)
  const found = sandbox?.containers.find(({ id, state }) => id === container && state === 'running')
  const process = found?.process.executions.get(execution)
  return sandbox && found && process ? { sandbox, container: found, execution: process } : undefined
}

export function goOn(player: Player, event: ProcessEvent): void {
  const played = find(player, event)
  if (!played) return
  if (event.exit !== undefined) return endExecution(player, played, event.exit)
  if (played.execution.ticket === event.ticket) run(player, played)
}

/** The answer to a call has come. */
export function takeAnswer(player: Player, owner: ShellOwner, answer: Answer): void {
  const played = find(player, owner)
  if (played?.execution.ticket === owner.ticket) run(player, played, answer)
}

export function run(player: Player, played: Played, answer?: Answer): void {
  const pause = advance(player, played, answer)
  if (pause.type === 'end') endExecution(player, played, pause.status)
}

/** Plays it to its next pause and sees to everything but its end. */
function advance(player: Player, played: Played, answer?: Answer): Pause {
  const { ctx, machine, registry } = player
  const { sandbox, container, execution } = played
  execution.waitsFor = 'nothing'
  execution.ticket++
  const pause = registry.play(execution, hostOf(player, played), answer)
  if (pause.type === 'wait') {
    execution.waitsFor = 'time'
    tick(ctx, machine, played, pause.delay)
  } else if (pause.type === 'children') execution.waitsFor = 'children'
  else if (pause.type === 'call') callOut(player, played, pause.call)
  else if (pause.type === 'out-of-memory') endContainer(ctx, machine, { sandbox, container }, outOfMemory)
  return pause
}

function tick(ctx: StepContext, machine: Machine, { sandbox, container, execution }: Played, delay: Micros): void {
  const event: ProcessEvent = { type: 'process', uid: sandbox.uid, container: container.id, execution: execution.id, ticket: execution.ticket }
  ctx.send(`node/${machine.name}`, event, delay)
}

function endExecution(player: Player, { sandbox, container, execution }: Played, status: number): void {
  const { ctx, machine } = player
  const { executions } = container.process
  if (execution.id === 1) return endContainer(ctx, machine, { sandbox, container }, ended(status))
  executions.delete(execution.id)
  const { owner } = execution
  if (owner.type === 'exec') {
    const event: ExecDoneEvent = { type: 'exec-done', uid: sandbox.uid, container: container.id, tag: owner.tag, status, output: execution.output }
    ctx.send(`kubelet/${machine.name}`, event)
  }
  const parent = owner.type === 'child' ? executions.get(owner.of) : undefined
  if (parent?.waitsFor === 'children' && childrenOf(container, parent.id).length === 0) run(player, { sandbox, container, execution: parent })
}

const childrenOf = ({ process }: Container, id: number): number[] =>
  [...process.executions.values()].filter(({ owner }) => owner.type === 'child' && owner.of === id).map((child) => child.id)

function hostOf(player: Player, played: Played): ShellHost {
  const { ctx, machine, registry, clock } = player
  const { sandbox, container, execution } = played
  const { process } = container
  return {
    files: fileView(machine, { sandbox, container, registry }),
    order: process.order,
    clock,
    random: () => ctx.random(),
    print: (stream, text) => print(ctx, played, { stream, text }),
    server: () => ownCode(registry.program(process.program)?.server?.(process.order)),
    allocate: (bytes) => {
      process.memoryBytes += bytes
      return process.order.memoryLimitBytes === 0 || process.memoryBytes <= process.order.memoryLimitBytes
    },
    listen: () => {
      const taken = process.ports.find((port) => listens(played, port))
      if (taken !== undefined) return `bind() to 0.0.0.0:${taken} failed (98: Address already in use)`
      process.listening = true
      return undefined
    },
    isListening: (port) => listens(played, port),
    fork: (parent, at) => fork(player, played, { parent, at }),
    children: () => childrenOf(container, execution.id),
    signal: (id, name) => signalProcess(player, { sandbox, container }, { id, name }),
  }
}

/** The containers of a pod share one network: a port can be listened on once. */
const listens = ({ sandbox }: Running, port: number): boolean =>
  sandbox.containers.some(({ state, process }) => state === 'running' && process.listening && process.ports.includes(port))

/** What a command of an exec writes is its own; what it writes to the container's streams goes to the log. */
function print(ctx: StepContext, { container, execution }: Played, { stream, text }: { stream: 'stdout' | 'stderr'; text: string }): void {
  if (execution.owner.type !== 'exec') writeOutput(container.log, { at: ctx.now, stream, text })
  else execution.output = (execution.output + text).slice(0, outputLimit)
}

/** A copy for one process: what two of them share would no longer be shared after a save. */
const ownCode = (code: Code | undefined): Code | undefined => code && freeze([...code])

function fork(player: Player, { sandbox, container }: Running, { parent, at }: { parent: Execution; at: number }): number {
  const { process } = container
  const id = process.nextExecution++
  const { code, positional, directory, variables, functions, registers } = parent
  const child = createExecution({ id, code: freeze([...code]), isShell: true, owner: { type: 'child', of: parent.id }, directory, positional: Object.freeze([...positional]) })
  Object.assign(child, { next: at, variables: Object.freeze({ ...variables }), functions: freeze({ ...functions }), registers: Object.freeze([...registers]) })
  process.executions.set(id, child)
  child.waitsFor = 'time'
  tick(player.ctx, player.machine, { sandbox, container, execution: child }, micros(0))
  return id
}

function callOut({ ctx, host }: Player, { sandbox, container, execution }: Played, { method, url, timeout }: Call): void {
  execution.waitsFor = 'answer'
  const owner: ShellOwner = { type: 'shell', uid: sandbox.uid, container: container.id, execution: execution.id, ticket: execution.ticket }
  const parsed = parseUrl(url)
  const client = { place: `pods/${sandbox.namespace}/${sandbox.name}`, address: sandbox.address }
  openExchange(host(), { request: 0, depth: 0, client, method, url: parsed ?? { host: 'invalid.', port: 80, path: '/' }, resolver: sandbox.resolver, timeout, owner })
  assert(ctx.self.startsWith('node/'), 'a process calls out from its machine')
}

/** False if there is no such process. */
function signalProcess(player: Player, running: Running, { id, name }: { id: number; name: string }): boolean {
  const execution = running.container.process.executions.get(id)
  if (!execution) return false
  const { registry } = player
  const outcome = registry.signal(execution, name)
  const played = { ...running, execution }
  if (outcome.type === 'ends') endExecution(player, played, outcome.status)
  else if (outcome.type === 'goes-on') tick(player.ctx, player.machine, woken(played), micros(0))
  else if (outcome.type === 'server') stopServer(player, played)
  return true
}

function woken(played: Played): Played {
  played.execution.waitsFor = 'time'
  return played
}

/** The program itself decides what it does on TERM. */
function stopServer({ ctx, machine, registry }: Player, { sandbox, container, execution }: Played): void {
  const reaction = registry.program(container.process.program)?.onTerm(container.process) ?? { type: 'ignore' }
  if (reaction.type === 'ignore') return
  writeLog(container.log, { at: ctx.now, stream: 'stderr', text: 'signal 15 (SIGTERM) received, exiting' })
  const event: ProcessEvent = { type: 'process', uid: sandbox.uid, container: container.id, execution: execution.id, ticket: execution.ticket, exit: reaction.code }
  ctx.send(`node/${machine.name}`, event, reaction.after)
}

/** TERM to the first process; what follows is up to it. */
export function terminateContainer(player: Player, running: Running): void {
  const { process, state } = running.container
  if (process.terminating || state === 'exited') return
  process.terminating = true
  signalProcess(player, running, { id: 1, name: 'TERM' })
}

export type ExecOutcome = { readonly type: 'done'; readonly status: number; readonly output: string } | { readonly type: 'running' }

/** Runs a command in a container. One that takes time ends with an `ExecDoneEvent` under its tag. */
export function exec(player: Player, running: Running, { words, tag }: { readonly words: readonly string[]; readonly tag: string }): ExecOutcome {
  const { process } = running.container
  const id = process.nextExecution++
  const directory = player.registry.program(process.program)?.directory ?? '/'
  const execution = createExecution({ id, code: player.registry.command(words), isShell: false, owner: { type: 'exec', tag }, directory })
  process.executions.set(id, execution)
  const pause = advance(player, { ...running, execution })
  if (pause.type !== 'end') return { type: 'running' }
  process.executions.delete(id)
  return { type: 'done', status: pause.status, output: execution.output }
}

/** Nobody waits for this command any more: it is killed. */
export function cancelExec({ container }: Running, tag: string): void {
  const { executions } = container.process
  for (const { id, owner } of executions.values()) if (owner.type === 'exec' && owner.tag === tag) executions.delete(id)
}

/** Requests that reach a container: who listens, what its program does, and the calls it makes before it answers. */
import type { StepContext } from '../../sim/part.ts'
import { parseUrl } from '../network/address.ts'
import { openExchange, type ExchangeHost } from '../network/exchange.ts'
import { admit, answerBack } from '../network/kernel.ts'
import { latency } from '../network/latency.ts'
import { cross, endOf } from '../network/link.ts'
import { writeLog, type Container, type Machine, type Sandbox } from '../network/machine.ts'
import { observeHop } from '../network/observe.ts'
import type { AcceptedEvent, Answer, Packet } from '../network/packet.ts'
import { placeKey } from '../network/place.ts'
import type { Act, Registry, Running } from '../network/program.ts'
import type { ProgramOwner } from './connections.ts'
import { readIn } from './container-files.ts'

interface Served {
  readonly registry: Registry
  readonly host: ExchangeHost
}

export function receive(ctx: StepContext, machine: Machine, { packet, registry, host }: Served & { packet: Packet }): void {
  const { destination } = packet
  const uid = machine.addresses.get(destination.address)
  if (uid === undefined && destination.address !== machine.address) return
  if (uid === undefined && packet.reply.part !== ctx.self && admit(ctx, machine, packet)) return
  const candidates = uid === undefined ? hostSandboxes(machine) : [machine.sandboxes.get(uid)]
  for (const sandbox of candidates) {
    const container = sandbox?.containers.find((one) => listensOn(one, destination.port))
    if (sandbox && container) return accept(ctx, machine, { packet, registry, host, sandbox, container })
  }
  answerBack(ctx, packet, { ok: false, failure: { type: 'refused' } })
}

const hostSandboxes = (machine: Machine): Sandbox[] => [...machine.sandboxes.values()].filter(({ address }) => address === machine.address)

const listensOn = ({ state, process }: Container, port: number): boolean => state === 'running' && process.listening && process.ports.includes(port)

interface Accepted extends Served {
  readonly packet: Packet
  readonly sandbox: Sandbox
  readonly container: Container
}

function accept(ctx: StepContext, machine: Machine, accepted: Accepted): void {
  const { packet, sandbox, container, registry } = accepted
  const took = latency(ctx, 'serving')
  const place = `pods/${sandbox.namespace}/${sandbox.name}`
  observeHop(ctx, packet, {
    type: 'serve',
    from: place,
    to: place,
    duration: took,
    toAddress: placeKey(packet.destination),
    params: { method: packet.http.method, path: packet.http.path, container: container.name, node: machine.name },
  })
  ctx.charge(took)
  if (packet.http.method === connectOnly) return answerBack(ctx, packet, { ok: true, response: { status: 200, headers: {}, body: '' } })
  const program = registry.program(container.process.program)
  if (program) perform(ctx, accepted, program.onRequest(packet.http, runningView(ctx, machine, accepted)))
}

/** The method of a client that opens a connection and says nothing (`nc -z`). */
const connectOnly = 'CONNECT'

/** What a program may look at while it answers. */
export function runningView(ctx: StepContext, machine: Machine, scene: { sandbox: Sandbox; container: Container; registry: Registry }): Running {
  const { container } = scene
  return {
    order: container.process.order,
    uptimeSeconds: (ctx.now - container.startedAt) / 1_000_000,
    read: (path) => readIn(machine, scene, path),
  }
}

/** A call of a program has ended. */
export function resume(ctx: StepContext, machine: Machine, { owner, answer, registry, host }: Served & { owner: ProgramOwner; answer: Answer }): void {
  const { packet, uid } = owner
  const sandbox = machine.sandboxes.get(uid)
  const container = sandbox?.containers.find(({ id, state }) => id === owner.container && state === 'running')
  if (!sandbox || !container) return answerBack(ctx, packet, { ok: false, failure: { type: 'reset' } })
  const program = registry.program(container.process.program)
  if (program) perform(ctx, { packet, sandbox, container, registry, host }, program.onAnswer(owner.frame, answer, container.process.order))
}

function perform(ctx: StepContext, { packet, sandbox, container, host }: Accepted, act: Act): void {
  if (act.type === 'respond') {
    writeLog(container.log, { at: ctx.now, stream: 'stdout', text: act.log ?? accessLine(packet, act.response.status) })
    return answerBack(ctx, packet, { ok: true, response: act.response })
  }
  if (act.type === 'reset') return answerBack(ctx, packet, { ok: false, failure: { type: 'reset' } })
  const url = parseUrl(act.call.url)
  if (!url) return answerBack(ctx, packet, { ok: false, failure: { type: 'reset' } })
  const accepted: AcceptedEvent = { type: 'accepted', exchange: packet.reply.exchange }
  if (!cross(ctx, [endOf(ctx.self), endOf(packet.reply.part)], 'data').isLost) ctx.send(packet.reply.part, accepted)
  const owner: ProgramOwner = { type: 'program', uid: sandbox.uid, container: container.id, frame: act.frame, packet }
  openExchange(host, {
    request: packet.request,
    depth: packet.depth + 1,
    client: { place: `pods/${sandbox.namespace}/${sandbox.name}`, address: sandbox.address },
    method: act.call.method,
    url,
    resolver: sandbox.resolver,
    timeout: act.call.timeout,
    owner,
  })
}

const accessLine = ({ source, http }: Packet, status: number): string => `${source.address} "${http.method} ${http.path} HTTP/1.1" ${status}`

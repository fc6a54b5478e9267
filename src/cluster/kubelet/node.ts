/**
 * The part `node/NAME`: a machine with its kernel, container runtime and processes. Its kubelet and its kube-proxy work
 * on it in line; what happens by itself (processes that go on, packets that arrive) happens here. A reboot keeps images
 * and the record of containers, which then count as lost (exit code 255, as containerd reports them).
 */
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { onAccepted, onAnswer, onDnsAnswer, onExpire, openExchange, type ExchangeHost } from '../network/exchange.ts'
import { createMachine, type Container, type Machine } from '../network/machine.ts'
import type { AnnounceEvent, AttachEvent } from '../network/network-state.ts'
import { isAccepted, isAnswer, isDnsAnswer, isExpire, isPacket } from '../network/packet.ts'
import type { Registry } from '../network/program.ts'
import { isSendRequest, requestTimeout, type SendRequestEvent } from '../network/request.ts'
import { hostResolver } from '../network/resolver.ts'
import { isProcess } from '../network/machine-events.ts'
import { playerOf } from './player.ts'
import { goOn } from './process.ts'
import { receive } from './serve.ts'

export interface NodeOptions {
  readonly registry: Registry
  /** The machine's address, by name; by default 10.0.0.11 for `node-1` and so on. */
  readonly address?: (name: string) => string
  /** Seconds since 1970 of a step. */
  readonly clock: (ctx: StepContext) => number
}

export const defineNode = ({ registry, clock, address = machineAddress }: NodeOptions): PartDefinition<Machine> => ({
  type: 'node',
  init: (name, previous) => (previous ? rebooted(previous) : createMachine(name, address(name))),
  step: (ctx, machine, event) => {
    const player = playerOf(ctx, machine, { registry, clock: clock(ctx) })
    const { host } = player
    if (isPacket(event)) receive(ctx, machine, { packet: event.packet, registry, host: host() })
    else if (isProcess(event)) goOn(player, event)
    else if (isSendRequest(event)) openRequest(host(), machine, event)
    else if (isDnsAnswer(event)) onDnsAnswer(host(), event)
    else if (isAnswer(event)) onAnswer(host(), event)
    else if (isAccepted(event)) onAccepted(host(), event.exchange)
    else if (isExpire(event)) onExpire(host(), event)
    else if (event.type === 'start') boot(ctx, machine)
  },
})

/** The number at the end of the name, after 10.0.0.10; names without one share the far end of the range. */
function machineAddress(name: string): string {
  const number = Number(/(\d+)$/.exec(name)?.[1] ?? 200)
  const host = 10 + number
  return `10.0.${Math.floor(host / 256) % 256}.${host % 256}`
}

export function announceMachine(ctx: StepContext, { name, address, podCIDR }: Machine): void {
  const event: AnnounceEvent = { type: 'announce', node: name, address, podCIDR }
  ctx.send('network', event)
}

/** What an earlier life had attached is attached no longer. */
function boot(ctx: StepContext, machine: Machine): void {
  announceMachine(ctx, machine)
  for (const { namespace, name, address } of machine.sandboxes.values()) {
    const detach: AttachEvent = { type: 'detach', node: machine.name, address: address === machine.address ? '' : address, pod: `${namespace}/${name}` }
    ctx.send('network', detach)
  }
}

function rebooted(previous: Machine): Machine {
  const fresh = createMachine(previous.name, previous.address)
  for (const [reference, image] of previous.images) fresh.images.set(reference, image)
  for (const [uid, sandbox] of previous.sandboxes) {
    const containers = sandbox.containers.map((container) => (container.state === 'exited' ? container : lost(container)))
    fresh.sandboxes.set(uid, { ...sandbox, ready: false, containers })
  }
  for (const [path, text] of previous.disk) fresh.disk.set(path, text)
  return { ...fresh, podCIDR: previous.podCIDR, lastAddress: previous.lastAddress, containersMade: previous.containersMade, boots: previous.boots + 1, nextExchange: previous.nextExchange }
}

function lost(container: Container): Container {
  const process = { ...container.process, listening: false, executions: new Map() }
  return { ...container, state: 'exited', finishedAt: container.startedAt, exitCode: 255, reason: 'Unknown', process }
}

function openRequest(host: ExchangeHost, machine: Machine, { pod, url, owner }: SendRequestEvent): void {
  const sandbox = machine.sandboxes.get(machine.names.get(pod) ?? '')
  openExchange(host, {
    request: owner.id,
    depth: 0,
    client: sandbox ? { place: `pods/${pod}`, address: sandbox.address } : { place: `nodes/${machine.name}`, address: machine.address },
    method: owner.method,
    url,
    resolver: sandbox?.resolver ?? hostResolver,
    timeout: requestTimeout,
    owner,
  })
}

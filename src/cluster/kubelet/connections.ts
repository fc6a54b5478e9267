/** Requests that a container has taken and not yet answered because its own calls are still out. */
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import type { ExchangeOwner } from '../network/exchange.ts'
import { answerBack } from '../network/kernel.ts'
import type { Machine } from '../network/machine.ts'
import type { Answer, Packet } from '../network/packet.ts'
import type { ProgramFrame } from '../network/program.ts'

/** Owner of an exchange that a program opened while it served `packet`. */
export interface ProgramOwner extends ExchangeOwner {
  readonly type: 'program'
  readonly uid: string
  readonly container: string
  readonly frame: ProgramFrame
  readonly packet: Packet
}
/** Owner of an exchange that a shell command (wget, curl, nslookup) opened. */
export interface ShellOwner extends ExchangeOwner {
  readonly type: 'shell'
  readonly uid: string
  readonly container: string
  readonly execution: number
  readonly ticket: number
}
/** Owner of a request of the kubelet's own, whose answer takes time. */
export interface ProbeOwner extends ExchangeOwner {
  readonly type: 'probe'
  readonly uid: string
  readonly key: string
  readonly containerId: string
}
export interface ProbeAnswerEvent extends SimEvent, Omit<ProbeOwner, 'type'> {
  readonly type: 'probe-answer'
  readonly answer: Answer
}
export const isProbeOwner = (owner: ExchangeOwner): owner is ProbeOwner => owner.type === 'probe'
export const isProbeAnswer = (event: SimEvent): event is ProbeAnswerEvent => event.type === 'probe-answer'
export const isShellOwner = (owner: ExchangeOwner): owner is ShellOwner => owner.type === 'shell'
export const isProgramOwner = (owner: ExchangeOwner): owner is ProgramOwner => owner.type === 'program'

/** The process is gone: what it was serving is reset. `ctx` is the machine's. */
export function resetConnections(ctx: StepContext, machine: Machine, container: string): void {
  const open = [...machine.exchanges.entries()].filter(([, { owner }]) => (isProgramOwner(owner) || isShellOwner(owner)) && owner.container === container)
  for (const [id, { owner }] of open) {
    machine.exchanges.delete(id)
    if (isProgramOwner(owner)) answerBack(ctx, owner.packet, { ok: false, failure: { type: 'reset' } })
  }
}

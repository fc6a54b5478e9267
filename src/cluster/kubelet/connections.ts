/** Requests that a container has taken and not yet answered because its own calls are still out. */
import type { StepContext } from '../../sim/part.ts'
import type { ExchangeOwner } from '../network/exchange.ts'
import { answerBack } from '../network/kernel.ts'
import type { Machine } from '../network/machine.ts'
import type { Packet } from '../network/packet.ts'
import type { ProgramFrame } from '../network/program.ts'

/** Owner of an exchange that a program opened while it served `packet`. */
export interface ProgramOwner extends ExchangeOwner {
  readonly type: 'program'
  readonly uid: string
  readonly container: string
  readonly frame: ProgramFrame
  readonly packet: Packet
}
export const isProgramOwner = (owner: ExchangeOwner): owner is ProgramOwner => owner.type === 'program'

/** The process is gone: what it was serving is reset. `ctx` is the machine's. */
export function resetConnections(ctx: StepContext, machine: Machine, container: string): void {
  const open = [...machine.exchanges.entries()].filter(([, { owner }]) => isProgramOwner(owner) && owner.container === container)
  for (const [id, { owner }] of open) {
    machine.exchanges.delete(id)
    if (isProgramOwner(owner)) answerBack(ctx, owner.packet, { ok: false, failure: { type: 'reset' } })
  }
}

/** A machine's hands for one step: what plays its processes, and their way onto the network. */
import { assert } from '../../sim/assert.ts'
import type { StepContext } from '../../sim/part.ts'
import type { ExchangeHost } from '../network/exchange.ts'
import { transmit } from '../network/kernel.ts'
import type { Machine } from '../network/machine.ts'
import type { Registry } from '../network/program.ts'
import { isRequestOwner, type RequestDoneEvent } from '../network/request.ts'
import { isProbeOwner, isProgramOwner, isShellOwner, type ProbeAnswerEvent } from './connections.ts'
import { takeAnswer, type Player } from './process.ts'
import { resume } from './serve.ts'

/** `ctx` is the machine's. */
export function playerOf(ctx: StepContext, machine: Machine, { registry, clock }: { registry: Registry; clock: number }): Player {
  const player: Player = { ctx, machine, registry, clock, host: () => hostOf(player) }
  return player
}

function hostOf(player: Player): ExchangeHost {
  const { ctx, machine, registry } = player
  const host: ExchangeHost = {
    ctx,
    book: machine,
    transmit: (_, packet) => transmit(ctx, machine, packet),
    finish: ({ owner }, answer) => {
      if (isProgramOwner(owner)) return resume(ctx, machine, { owner, answer, registry, host })
      if (isShellOwner(owner)) return takeAnswer(player, owner, answer)
      if (isProbeOwner(owner)) {
        const event: ProbeAnswerEvent = { type: 'probe-answer', uid: owner.uid, key: owner.key, containerId: owner.containerId, answer }
        return ctx.send(`kubelet/${machine.name}`, event)
      }
      assert(isRequestOwner(owner), 'a machine finished an exchange of nobody')
      const event: RequestDoneEvent = { type: 'request-done', owner, answer }
      ctx.send('network', event)
    },
  }
  return host
}


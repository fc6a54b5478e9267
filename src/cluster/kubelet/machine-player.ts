/** The kubelet's way to the processes of its machine: it plays them in line, on the machine's account. */
import { secondsOf } from '../../api/meta/time.ts'
import { playerOf } from './player.ts'
import type { Player } from './process.ts'
import type { Kubelet } from './state.ts'

export const playerIn = ({ ctx, machine, registry, client }: Pick<Kubelet, 'ctx' | 'machine' | 'registry' | 'client'>): Player =>
  playerOf(ctx.as(`node/${machine.name}`), machine, { registry, clock: secondsOf(client.timestamp(ctx)) })

/** Everything takes longer on a link, each way. */
import type { FaultOrder } from '../../api/fault.ts'
import { ms } from '../../sim/time.ts'
import { numberProblem, type FaultKind } from './fault.ts'
import { endsProblem, mendLink, troubleLink } from './link.ts'

type Slow = Extract<FaultOrder, { type: 'slow' }>

export const slow: FaultKind<Slow> = {
  type: 'slow',
  fields: ['a', 'b', 'milliseconds'],
  problem: (order, around) => endsProblem(order, around) ?? numberProblem('milliseconds', order.milliseconds, { from: 0.001, to: 3_600_000 }),
  inject: (injection, order) => troubleLink(injection, order, { percentLost: 0, delay: ms(order.milliseconds) }),
  heal: mendLink,
}

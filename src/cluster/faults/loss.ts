/** Some of the packets on a link get lost; what is lost is sent again, so that most of it is only late. */
import type { FaultOrder } from '../../api/fault.ts'
import { micros } from '../../sim/time.ts'
import { numberProblem, type FaultKind } from './fault.ts'
import { endsProblem, mendLink, troubleLink } from './link.ts'

type Loss = Extract<FaultOrder, { type: 'loss' }>

export const loss: FaultKind<Loss> = {
  type: 'loss',
  fields: ['a', 'b', 'percent'],
  problem: (order, around) => endsProblem(order, around) ?? numberProblem('percent', order.percent, { from: 0.001, to: 100 }),
  inject: (injection, order) => troubleLink(injection, order, { percentLost: order.percent, delay: micros(0) }),
  heal: mendLink,
}

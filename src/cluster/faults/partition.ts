/**
 * Nothing comes through a link. Connections that stand are not told: a watch over it is given up by its client when
 * pings go unanswered, or goes on, late, if the link is mended before.
 */
import type { FaultOrder } from '../../api/fault.ts'
import { instanceOf, typeOf } from '../../sim/part.ts'
import { micros, seconds, type Micros } from '../../sim/time.ts'
import { controlPlaneEnd } from '../network/link.ts'
import type { FaultKind, Injection } from './fault.ts'
import { endsProblem, mendLink, troubleLink, type Ends } from './link.ts'

type Partition = Extract<FaultOrder, { type: 'partition' }>

/** HTTP/2's idle time and its ping's time-out in client-go (apimachinery/pkg/util/net/http.go). */
const noticedAfter = seconds(45)

export const partition: FaultKind<Partition> = {
  type: 'partition',
  fields: ['a', 'b'],
  problem: (order, around) => endsProblem(order, around),
  inject: (injection, order) => {
    closeWatches(injection, order, noticedAfter)
    return troubleLink(injection, order, { percentLost: 100, delay: micros(0) })
  },
  heal: (injection, fault) => {
    mendLink(injection, fault)
    if (injection.ctx.now - fault.since < noticedAfter) closeWatches(injection, fault.order, micros(0))
  },
}

/** The processes of nodes that are cut off from the API server list again, each after its own back-off. */
function closeWatches({ ctx, parts }: Injection, { a, b }: Ends, delay: Micros): void {
  const isOver = (node: string) => (b === undefined ? a === node || a === controlPlaneEnd : [a, b].includes(node) && [a, b].includes(controlPlaneEnd))
  for (const part of parts) if (['kubelet', 'kube-proxy'].includes(typeOf(part)) && isOver(instanceOf(part))) ctx.send(part, { type: 'watch-closed' }, delay)
}

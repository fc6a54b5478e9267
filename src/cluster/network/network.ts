/**
 * The part `network`: what lies between machines, the public internet with its resolver, and the clients that stand
 * outside. Requests are ordered here (`order.ts`), so it also numbers them and runs traffic streams. Stands for the
 * NICs, flannel and curl on someone's laptop.
 */
import type { PartDefinition, StepContext } from '../../sim/part.ts'
import { plus } from '../../sim/time.ts'
import { onAccepted, onAnswer, onDnsAnswer, onExpire } from './exchange.ts'
import { announce, ingressAddress } from './fabric.ts'
import { latency } from './latency.ts'
import { cross, endOf, internetEnd } from './link.ts'
import { attach, createNetworkState, isAnnounce, isAttach, type NetworkState } from './network-state.ts'
import { isTrafficTick, onTrafficTick } from './order.ts'
import {
  isAccepted,
  isAnswer,
  isDnsAnswer,
  isDnsQuery,
  isExpire,
  isPacket,
  isRouteBack,
  type DnsAnswerEvent,
  type DnsQueryEvent,
} from './packet.ts'
import { isRequestDone, onRequestDone } from './request.ts'
import { forward, outside, routeBack } from './underlay.ts'

export const defineNetwork = (): PartDefinition<NetworkState> => ({
  type: 'network',
  init: createNetworkState,
  step: (ctx, state, event) => {
    if (isPacket(event)) forward(ctx, state, { packet: event.packet, from: event.from ?? ctx.self })
    else if (isRouteBack(event)) routeBack(ctx, event)
    else if (isDnsQuery(event)) answerPublicly(ctx, event)
    else if (isDnsAnswer(event)) onDnsAnswer(outside(ctx, state), event)
    else if (isAnswer(event)) onAnswer(outside(ctx, state), event)
    else if (isAccepted(event)) onAccepted(outside(ctx, state), event.exchange)
    else if (isExpire(event)) onExpire(outside(ctx, state), event)
    else if (isRequestDone(event)) onRequestDone(ctx, event)
    else if (isTrafficTick(event)) onTrafficTick(ctx, state, event.traffic)
    else if (isAnnounce(event)) announce(state.fabric, event)
    else if (isAttach(event)) attach(state, event)
  },
})

/**
 * Public DNS, for clients outside and for machines' own resolvers. The playground's world is small: every public name
 * leads to the ingress controller. Cluster names and, for machines, names without a dot do not exist there.
 */
function answerPublicly(ctx: StepContext, { reply, name }: DnsQueryEvent): void {
  const exists = !name.endsWith('.cluster.local') && (reply.part === 'network' || name.includes('.'))
  const event: DnsAnswerEvent = {
    type: 'dns-answer',
    exchange: reply.exchange,
    name,
    code: exists ? 'NOERROR' : 'NXDOMAIN',
    addresses: exists ? [ingressAddress] : [],
    canonical: '',
  }
  const { isLost, delay } = cross(ctx, [internetEnd, endOf(reply.part)], 'dns')
  if (!isLost) ctx.send(reply.part, event, plus(latency(ctx, 'dns'), delay))
}

/**
 * A process that may only act while it leads gives up when it cannot renew its lease for ten seconds, and is started
 * anew; what it believed of the cluster by then is gone with it, and its successor does nothing before the lease has run
 * out. Follows client-go v1.36 tools/leaderelection. Played only while the API server does not answer; leaves out the
 * Lease itself, and that a successor which first reads it late waits its whole length from then on.
 */
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { micros, seconds, type Micros } from '../../sim/time.ts'
import type { Client } from './client.ts'
import { tell } from './tell.ts'

/** Time to renew, which has not been possible since then. */
export interface RenewEvent extends SimEvent {
  readonly type: 'renew-leadership'
  readonly since: Micros
}
export const isRenew = (event: SimEvent): event is RenewEvent => event.type === 'renew-leadership'

/** Upstream's defaults for control plane components. */
const renewDeadline = seconds(10)
const retryPeriod = seconds(2)
/** How long others have to respect it after its last renewal. */
const leaseDuration = seconds(15)

export function renewLeadership(ctx: StepContext, client: Client, event: RenewEvent): void {
  if (client.get(ctx, 'namespaces', '', 'kube-system').ok) return
  if (ctx.now - event.since < renewDeadline) return ctx.send(ctx.self, event, retryPeriod)
  tell(ctx, 'part.lost-leadership', { actor: `process/${ctx.self}`, object: '', level: 'warning' }, { part: ctx.self })
  ctx.crash(micros(event.since + leaseDuration - ctx.now))
}

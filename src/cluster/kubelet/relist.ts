/**
 * The pod lifecycle event generator: once a second the kubelet asks the runtime what runs, and syncs the pods whose
 * containers changed. Follows kubernetes v1.36 pkg/kubelet/pleg/generic.go; played only when something did change.
 */
import type { SimEvent } from '../../sim/queue.ts'
import { hashName } from '../../sim/random.ts'
import { micros } from '../../sim/time.ts'
import type { Kubelet } from './state.ts'

export interface RelistEvent extends SimEvent {
  readonly type: 'relist'
}
export const isRelist = (event: SimEvent): event is RelistEvent => event.type === 'relist'

const period = 1_000_000

/** Something changed in this pod: the next relist will see it. Relists of a machine fall on its own phase of the second. */
export function relist({ ctx, state }: Kubelet, uid: string): void {
  if (!state.changed.has(uid)) state.changed.set(uid, ctx.cause)
  if (state.relisting) return
  state.relisting = true
  const phase = hashName(ctx.instance) % period
  const now = ctx.now + ctx.charged
  const event: RelistEvent = { type: 'relist' }
  ctx.send(ctx.self, event, micros(period - ((((now - phase) % period) + period) % period)))
}

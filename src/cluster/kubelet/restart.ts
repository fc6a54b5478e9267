/** A container that a probe has found dead: it is stopped, and the pod's worker starts it again. */
import type { SimEvent } from '../../sim/queue.ts'
import { seconds } from '../../sim/time.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import type { ProbeKind } from './probe.ts'
import { endContainer, terminateContainer } from './runtime.ts'
import { emitFor, sandboxOf, uidOf, type Kubelet, type PodWorker } from './state.ts'

export interface KillContainerEvent extends SimEvent {
  readonly type: 'kill-container'
  readonly uid: string
  readonly containerId: string
}
export const isKillContainer = (event: SimEvent): event is KillContainerEvent => event.type === 'kill-container'

interface Dead {
  readonly sandbox: Sandbox
  readonly container: Container
  readonly kind: ProbeKind
  readonly graceSeconds: number | undefined
}

export function killForProbe(k: Kubelet, worker: PodWorker, { sandbox, container, kind, graceSeconds }: Dead): void {
  if (container.process.terminating) return
  emitFor(k, worker, container.name, { reason: 'Killing', message: `Container ${container.name} failed ${kind} probe, will be restarted` })
  terminateContainer(k.ctx, k.machine, { sandbox, container, registry: k.registry })
  const event: KillContainerEvent = { type: 'kill-container', uid: uidOf(worker.pod), containerId: container.id }
  k.ctx.send(k.ctx.self, event, seconds(graceSeconds ?? worker.pod.spec.terminationGracePeriodSeconds ?? 30))
}

/** Its grace period is over. */
export function killContainer(k: Kubelet, worker: PodWorker, { containerId }: KillContainerEvent): void {
  const sandbox = sandboxOf(k, worker)
  const container = sandbox?.containers.find(({ id }) => id === containerId)
  if (sandbox && container) endContainer(k.ctx, k.machine, { sandbox, container }, { exitCode: 137, reason: 'Error' })
}

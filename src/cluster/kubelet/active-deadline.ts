/** A pod that may run for so long and no longer. Follows kubernetes v1.36 pkg/kubelet/active_deadline.go. */
import type { SimEvent } from '../../sim/queue.ts'
import { secondsOf } from '../../api/meta/time.ts'
import { seconds } from '../../sim/time.ts'
import { emit, uidOf, type Kubelet, type PodWorker } from './state.ts'

export interface DeadlineEvent extends SimEvent {
  readonly type: 'pod-deadline'
  readonly uid: string
  /** As it was asked for; another one has its own event. */
  readonly activeDeadlineSeconds: number
}
export const isDeadline = (event: SimEvent): event is DeadlineEvent => event.type === 'pod-deadline'

const message = 'Pod was active on the node longer than the specified deadline'

/** Counts from the moment the kubelet first saw the pod, in the whole seconds of its status. */
export function scheduleDeadline({ ctx, client }: Kubelet, worker: PodWorker): void {
  const { activeDeadlineSeconds } = worker.pod.spec
  if (activeDeadlineSeconds === undefined) return
  const left = secondsOf(worker.startTime) + activeDeadlineSeconds - secondsOf(client.timestamp(ctx))
  const event: DeadlineEvent = { type: 'pod-deadline', uid: uidOf(worker.pod), activeDeadlineSeconds }
  ctx.send(ctx.self, event, seconds(Math.max(0, left)))
}

/** True if the pod has to go now. */
export function meetsDeadline(k: Kubelet, worker: PodWorker, { activeDeadlineSeconds }: DeadlineEvent): boolean {
  const isVoid = worker.pod.spec.activeDeadlineSeconds !== activeDeadlineSeconds || worker.hasEnded || worker.evicted !== null
  if (isVoid || worker.stage === 'terminating' || worker.stage === 'finalizing' || worker.stage === 'finished') return false
  worker.evicted = { reason: 'DeadlineExceeded', message }
  emit(k, worker, { type: 'Normal', reason: 'DeadlineExceeded', message })
  return true
}

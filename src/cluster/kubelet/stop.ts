/**
 * The stopping of one container: preStop hook, its turn among the others, TERM, and KILL at the end of its grace period.
 * Follows kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer) and
 * kuberuntime_termination_order.go: whatever came before, TERM is given two seconds at least.
 */
import type { SimEvent } from '../../sim/queue.ts'
import { seconds, type Micros } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import { runHook, type HookOutcome } from './lifecycle.ts'
import { playerIn } from './machine-player.ts'
import { cancelExec, terminateContainer } from './process.ts'
import { endContainer } from './runtime.ts'
import { about, emitFor, sandboxOf, specOf, uidOf, type Kubelet, type PodWorker } from './state.ts'

/** What a container has at least between TERM and KILL (minimumGracePeriodInSeconds). */
const leastSeconds = 2

/** `hook`: preStop runs; `turn`: others must end first; `term`: TERM has been sent. */
export interface Stop {
  readonly phase: 'hook' | 'turn' | 'term'
  /** When its grace period began. */
  readonly since: Micros
  readonly graceSeconds: number
}

/** To the kubelet itself: the time that this phase of a stop had is over. */
export interface StopEvent extends SimEvent {
  readonly type: 'stop-over'
  readonly uid: string
  readonly container: string
  readonly phase: Stop['phase']
  readonly graceSeconds: number
}
export const isStopOver = (event: SimEvent): event is StopEvent => event.type === 'stop-over'

export interface StopOrder {
  readonly container: Container
  readonly graceSeconds: number
  readonly message: string
}

const findIn = (sandbox: Sandbox | undefined, id: string): Container | undefined => sandbox?.containers.find((container) => container.id === id && container.state === 'running')

export function stopContainer(k: Kubelet, worker: PodWorker, { container, graceSeconds, message }: StopOrder): void {
  const known = worker.stops.get(container.id)
  if (known) return shorten(k, worker, { container, known, graceSeconds })
  emitFor(k, worker, container.name, { reason: 'Killing', message })
  const spec = specOf(worker, container.name)
  const hasHook = spec.lifecycle?.preStop !== undefined && graceSeconds > 0
  enter(worker, container, { phase: 'hook', since: k.ctx.now, graceSeconds })
  if (!hasHook) return takeTurn(k, worker, container)
  const outcome = runHook(k, worker, { spec, container, hook: 'preStop' })
  if (outcome.type === 'running') schedule(k, worker, container, seconds(graceSeconds))
  else onPreStop(k, worker, container, outcome)
}

function enter(worker: PodWorker, container: Container, stop: Stop): void {
  worker.stops.set(container.id, Object.freeze(stop))
}

function schedule({ ctx }: Kubelet, worker: PodWorker, container: Container, delay: Micros): void {
  const stop = worker.stops.get(container.id)
  if (!stop) return
  const event: StopEvent = { type: 'stop-over', uid: uidOf(worker.pod), container: container.id, phase: stop.phase, graceSeconds: stop.graceSeconds }
  ctx.send(ctx.self, event, delay)
}

/** Whole seconds of its grace period that are left. */
const left = ({ ctx }: Kubelet, { since, graceSeconds }: Stop): number => graceSeconds - Math.floor((ctx.now - since) / 1_000_000)

/** The preStop hook has ended. */
export function onPreStop(k: Kubelet, worker: PodWorker, container: Container, outcome: HookOutcome): void {
  if (worker.stops.get(container.id)?.phase !== 'hook') return
  if (outcome.type === 'failed') {
    emitFor(k, worker, container.name, { type: 'Warning', reason: 'FailedPreStopHook', message: 'PreStopHook failed' })
    const params = { pod: worker.pod.metadata.name, node: k.ctx.instance, container: container.name, hook: 'preStop' } as const
    tell(k.ctx, 'kubelet.hook-failed', { ...about(k, worker.pod), level: 'warning' }, params)
  }
  takeTurn(k, worker, container)
}

function takeTurn(k: Kubelet, worker: PodWorker, container: Container): void {
  const stop = worker.stops.get(container.id)
  if (!stop) return
  const remaining = left(k, stop)
  if (remaining <= 0 || !isBlocked(k, worker, container.name)) return terminate(k, worker, container)
  enter(worker, container, { ...stop, phase: 'turn' })
  schedule(k, worker, container, seconds(remaining))
}

/** A sidecar ends after the main containers, and after the sidecars behind it. */
function isBlocked(k: Kubelet, { pod, stage, stops }: PodWorker, name: string): boolean {
  const init = pod.spec.initContainers ?? []
  const at = init.findIndex((spec) => spec.name === name)
  if (at < 0 || init[at]?.restartPolicy !== 'Always' || stage !== 'terminating') return false
  const before = new Set([...pod.spec.containers, ...init.slice(at + 1).filter(({ restartPolicy }) => restartPolicy === 'Always')].map((spec) => spec.name))
  const sandbox = k.machine.sandboxes.get(pod.metadata.uid ?? '')
  return sandbox?.containers.some((container) => container.state === 'running' && before.has(container.name) && stops.has(container.id)) ?? false
}

function terminate(k: Kubelet, worker: PodWorker, container: Container): void {
  const stop = worker.stops.get(container.id)
  const sandbox = sandboxOf(k, worker)
  if (!stop || !sandbox || stop.phase === 'term') return
  cancelExec({ sandbox, container }, 'preStop')
  enter(worker, container, { ...stop, phase: 'term' })
  terminateContainer(playerIn(k), { sandbox, container })
  schedule(k, worker, container, seconds(Math.max(leastSeconds, left(k, stop))))
}

/** A container has ended: it may be the turn of others. */
export function onStopped(k: Kubelet, worker: PodWorker): void {
  const sandbox = sandboxOf(k, worker)
  for (const id of [...worker.stops.keys()]) if (!findIn(sandbox, id)) worker.stops.delete(id)
  for (const [id, { phase }] of [...worker.stops]) {
    const container = findIn(sandbox, id)
    if (phase === 'turn' && container) takeTurn(k, worker, container)
  }
}

export function onStopOver(k: Kubelet, worker: PodWorker, { container: id, phase, graceSeconds }: StopEvent): void {
  const sandbox = sandboxOf(k, worker)
  const container = findIn(sandbox, id)
  const stop = worker.stops.get(id)
  if (!sandbox || !container || stop?.phase !== phase || stop.graceSeconds !== graceSeconds) return
  if (phase !== 'term') return terminate(k, worker, container)
  endContainer(k.ctx, k.machine, { sandbox, container }, { exitCode: 137, reason: 'Error' })
}

/** Another order with less grace came in: it counts from now. */
function shorten(k: Kubelet, worker: PodWorker, { container, known, graceSeconds }: { container: Container; known: Stop; graceSeconds: number }): void {
  if (graceSeconds >= known.graceSeconds) return
  enter(worker, container, { ...known, since: k.ctx.now, graceSeconds })
  schedule(k, worker, container, seconds(known.phase === 'term' ? Math.max(leastSeconds, graceSeconds) : graceSeconds))
}

/**
 * Probes of running containers. Follows kubernetes v1.36 pkg/kubelet/prober (worker.go, prober.go): a startup probe
 * holds the others back, readiness only changes the verdict, liveness and startup end the container.
 */
import type { Container as ContainerSpec, Probe } from '../../api/generated/types.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { between } from '../../sim/random.ts'
import { micros, plus, seconds, type Micros } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { parseUrl } from '../network/address.ts'
import { openExchange } from '../network/exchange.ts'
import { findContainer, type Container, type Sandbox } from '../network/machine.ts'
import { hostResolver } from '../network/resolver.ts'
import type { ProbeAnswerEvent, ProbeOwner } from './connections.ts'
import { isStarted } from './container-status.ts'
import { probeKey, type ProbeKind, type ProbeState } from './probe.ts'
import { playerIn } from './machine-player.ts'
import type { ExecDoneEvent } from '../network/machine-events.ts'
import { execOutcome, execTimeout, outcomeOf, portOf, runProbe, type ProbeOutcome } from './probe-action.ts'
import { reportStatus } from './pod-status.ts'
import { cancelExec } from './process.ts'
import { about, emitFor, sandboxOf, specOf, uidOf, wake, type Kubelet, type PodWorker } from './state.ts'
import { stopContainer } from './stop.ts'

export interface ProbeEvent extends SimEvent {
  /** `probe-timeout`: an attempt that still runs has had its time. */
  readonly type: 'probe' | 'probe-timeout'
  readonly uid: string
  readonly key: string
  readonly containerId: string
  /** When it was to come; one that was put off meanwhile is void. */
  readonly due: Micros
}
export const isProbe = (event: SimEvent): event is ProbeEvent => event.type === 'probe' || event.type === 'probe-timeout'

const kinds: readonly ProbeKind[] = ['startup', 'liveness', 'readiness']

const probeOf = (spec: ContainerSpec, kind: ProbeKind): Probe | undefined => spec[`${kind}Probe`]

export function startProbes(k: Kubelet, worker: PodWorker, { spec, container }: { spec: ContainerSpec; container: Container }): void {
  for (const kind of kinds) {
    const probe = probeOf(spec, kind)
    if (!probe) continue
    const state: ProbeState = {
      kind,
      container: spec.name,
      containerId: container.id,
      result: kind === 'liveness',
      successes: 0,
      failures: 0,
      due: k.ctx.now,
      isRunning: false,
    }
    worker.probes.set(probeKey(spec.name, kind), state)
    schedule(k, worker, { state, delay: firstDelay(k, worker, { kind, probe }) })
  }
}

/** A container that runs is seen at the next relist, and its readiness is asked for then. */
const askReadiness = { from: 200_000, to: 1_000_000 }

/** Probes come at fixed times since the kubelet has known the pod, once their first delay is over. */
function firstDelay({ ctx }: Kubelet, worker: PodWorker, { kind, probe }: { kind: ProbeKind; probe: Probe }): number {
  const { initialDelaySeconds = 0, periodSeconds = 10 } = probe
  if (kind === 'readiness' && initialDelaySeconds === 0) return between(() => ctx.random(), askReadiness.from, askReadiness.to) / 1_000_000
  const sinceAnchor = (ctx.now + ctx.charged - worker.probesSince) / 1_000_000
  const rounds = Math.ceil((sinceAnchor + initialDelaySeconds) / periodSeconds)
  return Math.max(0, rounds * periodSeconds - sinceAnchor)
}

/** A kubelet that was away takes the probes of running containers up again, with the verdict that stands in the status. */
export function continueProbes(k: Kubelet, worker: PodWorker): void {
  const { spec, status } = worker.pod
  // So that a kubelet that has just started does not ask everyone at once.
  if (sandboxOf(k, worker)) worker.probesSince = plus(k.ctx.now, micros(-between(() => k.ctx.random(), 0, 10_000_000)))
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    const running = findContainer(sandboxOf(k, worker), container.name)
    if (running?.state !== 'running') continue
    startProbes(k, worker, { spec: container, container: running })
    const known = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(({ name }) => name === container.name)
    const [startup, readiness] = [worker.probes.get(probeKey(container.name, 'startup')), worker.probes.get(probeKey(container.name, 'readiness'))]
    if (startup) startup.result = known?.started === true
    if (readiness) readiness.result = known?.ready === true
  }
}

function schedule({ ctx }: Kubelet, worker: PodWorker, { state, delay }: { state: ProbeState; delay: number }): void {
  state.due = plus(plus(ctx.now, ctx.charged), seconds(delay))
  send(ctx, worker, { state, type: 'probe', delay })
}

function send(ctx: Kubelet['ctx'], worker: PodWorker, { state, type, delay }: { state: ProbeState; type: ProbeEvent['type']; delay: number }): void {
  const event: ProbeEvent = { type, uid: uidOf(worker.pod), key: probeKey(state.container, state.kind), containerId: state.containerId, due: state.due }
  ctx.send(ctx.self, event, seconds(delay))
}

/** The probe that stands under this key, if its container still runs. */
function findProbe(k: Kubelet, worker: PodWorker, { key, containerId }: { readonly key: string; readonly containerId: string }): Probed | undefined {
  const state = worker.probes.get(key)
  if (state?.containerId !== containerId) return undefined
  const spec = specOf(worker, state.container)
  const probe = probeOf(spec, state.kind)
  const sandbox = sandboxOf(k, worker)
  const container = findContainer(sandbox, state.container)
  return probe && sandbox && container?.id === containerId && container.state === 'running' ? { state, spec, probe, sandbox, container } : undefined
}

interface Probed {
  readonly state: ProbeState
  readonly spec: ContainerSpec
  readonly probe: Probe
  readonly sandbox: Sandbox
  readonly container: Container
}

export function onProbe(k: Kubelet, worker: PodWorker, event: ProbeEvent): void {
  const probed = findProbe(k, worker, event)
  if (!probed || probed.state.due !== event.due) return
  if (event.type === 'probe-timeout') return onTimeout(k, worker, probed)
  const { state, spec, container } = probed
  const started = isStarted(worker, spec, container)
  const stopping = worker.stage === 'terminating' || worker.stops.has(container.id)
  const applies = state.kind === 'startup' ? !started : started && !(stopping && state.kind === 'liveness')
  if (applies) return take(k, worker, probed)
  goOn(k, worker, probed)
}

/** The next attempt, a period after this one; a startup probe that has succeeded ends. */
function goOn(k: Kubelet, worker: PodWorker, { state, probe }: Probed): void {
  if (state.kind !== 'startup' || !state.result) schedule(k, worker, { state, delay: probe.periodSeconds ?? 10 })
}

function take(k: Kubelet, worker: PodWorker, probed: Probed): void {
  const { state, probe } = probed
  const key = probeKey(state.container, state.kind)
  const outcome = runProbe({ ...k, ...probed }, probe, key)
  if (outcome.type === 'ok' || outcome.type === 'failed') return conclude(k, worker, probed, outcome)
  state.isRunning = true
  const timeout = probe.timeoutSeconds ?? 1
  if (outcome.type === 'running') return send(k.ctx, worker, { state, type: 'probe-timeout', delay: timeout })
  const owner: ProbeOwner = { type: 'probe', uid: uidOf(worker.pod), key, containerId: state.containerId }
  const url = parseUrl(outcome.call.url)
  const client = { place: `kubelet/${k.ctx.instance}`, address: k.machine.address }
  if (url) openExchange(playerIn(k).host(), { request: 0, depth: 0, client, method: outcome.call.method, url, resolver: hostResolver, timeout: seconds(timeout), owner })
}

/** A command has ended in time. */
export function onProbeExec(k: Kubelet, worker: PodWorker, { container, tag, status, output }: ExecDoneEvent): void {
  const probed = findProbe(k, worker, { key: tag, containerId: container })
  if (probed?.state.isRunning) conclude(k, worker, probed, execOutcome({ status, output }))
}

export function onProbeAnswer(k: Kubelet, worker: PodWorker, { key, containerId, answer }: ProbeAnswerEvent): void {
  const probed = findProbe(k, worker, { key, containerId })
  const port = probed && portOf(probed.spec, probed.probe.httpGet?.port ?? 80)
  if (probed?.state.isRunning) conclude(k, worker, probed, outcomeOf(answer, `http://${probed.sandbox.address}:${port ?? 80}${probed.probe.httpGet?.path ?? '/'}`))
}

function onTimeout(k: Kubelet, worker: PodWorker, probed: Probed): void {
  const { state, probe } = probed
  if (!state.isRunning) return
  cancelExec(probed, probeKey(state.container, state.kind))
  conclude(k, worker, probed, execTimeout(probe.exec?.command ?? [], probe.timeoutSeconds ?? 1))
}

function conclude(k: Kubelet, worker: PodWorker, probed: Probed, outcome: ProbeOutcome): void {
  probed.state.isRunning = false
  if (outcome.type === 'failed') countFailure(k, worker, probed, outcome.message)
  else countSuccess(k, worker, probed)
  goOn(k, worker, probed)
}

function countSuccess(k: Kubelet, worker: PodWorker, { state, probe }: Probed): void {
  state.successes++
  state.failures = 0
  if (state.successes >= (probe.successThreshold ?? 1)) settle(k, worker, state, true)
}

function countFailure(k: Kubelet, worker: PodWorker, { state, probe, container }: Probed, message: string): void {
  const title = state.kind[0]?.toUpperCase() + state.kind.slice(1)
  state.failures++
  state.successes = 0
  emitFor(k, worker, state.container, { type: 'Warning', reason: 'Unhealthy', message: `${title} probe failed: ${message}` })
  const threshold = probe.failureThreshold ?? 3
  const told = { pod: worker.pod.metadata.name, node: k.ctx.instance, container: state.container, probe: state.kind, message }
  tell(k.ctx, 'kubelet.probe-failed', { ...about(k, worker.pod), level: 'detail' }, { ...told, failures: state.failures, threshold })
  if (state.failures < threshold) return
  if (state.kind === 'readiness') return settle(k, worker, state, false)
  state.failures = 0
  if (!container.process.terminating) tell(k.ctx, 'kubelet.restarting', { ...about(k, worker.pod), level: 'warning' }, told)
  const graceSeconds = probe.terminationGracePeriodSeconds ?? worker.pod.spec.terminationGracePeriodSeconds ?? 30
  stopContainer(k, worker, { container, graceSeconds, message: `Container ${container.name} failed ${state.kind} probe, will be restarted` })
}

/** A container that has started may let the next one start, and is asked at once whether it is ready. */
function settle(k: Kubelet, worker: PodWorker, state: ProbeState, result: boolean): void {
  if (state.result === result) return
  state.result = result
  reportStatus(k, worker)
  if (state.kind !== 'startup') return
  const readiness = worker.probes.get(probeKey(state.container, 'readiness'))
  if (readiness) schedule(k, worker, { state: readiness, delay: 0 })
  if (worker.stage === 'idle') wake(k, worker, { type: 'pod-sync', delay: micros(0) })
}

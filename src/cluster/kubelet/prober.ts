/**
 * Probes of running containers. Follows kubernetes v1.36 pkg/kubelet/prober (worker.go, prober.go): a startup probe
 * holds the others back, readiness only changes the verdict, liveness and startup end the container.
 */
import type { Container as ContainerSpec, Probe } from '../../api/generated/types.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { between } from '../../sim/random.ts'
import { plus, seconds } from '../../sim/time.ts'
import { tell } from '../client-go/tell.ts'
import { findContainer, type Container } from '../network/machine.ts'
import { isStarted } from './container-status.ts'
import { probeKey, type ProbeKind, type ProbeState } from './probe.ts'
import { runProbe } from './probe-action.ts'
import { reportStatus } from './pod-status.ts'
import { killForProbe } from './restart.ts'
import { about, emitFor, sandboxOf, specOf, uidOf, type Kubelet, type PodWorker } from './state.ts'

export interface ProbeEvent extends SimEvent {
  readonly type: 'probe'
  readonly uid: string
  readonly key: string
  readonly containerId: string
}
export const isProbe = (event: SimEvent): event is ProbeEvent => event.type === 'probe'

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
      due: plus(k.ctx.now, seconds(probe.initialDelaySeconds ?? 0)),
    }
    worker.probes.set(probeKey(spec.name, kind), state)
    // The first one falls anywhere within a period only if the kubelet itself has just started; else at once.
    schedule(k, worker, { state, delay: (probe.initialDelaySeconds ?? 0) + between(() => k.ctx.random(), 0, 100) / 1_000 })
  }
}

/** A kubelet that was away takes the probes of running containers up again, with the verdict that stands in the status. */
export function continueProbes(k: Kubelet, worker: PodWorker): void {
  const { spec, status } = worker.pod
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
  const event: ProbeEvent = { type: 'probe', uid: uidOf(worker.pod), key: probeKey(state.container, state.kind), containerId: state.containerId }
  ctx.send(ctx.self, event, seconds(delay))
}

export function onProbe(k: Kubelet, worker: PodWorker, { key, containerId }: ProbeEvent): void {
  const state = worker.probes.get(key)
  if (!state || state.containerId !== containerId) return
  const spec = specOf(worker, state.container)
  const probe = probeOf(spec, state.kind)
  const container = findContainer(sandboxOf(k, worker), state.container)
  if (!probe || container?.id !== containerId || container.state === 'exited') return
  const started = isStarted(worker, spec, container)
  const stopping = worker.stage === 'terminating'
  const applies = state.kind === 'startup' ? !started : started && !(stopping && state.kind === 'liveness')
  if (applies) take(k, worker, { state, probe, container })
  const endsItself = state.kind === 'startup' && state.result
  if (!endsItself) schedule(k, worker, { state, delay: probe.periodSeconds ?? 10 })
}

interface Probed {
  readonly state: ProbeState
  readonly probe: Probe
  readonly container: Container
}

function take(k: Kubelet, worker: PodWorker, { state, probe, container }: Probed): void {
  const sandbox = sandboxOf(k, worker)
  if (!sandbox) return
  const outcome = runProbe({ ctx: k.ctx, registry: k.registry, sandbox, container, spec: specOf(worker, state.container) }, probe)
  const title = state.kind[0]?.toUpperCase() + state.kind.slice(1)
  if (outcome.ok) {
    state.successes++
    state.failures = 0
    if (state.successes >= (probe.successThreshold ?? 1)) settle(k, worker, state, true)
    return
  }
  state.failures++
  state.successes = 0
  emitFor(k, worker, state.container, { type: 'Warning', reason: 'Unhealthy', message: `${title} probe failed: ${outcome.message}` })
  const threshold = probe.failureThreshold ?? 3
  const told = { pod: worker.pod.metadata.name, node: k.ctx.instance, container: state.container, probe: state.kind, message: outcome.message }
  tell(k.ctx, 'kubelet.probe-failed', { ...about(k, worker.pod), level: 'detail' }, { ...told, failures: state.failures, threshold })
  if (state.failures < threshold) return
  if (state.kind === 'readiness') return settle(k, worker, state, false)
  state.failures = 0
  if (!container.process.terminating) tell(k.ctx, 'kubelet.restarting', { ...about(k, worker.pod), level: 'warning' }, told)
  killForProbe(k, worker, { sandbox, container, kind: state.kind, graceSeconds: probe.terminationGracePeriodSeconds })
}

function settle(k: Kubelet, worker: PodWorker, state: ProbeState, result: boolean): void {
  if (state.result === result) return
  state.result = result
  reportStatus(k, worker)
}


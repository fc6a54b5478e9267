/**
 * The start of one container: its environment and mounts, the runtime's call, kubelet's events, its postStart hook.
 * Follows kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer).
 */
import type { Container as ContainerSpec } from '../../api/generated/types.ts'
import { wholeValue } from '../../api/meta/quantity.ts'
import { tell } from '../client-go/tell.ts'
import { environmentOf, expand } from './environment.ts'
import { startProbes } from './prober.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import type { Resolved } from '../network/program.ts'
import { beginPostStart, podTitle, type HookOutcome } from './lifecycle.ts'
import { mountsOf } from './mounting.ts'
import { startContainer, type ContainerOrder } from './runtime.ts'
import { about, emitFor, sandboxOf, type Kubelet, type PodWorker } from './state.ts'
import { stopContainer } from './stop.ts'

/** `none`: it could not be made, `worker.waiting` says why; `hook`: it runs, and its postStart hook does too. */
export type Launched = 'none' | 'started' | 'hook' | 'failed'

export function launch(k: Kubelet, worker: PodWorker, spec: ContainerSpec): Launched {
  const { ctx, machine, registry } = k
  const sandbox = sandboxOf(k, worker)
  const resolved = registry.resolve(spec.image ?? '')
  if (!sandbox || !resolved.ok) return 'none'
  const environment = environmentOf(k, worker.pod, spec, { pod: sandbox.address, host: machine.address })
  if (!environment.ok) return failToConfigure(k, worker, { container: spec.name, message: environment.message })
  const refusal = nonRootProblem(worker, spec)
  if (refusal !== undefined) return failToConfigure(k, worker, { container: spec.name, message: refusal })
  const order = orderOf(k, { spec, resolved, sandbox, env: environment.env })
  const container = startContainer(ctx.as(`node/${machine.name}`), machine, { sandbox, registry, order })
  worker.waiting.delete(spec.name)
  emitFor(k, worker, spec.name, { reason: 'Created', message: 'Container created' })
  if (container.state === 'exited') return failToRun(k, worker, container)
  emitFor(k, worker, spec.name, { reason: 'Started', message: 'Container started' })
  const params = { pod: worker.pod.metadata.name, node: ctx.instance }
  tell(ctx, 'kubelet.started', about(k, worker.pod), { ...params, container: spec.name })
  if (resolved.image.generic) tell(ctx, 'kubelet.generic-image', { ...about(k, worker.pod), level: 'warning' }, { ...params, image: spec.image ?? '' })
  startProbes(k, worker, { spec, container })
  if (!spec.lifecycle?.postStart) return 'started'
  beginPostStart(k, worker, container)
  return 'hook'
}

/** The images of this world run as root. Follows pkg/kubelet/kuberuntime/security_context.go (verifyRunAsNonRoot). */
function nonRootProblem(worker: PodWorker, { name, securityContext }: ContainerSpec): string | undefined {
  const pod = worker.pod.spec.securityContext
  const user = securityContext?.runAsUser ?? pod?.runAsUser
  if (!(securityContext?.runAsNonRoot ?? pod?.runAsNonRoot) || (user ?? 0) !== 0) return undefined
  const place = `(pod: "${podTitle(worker)}", container: ${name})`
  return user === 0 ? `container's runAsUser breaks non-root policy ${place}` : `container has runAsNonRoot and image will run as root ${place}`
}

interface Ordered {
  readonly spec: ContainerSpec
  readonly resolved: Extract<Resolved, { ok: true }>
  readonly sandbox: Sandbox
  readonly env: { readonly [name: string]: string }
}

function orderOf({ machine }: Kubelet, { spec, resolved: { reference, image }, sandbox, env }: Ordered): ContainerOrder {
  const words = (list: readonly string[] | undefined) => (list ?? []).map((word) => expand(word, new Map(Object.entries(env))))
  return {
    name: spec.name,
    image: spec.image ?? '',
    imageReference: reference,
    imageId: machine.images.get(reference)?.id ?? `${image.repository}@${image.digest}`,
    resolved: image,
    mounts: mountsOf(spec, sandbox, env),
    workingDirectory: spec.workingDir,
    isReadOnly: spec.securityContext?.readOnlyRootFilesystem ?? false,
    terminationLog: { path: spec.terminationMessagePath ?? '/dev/termination-log', fallsBack: spec.terminationMessagePolicy === 'FallbackToLogsOnError' },
    start: {
      command: words(spec.command),
      args: words(spec.args),
      env,
      declaredPorts: (spec.ports ?? []).map(({ containerPort }) => containerPort),
      keepsStdin: spec.stdin ?? false,
      memoryLimitBytes: wholeValue(spec.resources?.limits?.['memory'] ?? '0'),
    },
  }
}

/** The end of a postStart hook; a container whose hook has failed is killed. */
export function onPostStart(k: Kubelet, worker: PodWorker, container: Container, outcome: HookOutcome): Launched {
  if (outcome.type === 'running') return 'hook'
  if (outcome.type === 'ok') return 'started'
  emitFor(k, worker, container.name, { type: 'Warning', reason: 'FailedPostStartHook', message: 'PostStartHook failed' })
  tell(k.ctx, 'kubelet.hook-failed', { ...about(k, worker.pod), level: 'warning' }, { pod: worker.pod.metadata.name, node: k.ctx.instance, container: container.name, hook: 'postStart' })
  worker.waiting.set(container.name, { reason: 'PostStartHookError', message: outcome.message })
  if (container.state === 'running') stopContainer(k, worker, { container, graceSeconds: worker.pod.spec.terminationGracePeriodSeconds ?? 30, message: 'FailedPostStartHook' })
  return container.state === 'running' ? 'failed' : 'none'
}

/** The runtime could not run what the command names. */
function failToRun(k: Kubelet, worker: PodWorker, { name, message }: Container): Launched {
  emitFor(k, worker, name, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` })
  worker.waiting.set(name, { reason: 'RunContainerError', message })
  return 'none'
}

function failToConfigure(k: Kubelet, worker: PodWorker, { container, message }: { container: string; message: string }): Launched {
  emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` })
  worker.waiting.set(container, { reason: 'CreateContainerConfigError', message })
  worker.tried.add(container)
  return 'none'
}

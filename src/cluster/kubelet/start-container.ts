/** The start of one container: its environment, the runtime's call, kubelet's events. */
import type { Container as ContainerSpec } from '../../api/generated/types.ts'
import { wholeValue } from '../../api/meta/quantity.ts'
import { tell } from '../client-go/tell.ts'
import { environmentOf, expand } from './environment.ts'
import { startProbes } from './prober.ts'
import { startContainer } from './runtime.ts'
import { about, emitFor, sandboxOf, type Kubelet, type PodWorker } from './state.ts'

/** False if it could not be started; `worker.waiting` then says why. */
export function launch(k: Kubelet, worker: PodWorker, spec: ContainerSpec): boolean {
  const { ctx, machine, registry } = k
  const sandbox = sandboxOf(k, worker)
  const resolved = registry.resolve(spec.image ?? '')
  if (!sandbox || !resolved.ok) return false
  const environment = environmentOf(k, worker.pod, spec, { pod: sandbox.address, host: machine.address })
  if (!environment.ok) return failToConfigure(k, worker, { container: spec.name, message: environment.message })
  const { env } = environment
  const words = (list: readonly string[] | undefined) => (list ?? []).map((word) => expand(word, new Map(Object.entries(env))))
  const container = startContainer(ctx.as(`node/${machine.name}`), machine, sandbox, {
    name: spec.name,
    image: spec.image ?? '',
    imageReference: resolved.reference,
    imageId: machine.images.get(resolved.reference)?.id ?? `${resolved.image.repository}@${resolved.image.digest}`,
    resolved: resolved.image,
    start: {
      command: words(spec.command),
      args: words(spec.args),
      env,
      declaredPorts: (spec.ports ?? []).map(({ containerPort }) => containerPort),
      memoryLimitBytes: wholeValue(spec.resources?.limits?.['memory'] ?? '0'),
    },
  })
  worker.waiting.delete(spec.name)
  emitFor(k, worker, spec.name, { reason: 'Created', message: 'Container created' })
  emitFor(k, worker, spec.name, { reason: 'Started', message: 'Container started' })
  const params = { pod: worker.pod.metadata.name, node: ctx.instance }
  tell(ctx, 'kubelet.started', about(k, worker.pod), { ...params, container: spec.name })
  if (resolved.image.generic) tell(ctx, 'kubelet.generic-image', { ...about(k, worker.pod), level: 'warning' }, { ...params, image: spec.image ?? '' })
  startProbes(k, worker, { spec, container })
  return true
}

function failToConfigure(k: Kubelet, worker: PodWorker, { container, message }: { container: string; message: string }): false {
  emitFor(k, worker, container, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` })
  worker.waiting.set(container, { reason: 'CreateContainerConfigError', message })
  worker.tried.add(container)
  return false
}

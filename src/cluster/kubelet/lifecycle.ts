/**
 * Hooks of a container: exec, httpGet, sleep. One that takes time ends with a `HookEvent` or, if it is a command,
 * with an `ExecDoneEvent`. Follows kubernetes v1.36 pkg/kubelet/lifecycle/handlers.go.
 */
import type { Container as ContainerSpec, LifecycleHandler } from '../../api/generated/types.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { ms, seconds } from '../../sim/time.ts'
import type { Container, Sandbox } from '../network/machine.ts'
import { playerIn } from './machine-player.ts'
import { portOf, requestPod } from './probe-action.ts'
import { exec } from './process.ts'
import { sandboxOf, uidOf, type Kubelet, type PodWorker } from './state.ts'

export type Hook = 'postStart' | 'preStop'

/** To the kubelet itself: a postStart hook begins, or a hook that sleeps has slept. */
export interface HookEvent extends SimEvent {
  readonly type: 'hook-begins' | 'hook-done'
  readonly uid: string
  readonly container: string
  readonly hook: Hook
}
export const isHookEvent = (event: SimEvent): event is HookEvent => event.type === 'hook-begins' || event.type === 'hook-done'

/** Between the start of a container and its postStart hook. */
const beginTime = ms(80)

export function beginPostStart({ ctx }: Kubelet, worker: PodWorker, container: Container): void {
  const event: HookEvent = { type: 'hook-begins', uid: uidOf(worker.pod), container: container.id, hook: 'postStart' }
  ctx.send(ctx.self, event, beginTime)
}

export type HookOutcome = { readonly type: 'ok' } | { readonly type: 'failed'; readonly message: string } | { readonly type: 'running' }

export interface HookOrder {
  readonly spec: ContainerSpec
  readonly container: Container
  readonly hook: Hook
}

export function runHook(k: Kubelet, worker: PodWorker, { spec, container, hook }: HookOrder): HookOutcome {
  const handler = spec.lifecycle?.[hook]
  const sandbox = sandboxOf(k, worker)
  if (!handler || !sandbox) return { type: 'ok' }
  if (handler.exec) return runCommand(k, worker, { handler, sandbox, container, hook })
  if (handler.httpGet) {
    const { path = '/', port } = handler.httpGet
    const outcome = requestPod({ ...k, sandbox, container, spec }, { path, port: portOf(spec, port), headers: {} })
    const failed = outcome.type === 'failed' ? outcome.message : undefined
    return failed === undefined ? { type: 'ok' } : { type: 'failed', message: `HTTP lifecycle hook (${path}) for Container "${spec.name}" in Pod "${podTitle(worker)}" failed - error: ${failed}, message: ""` }
  }
  if (handler.sleep) {
    const event: HookEvent = { type: 'hook-done', uid: uidOf(worker.pod), container: container.id, hook }
    k.ctx.send(k.ctx.self, event, seconds(handler.sleep.seconds))
    return { type: 'running' }
  }
  return { type: 'failed', message: 'invalid handler: no handler of a kind that is played' }
}

function runCommand(k: Kubelet, worker: PodWorker, { handler, sandbox, container, hook }: { handler: LifecycleHandler; sandbox: Sandbox; container: Container; hook: Hook }): HookOutcome {
  const outcome = exec(playerIn(k), { sandbox, container }, { words: handler.exec?.command ?? [], tag: hook })
  return outcome.type === 'running' ? outcome : hookResult(worker, { name: container.name, command: handler.exec?.command ?? [], ...outcome })
}

interface CommandEnd {
  readonly name: string
  readonly command: readonly string[]
  readonly status: number
  readonly output: string
}

/** The verdict on a command that has ended, in the words of the handler. */
export function hookResult(worker: PodWorker, { name, command, status, output }: CommandEnd): HookOutcome {
  if (status === 0) return { type: 'ok' }
  const error = `command '${command.join(' ')}' exited with ${status}: ${output}`
  return { type: 'failed', message: `Exec lifecycle hook ([${command.join(' ')}]) for Container "${name}" in Pod "${podTitle(worker)}" failed - error: ${error}, message: ${JSON.stringify(output)}` }
}

/** `NAME_NAMESPACE(UID)`, as the kubelet writes pods into messages. */
export const podTitle = ({ pod: { metadata } }: PodWorker): string => `${metadata.name}_${metadata.namespace ?? ''}(${metadata.uid ?? ''})`

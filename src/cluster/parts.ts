/**
 * The processes and machines that a person may stop and start, by the names that Kubernetes gives them. A machine takes
 * its kubelet and kube-proxy down with it; when it boots, its init system starts both. Everything else starts at once.
 */
import { refused, shown, type Refused } from '../api/refusal.ts'
import type { Kernel } from '../sim/kernel.ts'
import { instanceOf, typeOf, type StepContext } from '../sim/part.ts'
import { seconds } from '../sim/time.ts'
import type { RenewEvent } from './client-go/leader-election.ts'
import { tell } from './client-go/tell.ts'
import { placeOf } from './connection.ts'
import { hangUp } from './kube-apiserver/kube-apiserver.ts'

export type Done = { readonly ok: true } | Refused

const done: Done = { ok: true }

export const controlPlaneParts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'coredns', 'ingress-controller'] as const
const servers: readonly string[] = ['etcd', 'kube-apiserver']
const leaders = ['kube-controller-manager', 'kube-scheduler']
const onMachines = ['kubelet', 'kube-proxy']
/** Firmware, kernel and init system, before the kubelet has its turn. */
export const bootTime = seconds(5)

/** Why nothing can be done to this part; undefined if it is one. Scripts are not type-checked. */
function partProblem(kernel: Kernel, part: string): Refused | undefined {
  if (controlPlaneParts.some((name) => name === part)) return undefined
  const isKind = typeof part === 'string' && ['node', ...onMachines].includes(typeOf(part))
  if (isKind && instanceOf(part) !== '' && kernel.peek(part) !== undefined) return undefined
  const names = [...controlPlaneParts, 'kubelet/NODE', 'kube-proxy/NODE', 'node/NODE']
  return refused('part.unknown', { value: shown(part), known: names.join(', ') })
}

/** Stopping what is stopped changes nothing, but that what was about to start does not. */
export function stopPart(kernel: Kernel, part: string): Done {
  const problem = partProblem(kernel, part)
  if (problem) return problem
  const names = withProcesses(kernel, part)
  const running = names.filter((name) => !kernel.stopped().includes(name))
  for (const name of running) kernel.input(name, (ctx) => hangUp(ctx))
  for (const name of names) kernel.stop(name)
  if (servers.includes(part) && running.length > 0) kernel.input(part, doubtLeaders)
  if (running.length > 0) kernel.input(part, (ctx) => tellAbout(ctx, 'part.stopped'))
  return done
}

/** The processes that act only while they lead have to see whether they still can renew their leases. */
function doubtLeaders(ctx: StepContext): void {
  const event: RenewEvent = { type: 'renew-leadership', since: ctx.now }
  for (const leader of leaders) ctx.send(leader, event)
}

/** Starting what runs changes nothing; a process needs its machine. */
export function startPart(kernel: Kernel, part: string): Done {
  const problem = partProblem(kernel, part) ?? machineProblem(kernel, part)
  if (problem) return problem
  if (!kernel.stopped().includes(part)) return done
  kernel.start(part)
  for (const name of withProcesses(kernel, part)) if (name !== part) kernel.start(name, bootTime)
  kernel.input(part, (ctx) => tellAbout(ctx, 'part.started'))
  return done
}

/** The machine last, so that its processes go first. */
function withProcesses(kernel: Kernel, part: string): readonly string[] {
  if (typeOf(part) !== 'node') return [part]
  const processes = onMachines.map((type) => `${type}/${instanceOf(part)}`)
  return [...processes.filter((name) => kernel.peek(name) !== undefined), part]
}

function machineProblem(kernel: Kernel, part: string): Refused | undefined {
  const machine = `node/${instanceOf(part)}`
  const needsMachine = onMachines.includes(typeOf(part)) && kernel.stopped().includes(machine)
  return needsMachine ? refused('part.machine', { part, machine }) : undefined
}

/** A machine stands in the picture, and in the API, as its Node. */
export function tellAbout(ctx: StepContext, code: 'part.stopped' | 'part.started' | 'part.added'): void {
  const { self: part, instance } = ctx
  const isMachine = typeOf(part) === 'node'
  tell(ctx, code, { actor: isMachine ? `nodes/${instance}` : placeOf(part), object: instance === '' ? '' : `nodes/${instance}`, level: 'input' }, { part })
}

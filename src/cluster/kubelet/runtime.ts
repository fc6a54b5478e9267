/**
 * The container runtime, called in line by the kubelet of the same machine: sandboxes with their network, containers
 * with their process. Stands for containerd v2 behind the CRI. What a process then does by itself, the machine plays.
 */
import type { StepContext } from '../../sim/part.ts'
import { hexOf } from '../../sim/random.ts'
import { micros, plus, type Micros } from '../../sim/time.ts'
import { createLog, writeLog, type Container, type Machine, type Sandbox } from '../network/machine.ts'
import type { AttachEvent } from '../network/network-state.ts'
import { podResolver, type ResolverConfig } from '../network/resolver.ts'
import type { Image, Program, Registry, StartOrder } from '../network/program.ts'
import { allocateAddress, releaseAddress } from './cni.ts'
import { resetConnections } from './connections.ts'
import type { ContainerExitedEvent, ProcessEvent } from '../network/machine-events.ts'

/** Attempts of one container that are kept, so that `lastState` and the logs of the last one can be seen. */
const keptAttempts = 2

export interface SandboxOrder {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly hostNetwork: boolean
  readonly dnsPolicy: string
}

/** undefined if there is no address to give. */
export function createSandbox(ctx: StepContext, machine: Machine, order: SandboxOrder): Sandbox | undefined {
  const { uid, namespace, name, hostNetwork, dnsPolicy } = order
  const address = hostNetwork ? machine.address : allocateAddress(machine, uid)
  if (address === undefined) return undefined
  const sandbox: Sandbox = {
    id: hexId(ctx),
    uid,
    namespace,
    name,
    address,
    createdAt: ctx.now,
    resolver: resolverOf(order, dnsPolicy),
    ready: true,
    containers: machine.sandboxes.get(uid)?.containers ?? [],
  }
  machine.sandboxes.set(uid, sandbox)
  machine.names.set(`${namespace}/${name}`, uid)
  const attach: AttachEvent = { type: 'attach', node: machine.name, address: hostNetwork ? '' : address, pod: `${namespace}/${name}` }
  ctx.send('network', attach)
  return sandbox
}

const resolverOf = ({ namespace, hostNetwork }: SandboxOrder, dnsPolicy: string): ResolverConfig =>
  podResolver(namespace, hostNetwork && dnsPolicy === 'ClusterFirst' ? 'Default' : dnsPolicy)

/** Tears the network down; the record of the containers goes with it. */
export function removeSandbox(ctx: StepContext, machine: Machine, uid: string): void {
  const sandbox = machine.sandboxes.get(uid)
  if (!sandbox) return
  machine.sandboxes.delete(uid)
  const pod = `${sandbox.namespace}/${sandbox.name}`
  if (machine.names.get(pod) === uid) machine.names.delete(pod)
  if (machine.addresses.get(sandbox.address) === uid) releaseAddress(machine, sandbox.address)
  const detach: AttachEvent = { type: 'detach', node: machine.name, address: sandbox.address === machine.address ? '' : sandbox.address, pod }
  ctx.send('network', detach)
}

export interface ContainerOrder {
  readonly name: string
  readonly image: string
  readonly imageReference: string
  readonly imageId: string
  readonly resolved: Image
  readonly start: Omit<StartOrder, 'podName' | 'podAddress'>
}

export function startContainer(ctx: StepContext, machine: Machine, sandbox: Sandbox, order: ContainerOrder): Container {
  const { name, image, imageReference, imageId, resolved } = order
  const earlier = sandbox.containers.filter((container) => container.name === name)
  const start: StartOrder = { ...order.start, podName: sandbox.name, podAddress: sandbox.address }
  const plan = resolved.program.start(start)
  const container: Container = {
    id: hexId(ctx),
    name,
    attempt: (earlier.at(-1)?.attempt ?? -1) + 1,
    image,
    imageReference,
    imageId,
    env: order.start.env,
    createdAt: ctx.now,
    startedAt: plus(ctx.now, ctx.charged),
    state: 'running',
    finishedAt: micros(0),
    exitCode: 0,
    reason: '',
    message: '',
    process: { program: resolved.program.name, ports: plan.ports, stages: plan.stages, listening: false, stage: 0, memoryBytes: 0, files: new Set(), terminating: false, order: start },
    log: createLog(),
  }
  const forgotten = earlier.length >= keptAttempts ? earlier[0] : undefined
  sandbox.containers = [...sandbox.containers.filter((known) => known !== forgotten), container]
  machine.containersMade++
  tick(ctx, machine, { uid: sandbox.uid, container: container.id, delay: micros(0) })
  return container
}

/** Lets the machine go on with a process after a time. */
export function tick(ctx: StepContext, machine: Machine, next: { uid: string; container: string; delay: Micros }): void {
  const event: ProcessEvent = { type: 'process', uid: next.uid, container: next.container }
  ctx.send(`node/${machine.name}`, event, next.delay)
}

export interface Ended {
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
}

/** The first process of a container is gone, by itself or by KILL. */
export function endContainer(ctx: StepContext, machine: Machine, { sandbox, container }: Running, ended: Ended): void {
  if (container.state === 'exited') return
  container.state = 'exited'
  container.finishedAt = plus(ctx.now, ctx.charged)
  container.exitCode = ended.exitCode
  container.reason = ended.reason
  container.message = ended.message ?? ''
  container.process.listening = false
  resetConnections(ctx.as(`node/${machine.name}`), machine, container.id)
  const event: ContainerExitedEvent = { type: 'container-exited', uid: sandbox.uid, container: container.name }
  ctx.send(`kubelet/${machine.name}`, event)
}

export interface Running {
  readonly sandbox: Sandbox
  readonly container: Container
}

/** Sends TERM; what follows is up to the program. */
export function terminateContainer(ctx: StepContext, machine: Machine, running: Running & { registry: Registry }): void {
  const { sandbox, container, registry } = running
  const { process } = container
  if (process.terminating || container.state === 'exited') return
  process.terminating = true
  const program: Program | undefined = registry.program(process.program)
  const reaction = program?.onTerm(process) ?? { type: 'ignore' }
  if (reaction.type === 'ignore') return
  writeLog(container.log, { at: ctx.now, stream: 'stderr', text: 'signal 15 (SIGTERM) received, exiting' })
  const event: ProcessEvent = { type: 'process', uid: sandbox.uid, container: container.id, exit: reaction.code }
  ctx.as(`node/${machine.name}`).send(`node/${machine.name}`, event, reaction.after)
}

/** 64 hexadecimal digits. */
export function hexId(ctx: StepContext): string {
  let id = ''
  for (let i = 0; i < 8; i++) id += hexOf(ctx.random())
  return id
}

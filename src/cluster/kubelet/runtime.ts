/**
 * The container runtime, called in line by the kubelet of the same machine: sandboxes with their network, containers
 * with their process. Stands for containerd v2 behind the CRI. What a process then does by itself, the machine plays.
 */
import type { StepContext } from '../../sim/part.ts'
import { hexOf } from '../../sim/random.ts'
import { micros, plus } from '../../sim/time.ts'
import { createExecution } from '../network/execution.ts'
import { readFile, type Mount, type Volume } from '../network/files.ts'
import { closeLog, createLog, type Container, type Machine, type Sandbox } from '../network/machine.ts'
import type { AttachEvent } from '../network/network-state.ts'
import { podResolver, type ResolverConfig } from '../network/resolver.ts'
import type { Image, Registry, StartOrder } from '../network/program.ts'
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
  readonly volumes: Map<string, Volume>
}

/** undefined if there is no address to give. */
export function createSandbox(ctx: StepContext, machine: Machine, order: SandboxOrder): Sandbox | undefined {
  const { uid, namespace, name, hostNetwork, dnsPolicy, volumes } = order
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
    volumes,
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

/** Tears the network down; the containers that were in it are still known. */
export function stopSandbox(ctx: StepContext, machine: Machine, uid: string): void {
  const sandbox = machine.sandboxes.get(uid)
  if (!sandbox?.ready) return
  disconnect(ctx, machine, sandbox)
  machine.sandboxes.set(uid, { ...sandbox, ready: false })
}

/** Tears the network down; the record of the containers goes with it. */
export function removeSandbox(ctx: StepContext, machine: Machine, uid: string): void {
  const sandbox = machine.sandboxes.get(uid)
  if (!sandbox) return
  machine.sandboxes.delete(uid)
  disconnect(ctx, machine, sandbox)
}

function disconnect(ctx: StepContext, machine: Machine, sandbox: Sandbox): void {
  const { uid } = sandbox
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
  readonly mounts: readonly Mount[]
  readonly workingDirectory: string | undefined
  readonly terminationLog: Container['terminationLog']
  readonly isReadOnly: boolean
  readonly start: Omit<StartOrder, 'podName' | 'podAddress'>
}

/** A container whose executable does not exist has ended with 128 before it began. */
export function startContainer(ctx: StepContext, machine: Machine, { sandbox, registry, order }: { sandbox: Sandbox; registry: Registry; order: ContainerOrder }): Container {
  const { name, image, imageReference, imageId, resolved, mounts, terminationLog, isReadOnly } = order
  const earlier = sandbox.containers.filter((container) => container.name === name)
  const start: StartOrder = { podName: sandbox.name, podAddress: sandbox.address, ...order.start }
  const { program } = resolved
  const files = new Map<string, string>()
  const view = { mounts, volumes: sandbox.volumes, own: files, isReadOnly, disk: machine.disk, image: program.files ?? {} }
  const first = registry.start(program, start, (path) => readFile(view, path))
  const directory = order.workingDirectory ?? program.directory ?? '/'
  const execution = createExecution({ id: 1, code: first.ok ? first.code : [], isShell: false, owner: { type: 'container' }, directory })
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
    process: { program: program.name, ports: program.ports(start), listening: false, memoryBytes: 0, terminating: false, order: start, executions: new Map([[1, execution]]), nextExecution: 2 },
    files,
    isReadOnly,
    mounts,
    terminationLog,
    log: createLog(),
  }
  const forgotten = earlier.length >= keptAttempts ? earlier[0] : undefined
  sandbox.containers = [...sandbox.containers.filter((known) => known !== forgotten), container]
  machine.containersMade++
  if (!first.ok) failToStart(ctx, machine, { sandbox, container }, first.missing)
  else {
    const event: ProcessEvent = { type: 'process', uid: sandbox.uid, container: container.id, execution: 1, ticket: 0 }
    ctx.send(`node/${machine.name}`, event)
  }
  return container
}

function failToStart(ctx: StepContext, machine: Machine, running: Running, missing: string): void {
  const why = missing.includes('/') ? `stat ${missing}: no such file or directory` : 'executable file not found in $PATH'
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${missing}": ${why}`
  endContainer(ctx, machine, running, { exitCode: 128, reason: 'StartError', message })
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
  container.process.listening = false
  container.process.executions.clear()
  closeLog(container.log, ctx.now)
  container.message = ended.message ?? terminationMessage(machine, { sandbox, container })
  resetConnections(ctx.as(`node/${machine.name}`), machine, container.id)
  const event: ContainerExitedEvent = { type: 'container-exited', uid: sandbox.uid, container: container.name }
  ctx.send(`kubelet/${machine.name}`, event)
}

/** Characters of a termination message (MaxContainerTerminationMessageLength), and of one that is taken from the log. */
const messageLimit = 4_096
const fallback = { lines: 80, characters: 2_048 }

/** What the process has left in its termination log; the end of its output if it failed and that is wanted. */
function terminationMessage(machine: Machine, { sandbox, container }: Running): string {
  const { mounts, files, isReadOnly, terminationLog, log, exitCode } = container
  const view = { mounts, volumes: sandbox.volumes, own: files, isReadOnly, disk: machine.disk, image: {} }
  const text = readFile(view, terminationLog.path) ?? ''
  if (text !== '' || !terminationLog.fallsBack || exitCode === 0) return text.slice(0, messageLimit)
  const lines = [...log.lines.values()].slice(-fallback.lines).map((line) => `${line.text}\n`)
  return lines.join('').slice(-fallback.characters)
}

export interface Running {
  readonly sandbox: Sandbox
  readonly container: Container
}

/** 64 hexadecimal digits. */
export function hexId(ctx: StepContext): string {
  let id = ''
  for (let i = 0; i < 8; i++) id += hexOf(ctx.random())
  return id
}

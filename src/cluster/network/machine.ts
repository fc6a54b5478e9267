/**
 * The state of a machine (part `node/NAME`): its addresses, images, pod sandboxes with their containers, the kernel's
 * service rules, and the exchanges its processes have open. It outlives the kubelet and kube-proxy that work on it;
 * those are the machine's own processes and borrow it in line. A reboot keeps images and the record of the containers.
 */
import type { StepContext } from '../../sim/part.ts'
import { hashName, hexOf } from '../../sim/random.ts'
import { Table } from '../../sim/table.ts'
import type { Micros } from '../../sim/time.ts'
import type { Exchange } from './exchange.ts'
import type { Files, Mount, Volume } from './files.ts'
import type { ProcessState } from './program.ts'
import type { ResolverConfig } from './resolver.ts'
import type { RuleTables } from './rule.ts'

export interface Machine {
  readonly name: string
  readonly address: string
  /** What the hardware has, as the Node reports it. */
  readonly capacity: { readonly [resource: string]: string }
  /** `10.244.1.0/24`; '' until the kubelet has heard it from its Node object. */
  podCIDR: string
  /** By normalised reference, `docker.io/library/nginx:1.27`. */
  readonly images: Map<string, ImageOnDisk>
  /** By pod uid. */
  readonly sandboxes: Map<string, Sandbox>
  /** From pod address to pod uid; what CNI's host-local IPAM has given out. */
  readonly addresses: Map<string, string>
  /** The one given out last, as its distance from the beginning of the subnet; 0 if there was none. */
  lastAddress: number
  /** From `NAMESPACE/NAME` to pod uid, of the sandboxes that are up. */
  readonly names: Map<string, string>
  readonly rules: RuleTables
  /** Requests that processes of this machine wait for, by exchange id. */
  readonly exchanges: Table<number, Exchange>
  nextExchange: number
  /** How often it was switched on. */
  readonly boots: number
  /** The machine's own files, for hostPath volumes; it keeps them when it is switched off. */
  readonly disk: Files
  /** Containers made so far; part of their ids. */
  containersMade: number
}

export interface ImageOnDisk {
  /** `docker.io/library/nginx@sha256:…`. */
  readonly id: string
  readonly sizeBytes: number
  readonly names: readonly string[]
}

export interface Sandbox {
  readonly id: string
  readonly uid: string
  readonly namespace: string
  readonly name: string
  /** '' for a pod on the host's network. */
  readonly address: string
  readonly createdAt: Micros
  readonly resolver: ResolverConfig
  /** False once it was stopped, or lost in a reboot. */
  ready: boolean
  /** What is mounted into its containers, by the pod's name for the volume. */
  readonly volumes: Map<string, Volume>
  /** Every attempt that is still known, oldest first; at most two per container name. */
  containers: Container[]
}

export interface Container {
  /** 64 hexadecimal digits, without `containerd://`. */
  readonly id: string
  readonly name: string
  /** 0 for the first start of this container in this pod. */
  readonly attempt: number
  /** As the pod names it. */
  readonly image: string
  readonly imageReference: string
  readonly imageId: string
  readonly env: { readonly [name: string]: string }
  readonly createdAt: Micros
  startedAt: Micros
  state: 'running' | 'exited'
  finishedAt: Micros
  exitCode: number
  /** `Completed`, `Error`, `OOMKilled`, … */
  reason: string
  message: string
  process: ProcessState
  /** What its processes have written, outside of volumes. */
  readonly files: Files
  /** Its own layer cannot be written. */
  readonly isReadOnly: boolean
  readonly mounts: readonly Mount[]
  readonly terminationLog: { readonly path: string; readonly fallsBack: boolean }
  readonly log: Log
}

/** A bounded ring: the youngest `logLimit` lines. */
export interface Log {
  readonly lines: Table<number, LogLine>
  next: number
  /** Lines that have no end yet. */
  partial: { readonly stdout: string; readonly stderr: string }
}

export interface LogLine {
  readonly at: Micros
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** No line end follows. */
  readonly isPartial?: true
}

/** Lines of one container that are kept; a real kubelet keeps 10 MiB and rotates. */
export const logLimit = 1_000
/** Characters of a line; what is longer is cut into several, as containerd does. */
const lineLimit = 16_384

export function writeLog(log: Log, line: LogLine): void {
  log.lines.set(log.next++, Object.freeze(line))
  if (log.lines.size > logLimit) log.lines.delete(log.next - 1 - logLimit)
}

/** Takes output in as a process writes it, in pieces. */
export function writeOutput(log: Log, { at, stream, text }: LogLine): void {
  const lines = (log.partial[stream] + text).split('\n')
  let rest = lines.pop() ?? ''
  for (const line of lines) for (let from = 0; from === 0 || from < line.length; from += lineLimit) writeLog(log, { at, stream, text: line.slice(from, from + lineLimit) })
  for (; rest.length > lineLimit; rest = rest.slice(lineLimit)) writeLog(log, { at, stream, text: rest.slice(0, lineLimit), isPartial: true })
  log.partial = { ...log.partial, [stream]: rest }
}

/** The process is gone: what it began is all there is. */
export function closeLog(log: Log, at: Micros): void {
  for (const stream of ['stdout', 'stderr'] as const) if (log.partial[stream] !== '') writeLog(log, { at, stream, text: log.partial[stream], isPartial: true })
  log.partial = { stdout: '', stderr: '' }
}

export const createLog = (): Log => ({ lines: new Table(), next: 0, partial: { stdout: '', stderr: '' } })

/** The demo's machines: 4 CPU, 8Gi, 110 pods. */
const usualCapacity = { cpu: '4', 'ephemeral-storage': '64Gi', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '8Gi', pods: '110' }

export const createMachine = (name: string, address: string): Machine => ({
  name,
  address,
  capacity: usualCapacity,
  podCIDR: '',
  images: new Map(),
  sandboxes: new Map(),
  addresses: new Map(),
  lastAddress: 0,
  names: new Map(),
  rules: { services: new Table(), nodePorts: new Table(), affinity: new Table() },
  exchanges: new Table(),
  nextExchange: 1,
  disk: new Map(),
  containersMade: 0,
  boots: 1,
})

/** As Linux makes one at every boot; here it follows from the machine's name. */
export function bootIdOf({ name, boots }: Machine): string {
  const digits = [1, 2, 3, 4].map((part) => hexOf(hashName(`${part} ${name} ${boots}`))).join('')
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}

/** The machine a process runs on, undefined while it is down. Sound, because parts `node/NAME` hold nothing else. */
export const machineAt = (ctx: StepContext, node: string): Machine | undefined => ctx.borrow(`node/${node}`) as Machine | undefined

export const findContainer = (sandbox: Sandbox | undefined, name: string): Container | undefined =>
  sandbox?.containers.findLast((container) => container.name === name)

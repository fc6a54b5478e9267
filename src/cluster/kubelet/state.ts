/** The kubelet's memory: lost when it stops, rebuilt from the API server and from what runs on the machine. */
import type { Lease, Node, Pod } from '../../api/generated/types.ts'
import { assert } from '../../sim/assert.ts'
import type { StepContext } from '../../sim/part.ts'
import type { SimEvent } from '../../sim/queue.ts'
import type { Micros } from '../../sim/time.ts'
import { record, type EventText, type RecorderState } from '../client-go/recorder.ts'
import type { Reflectors } from '../client-go/reflector.ts'
import type { Client } from '../client-go/client.ts'
import type { Machine, Sandbox } from '../network/machine.ts'
import type { Registry } from '../network/program.ts'
import type { BackOffs } from './back-off.ts'
import type { ProbeState } from './probe.ts'
import type { Stop } from './stop.ts'

export interface KubeletState {
  /** By pod uid. */
  readonly workers: Map<string, PodWorker>
  readonly recorded: RecorderState
  readonly reflectors: Reflectors
  /** Of crashing containers and of failing pulls, by key. */
  readonly backOffs: BackOffs
  /** Pulls, one after the other; the first is under way. */
  readonly pulls: PullRequest[]
  /** True once the Node object is there and the pods are watched. */
  registered: boolean
  /** An extra report of the node's status is due. */
  reporting: boolean
  lease: Lease | null
  /** The last renewal of the lease failed. */
  missedRenewal: boolean
  /** A relist of the runtime is under way. */
  relisting: boolean
  /** Pods whose containers have changed since the last relist: from uid to the revision that led to it. */
  readonly changed: Map<string, number>
}

export interface PullRequest {
  readonly uid: string
  readonly container: string
  readonly image: string
  readonly asked: Micros
  /** The revision that made the pull due. */
  readonly cause: number
}

/**
 * What a pod worker is doing. `setup`: volumes and sandbox; `pulling` and `starting`: one container; `hook`: its postStart
 * runs; `undoing`: it failed, and the container is stopped; `idle`: nothing, until something changes; `terminating`:
 * containers are stopping; `finalizing`: they are gone, the rest is cleaned up; `finished`: the pod has ended and its
 * object is still there.
 */
export type Stage = 'idle' | 'setup' | 'pulling' | 'starting' | 'hook' | 'undoing' | 'terminating' | 'finalizing' | 'finished'

export interface PodWorker {
  /** As last seen. */
  pod: Pod
  stage: Stage
  /** Grows with every change of stage; a timer of an earlier stage is void. */
  ticket: number
  /** The container that `pulling`, `starting`, `hook` and `undoing` are about, '' otherwise. */
  current: string
  /** When the kubelet first saw it. */
  readonly startTime: string
  /** Why a container waits, by name. */
  readonly waiting: Map<string, Waiting>
  /** Containers that this pass has tried in vain. */
  readonly tried: Set<string>
  /** By container name and kind of probe. */
  readonly probes: Map<string, ProbeState>
  /** From here the rounds of probes are counted. */
  probesSince: Micros
  /** Containers that are being stopped, by container id. */
  readonly stops: Map<string, Stop>
  /** Volumes that could not be mounted: since when, and the last pause. */
  mounting: { readonly since: Micros; readonly delay: number } | null
  /** Reason and message of a pod that the kubelet itself ended, null otherwise. */
  evicted: Waiting | null
  /** Its containers have ended for good. */
  hasEnded: boolean
  /** The object is gone from the API server: nothing is left to report. */
  deleted: boolean
  /** True once the pod was told to be ready. */
  toldReady: boolean
}

export interface Waiting {
  readonly reason: string
  readonly message: string
}

/** What the functions of one step work with. */
export interface Kubelet {
  readonly ctx: StepContext
  readonly client: Client
  readonly registry: Registry
  readonly state: KubeletState
  readonly machine: Machine
  /** Writes an Event about its Node; a hollow kubelet writes none. */
  readonly nodeEvent: (node: Node, text: UsualText) => void
}

/** A worker goes on: `stage` when its present stage has taken its time, `sync` to look again. */
export interface WorkerEvent extends SimEvent {
  readonly type: 'pod-stage' | 'pod-sync'
  readonly uid: string
  readonly ticket: number
}
export const isWorkerEvent = (event: SimEvent): event is WorkerEvent =>
  event.type === 'pod-stage' || event.type === 'pod-sync'

export const createKubeletState = (): KubeletState => ({
  workers: new Map(),
  recorded: new Map(),
  reflectors: new Map(),
  backOffs: new Map(),
  pulls: [],
  registered: false,
  reporting: false,
  lease: null,
  missedRenewal: false,
  relisting: false,
  changed: new Map(),
})

export function createWorker(pod: Pod, { date, now }: { date: string; now: Micros }): PodWorker {
  return {
    pod,
    stage: 'idle',
    ticket: 0,
    current: '',
    startTime: pod.status?.startTime ?? date,
    waiting: new Map(),
    tried: new Set(),
    probes: new Map(),
    probesSince: now,
    stops: new Map(),
    mounting: null,
    evicted: endedByKubelet(pod),
    hasEnded: false,
    deleted: false,
    toldReady: false,
  }
}

/** A kubelet that comes back finds the reason in the status that it wrote. */
const endedByKubelet = ({ status }: Pod): Waiting | null => (status?.phase === 'Failed' && status.reason ? { reason: status.reason, message: status.message ?? '' } : null)

export const uidOf = (pod: Pod): string => pod.metadata.uid ?? ''

export const sandboxOf = ({ machine }: Kubelet, { pod }: PodWorker): Sandbox | undefined => machine.sandboxes.get(uidOf(pod))

export function enter(worker: PodWorker, stage: Stage, current = ''): void {
  worker.stage = stage
  worker.current = current
  worker.ticket++
}

export function wake({ ctx }: Kubelet, worker: PodWorker, { type, delay }: { type: WorkerEvent['type']; delay: Micros }): void {
  const event: WorkerEvent = { type, uid: uidOf(worker.pod), ticket: worker.ticket }
  ctx.send(ctx.self, event, delay)
}

export function emit(k: Kubelet, worker: PodWorker, text: EventText): void {
  const { ctx, client, state } = k
  record(ctx, { client, source: { component: 'kubelet', host: ctx.instance }, state: state.recorded }, worker.pod, text)
}

/** Normal unless it says otherwise. */
export type UsualText = Pick<EventText, 'reason' | 'message'> & Partial<Pick<EventText, 'type'>>


/** An Event about one container of the pod. */
export function emitFor(k: Kubelet, worker: PodWorker, container: string, text: UsualText): void {
  emit(k, worker, { type: 'Normal', ...text, fieldPath: fieldPath(worker.pod, container) })
}

export function fieldPath({ spec }: Pod, container: string): string {
  const isInit = spec.initContainers?.some(({ name }) => name === container) ?? false
  return `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`
}

export const podKey = ({ metadata }: Pod): string => `pods/${metadata.namespace ?? ''}/${metadata.name}`

/** Actor and object of a fact about a pod. */
export const about = ({ ctx }: Kubelet, pod: Pod) => ({ actor: `kubelet/${ctx.instance}`, object: podKey(pod) })

export function specOf({ pod }: PodWorker, container: string): Pod['spec']['containers'][number] {
  const found = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === container)
  assert(found, `pod ${pod.metadata.name} has no container ${container}`)
  return found
}

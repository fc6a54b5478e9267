/**
 * The kubelet and its own Node: registers it, reports its status, renews its lease. Follows kubernetes v1.36
 * pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go and pkg/kubelet/nodelease: a lease every 10 s, a status when
 * something changed and every five minutes. The machine is 4 CPU and 8Gi unless its options say otherwise.
 */
import type { Lease, Node, NodeCondition } from '../../api/generated/types.ts'
import { between } from '../../sim/random.ts'
import { micros, minutes, seconds } from '../../sim/time.ts'
import type { SimEvent } from '../../sim/queue.ts'
import { bootIdOf } from '../network/machine.ts'
import { announceMachine } from './node.ts'
import type { Kubelet } from './state.ts'

export interface HeartbeatEvent extends SimEvent {
  /** `node-changed` is an extra status report: the images on the machine are others. */
  readonly type: 'node-status' | 'node-changed' | 'node-lease'
}
export const isHeartbeat = (event: SimEvent): event is HeartbeatEvent => event.type === 'node-status' || event.type === 'node-changed' || event.type === 'node-lease'

const leaseSeconds = 40
/** A quarter of the lease's duration, with client-go's jitter of 4 %. */
const renewal = { period: 10_000_000, jitter: 400_000 }
const reportEvery = minutes(5)
/** Until the network plugin has its subnet the kubelet looks again this often. */
const lookAgain = seconds(1)

/** The node status loop looks for changes this often (nodeStatusUpdateFrequency). */
const lookEvery = seconds(10)

const kubeletVersion = 'v1.36.3'

/** Makes the Node or takes over the one that is there; false if the API server did not answer. */
export function register(k: Kubelet): boolean {
  const { ctx, client } = k
  const name = ctx.instance
  const made = client.create(ctx, 'nodes', { ...newNode(name), status: statusOf(k, undefined) })
  if (!made.ok && made.status.reason !== 'AlreadyExists') return false
  const there = made.ok ? made : client.get(ctx, 'nodes', '', name)
  if (!there.ok) return false
  tellStart(k, there.object)
  ctx.send(ctx.self, { type: 'node-lease' } satisfies HeartbeatEvent)
  ctx.send(ctx.self, { type: 'node-status' } satisfies HeartbeatEvent, lookAgain)
  return true
}

const statusIsNow = ({ ctx }: Kubelet, state: string): string => `Node ${ctx.instance} status is now: ${state}`

function tellStart(k: Kubelet, node: Node): void {
  k.nodeEvent(node, { reason: 'Starting', message: 'Starting kubelet.' })
  for (const state of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) k.nodeEvent(node, { reason: state, message: statusIsNow(k, state) })
  k.nodeEvent(node, { reason: 'NodeAllocatableEnforced', message: 'Updated Node Allocatable limit across pods' })
}

const newNode = (name: string): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
    },
    annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
  },
  spec: {},
})

/** What the node status loop sees at its next turn. */
export function reportSoon({ ctx, state }: Kubelet): void {
  if (state.reporting) return
  state.reporting = true
  ctx.send(ctx.self, { type: 'node-changed' } satisfies HeartbeatEvent, lookEvery)
}

export function reportChange(k: Kubelet): void {
  const { ctx, client, state } = k
  state.reporting = false
  const found = client.get(ctx, 'nodes', '', ctx.instance)
  if (found.ok) writeStatus(k, found.object)
}

/** Reads its Node, tells the machine its pod subnet, and writes what has changed. */
export function reportNode(k: Kubelet): void {
  const { ctx, client, machine } = k
  const found = client.get(ctx, 'nodes', '', ctx.instance)
  // A kubelet registers once in its life: a Node that somebody deleted stays away until it is started anew.
  if (!found.ok) return ctx.send(ctx.self, { type: 'node-status' } satisfies HeartbeatEvent, lookEvery)
  const node = found.object
  if (machine.podCIDR === '' && node.spec.podCIDR) {
    machine.podCIDR = node.spec.podCIDR
    announceMachine(ctx.as(`node/${machine.name}`), machine)
  }
  const isWritten = writeStatus(k, node)
  const ready = machine.podCIDR !== ''
  ctx.send(ctx.self, { type: 'node-status' } satisfies HeartbeatEvent, ready && isWritten ? reportEvery : lookAgain)
}

function writeStatus(k: Kubelet, node: Node): boolean {
  const written = k.client.updateStatus(k.ctx, 'nodes', { ...node, status: statusOf(k, node) })
  if (written.ok) tellChanges(k, node, written.object)
  return written.ok
}

function tellChanges(k: Kubelet, before: Node, node: Node): void {
  const bootId = bootIdOf(k.machine)
  if (before.status?.nodeInfo && before.status.nodeInfo.bootID !== bootId)
    k.nodeEvent(node, { type: 'Warning', reason: 'Rebooted', message: `Node ${node.metadata.name} has been rebooted, boot id: ${bootId}` })
  if (isReady(node) && !isReady(before)) k.nodeEvent(node, { reason: 'NodeReady', message: statusIsNow(k, 'NodeReady') })
}

const isReady = ({ status }: Node): boolean => status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false

function statusOf(k: Kubelet, node: Node | undefined): NonNullable<Node['status']> {
  const { machine } = k
  const images = [...machine.images.values()].sort((a, b) => b.sizeBytes - a.sizeBytes).map(({ names, sizeBytes }) => ({ names: [...names], sizeBytes }))
  return {
    capacity: machine.capacity,
    allocatable: machine.capacity,
    conditions: conditionsOf(k, node),
    addresses: [
      { type: 'InternalIP', address: machine.address },
      { type: 'Hostname', address: machine.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      machineID: machine.name,
      systemUUID: machine.name,
      bootID: bootIdOf(machine),
      kernelVersion: '6.12.0-kubarium',
      osImage: 'Kubarium (simulated)',
      containerRuntimeVersion: 'containerd://2.2.0',
      kubeletVersion,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    ...(images.length > 0 && { images }),
  }
}

const pressures = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const

const networkNotReady =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'

function conditionsOf({ machine, client, ctx }: Kubelet, node: Node | undefined): NodeCondition[] {
  const now = client.timestamp(ctx)
  const ready = machine.podCIDR !== ''
  const verdicts = [
    ...pressures.map(([type, reason, message]) => ({ type, status: 'False', reason, message }) as const),
    ready
      ? ({ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' } as const)
      : ({ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: networkNotReady } as const),
  ]
  const known = node?.status?.conditions ?? []
  const others = known.filter(({ type }) => !verdicts.some((verdict) => verdict.type === type))
  const own = verdicts.map(({ type, status, reason, message }): NodeCondition => {
    const before = known.find((condition) => condition.type === type)
    const since = before?.status === status ? (before.lastTransitionTime ?? now) : now
    return { type, status, lastHeartbeatTime: now, lastTransitionTime: since, reason, message }
  })
  return [...others, ...own]
}

export function renewLease(k: Kubelet): void {
  const { ctx, client, state } = k
  const renewTime = client.microTimestamp(ctx)
  const known = state.lease
  const renewed = known
    ? client.update(ctx, 'leases.coordination.k8s.io', { ...known, spec: { ...known.spec, renewTime } })
    : takeLease(k, renewTime)
  // A lease that someone else changed is read again next time.
  state.lease = renewed.ok ? renewed.object : null
  if (renewed.ok && state.missedRenewal) correctStatus(k)
  state.missedRenewal = !renewed.ok
  const jitter = between(() => ctx.random(), 0, renewal.jitter)
  ctx.send(ctx.self, { type: 'node-lease' } satisfies HeartbeatEvent, micros(renewal.period + jitter - ctx.charged))
}

/**
 * A node that was silent may have been given up: what others have written of its conditions is corrected. Upstream looks
 * every ten seconds; here only when there is a reason to.
 */
function correctStatus(k: Kubelet): void {
  const found = k.client.get(k.ctx, 'nodes', '', k.ctx.instance)
  if (!found.ok) return
  const known = found.object.status?.conditions ?? []
  const isWrong = conditionsOf(k, found.object).some(({ type, status }) => known.find((condition) => condition.type === type)?.status !== status)
  if (isWrong) writeStatus(k, found.object)
}

function takeLease({ ctx, client }: Kubelet, renewTime: string) {
  const found = client.get(ctx, 'leases.coordination.k8s.io', 'kube-node-lease', ctx.instance)
  if (found.ok) return client.update(ctx, 'leases.coordination.k8s.io', { ...found.object, spec: { ...found.object.spec, renewTime } })
  const node = client.get(ctx, 'nodes', '', ctx.instance)
  if (!node.ok) return node
  const lease: Lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: ctx.instance,
      namespace: 'kube-node-lease',
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: ctx.instance, uid: node.object.metadata.uid ?? '' }],
    },
    spec: { holderIdentity: ctx.instance, leaseDurationSeconds: leaseSeconds, renewTime },
  }
  return client.create(ctx, 'leases.coordination.k8s.io', lease)
}

/**
 * What the scheduler knows of one node: the Node and the sums over its pods, kept up to date pod by pod so that a
 * scheduling cycle never adds up pods. Follows kubernetes v1.36 pkg/scheduler/framework/types.go (NodeInfo).
 * Immutable: a change makes a new one, so what plugins derive from one may be remembered for as long as it lives.
 */
import type { Container, Node, Pod } from '../../../api/generated/types.ts'
import { freeze } from '../../../sim/freeze.ts'
import { keyOf } from '../../client-go/watch.ts'
import { add, allocatableOf, none, podRequests, podRequestsNonZero, subtract, type Amounts } from '../resources.ts'

export interface UsedPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

export interface NodeInfo {
  readonly name: string
  /** Absent while pods name a node that does not exist. */
  readonly node?: Node
  readonly allocatable: Amounts
  readonly requested: Amounts
  /** With assumed requests for containers that have none. */
  readonly requestedNonZero: Amounts
  /** Keys of the pods on it, in the order in which they came. */
  readonly pods: readonly string[]
  /** Those with any pod affinity or anti-affinity. */
  readonly podsWithAffinity: readonly string[]
  /** Those with required anti-affinity, which keeps others away. */
  readonly podsWithRequiredAntiAffinity: readonly string[]
  readonly ports: readonly UsedPort[]
  /** Bytes by image name. */
  readonly images: { readonly [name: string]: number }
}

export const emptyNodeInfo = (name: string): NodeInfo =>
  freeze({
    name,
    allocatable: none,
    requested: none,
    requestedNonZero: none,
    pods: [],
    podsWithAffinity: [],
    podsWithRequiredAntiAffinity: [],
    ports: [],
    images: {},
  })

export function withNode(info: NodeInfo, node: Node): NodeInfo {
  const images = Object.fromEntries((node.status?.images ?? []).flatMap(({ names = [], sizeBytes = 0 }) => names.map((name) => [name, sizeBytes])))
  return freeze({ ...info, node, allocatable: allocatableOf(node), images })
}

export function withoutNode({ node: _, ...info }: NodeInfo): NodeInfo {
  return freeze({ ...info, allocatable: none, images: {} })
}

/** Which list a list of pods was made from, by adding its last. */
const grownFrom = new WeakMap<readonly string[], readonly string[]>()

/** The list without its last pod, if it came to be by adding that one; what was counted for it need not be counted again. */
export const beforeLast = (pods: readonly string[]): readonly string[] | undefined => grownFrom.get(pods)

export function withPod(info: NodeInfo, pod: Pod): NodeInfo {
  const key = keyOf(pod)
  const pods = [...info.pods, key]
  grownFrom.set(pods, info.pods)
  return freeze({
    ...info,
    requested: add(info.requested, podRequests(pod)),
    requestedNonZero: add(info.requestedNonZero, podRequestsNonZero(pod)),
    pods,
    podsWithAffinity: hasAffinity(pod) ? [...info.podsWithAffinity, key] : info.podsWithAffinity,
    podsWithRequiredAntiAffinity: hasRequiredAntiAffinity(pod) ? [...info.podsWithRequiredAntiAffinity, key] : info.podsWithRequiredAntiAffinity,
    ports: [...info.ports, ...hostPorts(pod)],
  })
}

export function withoutPod(info: NodeInfo, pod: Pod): NodeInfo {
  const key = keyOf(pod)
  const others = (keys: readonly string[]) => keys.filter((other) => other !== key)
  return freeze({
    ...info,
    requested: subtract(info.requested, podRequests(pod)),
    requestedNonZero: subtract(info.requestedNonZero, podRequestsNonZero(pod)),
    pods: others(info.pods),
    podsWithAffinity: others(info.podsWithAffinity),
    podsWithRequiredAntiAffinity: others(info.podsWithRequiredAntiAffinity),
    ports: withoutPorts(info.ports, hostPorts(pod)),
  })
}

const hasAffinity = ({ spec }: Pod): boolean => spec.affinity?.podAffinity !== undefined || spec.affinity?.podAntiAffinity !== undefined
const hasRequiredAntiAffinity = ({ spec }: Pod): boolean =>
  (spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0

/** Ports of the node that the pod's containers and sidecars want. */
export function hostPorts({ spec }: Pod): UsedPort[] {
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  return [...sidecars, ...(spec.containers ?? [])].flatMap(portsOf)
}

const portsOf = (container: Container): UsedPort[] =>
  (container.ports ?? [])
    .filter((port) => (port.hostPort ?? 0) > 0)
    .map(({ hostIP, protocol, hostPort = 0 }) => ({ ip: hostIP || '0.0.0.0', protocol: protocol ?? 'TCP', port: hostPort }))

/** Takes each port out once: two pods that share a wildcard port may both hold it. */
function withoutPorts(ports: readonly UsedPort[], gone: readonly UsedPort[]): UsedPort[] {
  const left = [...ports]
  for (const port of gone) {
    const index = left.findIndex((used) => used.ip === port.ip && used.protocol === port.protocol && used.port === port.port)
    if (index >= 0) left.splice(index, 1)
  }
  return left
}

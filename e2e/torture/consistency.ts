/**
 * What must be true of a cluster at rest, whatever happened to it: machines run the pods that the API knows, and only
 * those; addresses are unique; the kernel's rules are those of the EndpointSlices.
 */
import type { EndpointSlice, Pod, Service } from '../../src/api/generated/types.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { Machine } from '../../src/cluster/network/machine.ts'

export function inconsistencies(cluster: Cluster): string[] {
  const objects = [...cluster.store().entries.values()].map(({ value }) => value)
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod')
  const machines = machinesAtWork(cluster)
  return [...sharedAddresses(pods), ...machines.flatMap((machine) => [...strangers(machine, pods), ...missing(machine, pods), ...staleRules(machine, objects)])]
}

/** Those with a kubelet and a kube-proxy. */
function machinesAtWork(cluster: Cluster): Machine[] {
  const down = cluster.stopped()
  const nodes = cluster.kernel.parts().filter((part) => part.startsWith('node/')).map((part) => part.slice('node/'.length))
  return nodes.filter((name) => !['node', 'kubelet', 'kube-proxy'].some((type) => down.includes(`${type}/${name}`))).map((name) => cluster.kernel.peek(`node/${name}`) as Machine)
}

const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

function sharedAddresses(pods: readonly Pod[]): string[] {
  const addresses = pods.filter((pod) => !isOver(pod) && !pod.spec.hostNetwork).flatMap(({ status }) => status?.podIP ?? [])
  return addresses.filter((address, index) => addresses.indexOf(address) !== index).map((address) => `two pods have the address ${address}`)
}

function strangers({ name, sandboxes, addresses }: Machine, pods: readonly Pod[]): string[] {
  const known = new Set(pods.filter(({ spec }) => spec.nodeName === name).map(({ metadata }) => metadata.uid))
  const left = [...sandboxes.values()].filter(({ uid }) => !known.has(uid)).map((sandbox) => `${name} still has the sandbox of pod ${sandbox.namespace}/${sandbox.name}`)
  const held = [...addresses].filter(([, uid]) => !sandboxes.has(uid)).map(([address]) => `${name} still holds ${address}`)
  return [...left, ...held]
}

function missing({ name, sandboxes }: Machine, pods: readonly Pod[]): string[] {
  const running = (uid: string) => new Set(sandboxes.get(uid)?.containers.flatMap(({ name: container, state }) => (state === 'running' ? [container] : [])))
  return pods.flatMap(({ metadata, spec, status }) => {
    if (spec.nodeName !== name) return []
    const claimed = (status?.containerStatuses ?? []).flatMap((container) => (container.state?.running ? [container.name] : []))
    return claimed.filter((container) => !running(metadata.uid ?? '').has(container)).map((container) => `${name} does not run ${container} of pod ${metadata.name}, which says so`)
  })
}

function staleRules({ name, rules }: Machine, objects: readonly { readonly kind: string }[]): string[] {
  const services = objects.filter((object): object is Service => object.kind === 'Service')
  const slices = objects.filter((object): object is EndpointSlice => object.kind === 'EndpointSlice')
  const programmed = new Map<string, string>()
  for (const rule of rules.services.values()) programmed.set(rule.service, rule.endpoints.map(({ address }) => address).sort().join())
  const wanted = new Map(services.filter(({ spec }) => spec.clusterIP && spec.clusterIP !== 'None').map((service) => [keyOf(service), addressesOf(service, slices)]))
  const wrong = [...wanted].filter(([key, addresses]) => programmed.get(key) !== addresses).map(([key, addresses]) => `${name} sends ${key} to ${programmed.get(key) ?? 'nowhere'} instead of ${addresses}`)
  return [...wrong, ...[...programmed.keys()].filter((key) => !wanted.has(key)).map((key) => `${name} still has rules of service ${key}`)]
}

const keyOf = ({ metadata }: Service): string => `${metadata.namespace ?? ''}/${metadata.name}`

function addressesOf({ metadata }: Service, slices: readonly EndpointSlice[]): string {
  const own = slices.filter((slice) => slice.metadata.namespace === metadata.namespace && slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name)
  return own.flatMap(({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses.slice(0, 1))).sort().join()
}

/**
 * The downward API: fields of the pod and resources of its containers, as variables and as files. Follows kubernetes v1.36
 * pkg/fieldpath/fieldpath.go and pkg/api/v1/resource/helpers.go (ExtractContainerResourceValue).
 */
import type { Pod, ResourceFieldSelector } from '../../api/generated/types.ts'
import { quantityOf } from '../../api/meta/quantity.ts'
import type { Kubelet } from './state.ts'

export interface PodAddresses {
  readonly pod: string
  readonly host: string
}

export function fieldOf({ metadata, spec }: Pod, path: string, { pod, host }: PodAddresses): string {
  const member = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (member) return metadata[member[1] === 'labels' ? 'labels' : 'annotations']?.[member[2] ?? ''] ?? ''
  if (path === 'metadata.labels') return linesOf(metadata.labels)
  if (path === 'metadata.annotations') return linesOf(metadata.annotations)
  const fields: { readonly [path: string]: string | undefined } = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.hostIP': host,
    'status.hostIPs': host,
    'status.podIP': pod,
    'status.podIPs': pod,
  }
  return fields[path] ?? ''
}

/** `key="value"`, one a line, in order of the keys. */
const linesOf = (texts: { readonly [key: string]: string } = {}): string =>
  Object.keys(texts)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => `${key}=${JSON.stringify(texts[key])}`)
    .join('\n')

/** A limit that is not set is what the node has. Rounded up to whole divisors. */
export function resourceOf({ machine }: Kubelet, { spec }: Pod, { containerName, resource, divisor }: ResourceFieldSelector): string {
  const container = [...(spec.initContainers ?? []), ...spec.containers].find(({ name }) => name === containerName)
  const [kind = '', name = ''] = /^(limits|requests)\.(.+)$/.exec(resource)?.slice(1) ?? []
  const { limits = {}, requests = {} } = container?.resources ?? {}
  const value = kind === 'limits' ? (limits[name] ?? machine.capacity[name]) : requests[name]
  const unit = divisor === undefined || divisor === '0' ? 1_000_000_000n : quantityOf(divisor).nano
  const { nano } = quantityOf(value ?? '0')
  return String((nano + unit - 1n) / unit)
}

/**
 * A host's resolver: which names are tried in which order. Follows resolv.conf(5) and kubernetes v1.36
 * pkg/kubelet/network/dns/dns.go (search list `NS.svc.DOMAIN svc.DOMAIN DOMAIN`, ndots:5 for ClusterFirst).
 */

export interface ResolverConfig {
  /** `coredns`: the cluster's DNS; `host`: the machine's own, which knows no cluster names; `internet`: that of a client outside. */
  readonly server: 'coredns' | 'host' | 'internet'
  readonly search: readonly string[]
  readonly ndots: number
}

export const clusterDomain = 'cluster.local'
/** kubeadm's choice: the tenth address of the service range. */
export const clusterDnsAddress = '10.96.0.10'

export const hostResolver: ResolverConfig = { server: 'host', search: [], ndots: 1 }

export function podResolver(namespace: string, dnsPolicy: string): ResolverConfig {
  if (dnsPolicy === 'Default' || dnsPolicy === 'None') return hostResolver
  return { server: 'coredns', search: [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain], ndots: 5 }
}

/** The names to query, in order. A final dot means: exactly this. */
export function candidates(name: string, { search, ndots }: ResolverConfig): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const dots = name.split('.').length - 1
  const searched = search.map((domain) => `${name}.${domain}`)
  return dots >= ndots ? [name, ...searched] : [...searched, name]
}

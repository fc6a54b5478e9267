/** Where objects stand in etcd, as kube-apiserver lays them out: `/registry/pods/NAMESPACE/NAME`, nodes under `minions`. */
import { groupResource, type Kind } from '../../api/kinds/kind.ts'
import { apiVersionOf, kindOfManifest, kinds } from '../../api/kinds/registry.ts'
import type { Subject } from '../../api/meta/status.ts'

/** Resources whose place is not their plural, for historical reasons. */
const places: { readonly [resource: string]: string } = {
  nodes: 'minions',
  services: 'services/specs',
  endpoints: 'services/endpoints',
  'ingresses.networking.k8s.io': 'ingress',
}

/** With `namespace` the objects of one namespace; '' for cluster-scoped kinds and all namespaces. */
export function prefixOf(kind: Kind, namespace = ''): string {
  const prefix = prefixes.get(kind) ?? `/registry/${kind.plural}/`
  return namespace === '' ? prefix : `${prefix}${namespace}/`
}

const prefixes = new Map(kinds.map((kind) => [kind, `/registry/${places[groupResource(kind)] ?? kind.plural}/`]))

export const objectKey = (kind: Kind, namespace: string, name: string): string => `${prefixOf(kind, kind.namespaced ? namespace : '')}${name}`

/** The kind that an object or manifest says it is of. */
export const kindNamed = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Kind | undefined => kindOfManifest(apiVersion, kind)

export const subjectOf = (kind: Kind, name: string): Subject => ({ group: kind.group, resource: kind.plural, name })

export const apiVersion = apiVersionOf

/**
 * What the server says of itself: /version, /api, /apis, the resources of each group version, and the same aggregated.
 * Follows kubernetes v1.36 apiserver/pkg/endpoints/discovery; derived from the kind files alone.
 */
import type { Kind } from '../../api/kinds/kind.ts'
import { apiVersionOf, kinds } from '../../api/kinds/registry.ts'

export const kubernetesVersion = 'v1.36.3'

const usualVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

const verbsOf = (kind: Kind): string[] => usualVerbs.filter((verb) => !kind.missingVerbs?.includes(verb))

/** Verbs, and the kind that the subresource takes where it is another one. */
const subresourceFacts: { readonly [name: string]: { readonly verbs: readonly string[]; readonly kind?: readonly [string, string, string] } } = {
  status: { verbs: ['get', 'patch', 'update'] },
  scale: { verbs: ['get', 'patch', 'update'], kind: ['autoscaling', 'v1', 'Scale'] },
  binding: { verbs: ['create'], kind: ['', '', 'Binding'] },
  eviction: { verbs: ['create'], kind: ['policy', 'v1', 'Eviction'] },
  log: { verbs: ['get'] },
  finalize: { verbs: ['update'] },
}

/** Groups as a real server lists them; priorities of its API services decide. */
const groupOrder = [
  '', 'apiregistration.k8s.io', 'apps', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling', 'batch',
  'certificates.k8s.io', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io', 'storage.k8s.io', 'admissionregistration.k8s.io',
  'apiextensions.k8s.io', 'scheduling.k8s.io', 'coordination.k8s.io', 'node.k8s.io', 'discovery.k8s.io', 'resource.k8s.io', 'flowcontrol.apiserver.k8s.io',
]

const inOrder = [...kinds].sort(
  (a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group) || (a.plural < b.plural ? -1 : 1),
)

/** Kinds by group version, `v1` and `apps/v1`. */
const byGroupVersion: ReadonlyMap<string, readonly Kind[]> = new Map(
  inOrder.map((kind) => [apiVersionOf(kind), inOrder.filter((other) => apiVersionOf(other) === apiVersionOf(kind))]),
)

const subresourcesOf = (kind: Kind): readonly string[] => [...kind.subresources].sort()

/** The document at a discovery path, or undefined. `aggregated` is true if the client takes discovery v2. */
export function discover(path: string, aggregated: boolean): object | undefined {
  if (path === '/') return { paths: rootPaths() }
  if (path === '/version') return version()
  if (path === '/api') return aggregated ? aggregatedList((group) => group === '') : { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:6443' }] }
  if (path === '/apis') return aggregated ? aggregatedList((group) => group !== '') : groupList()
  const one = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))$/.exec(path)
  const groupVersion = one?.[1] ?? one?.[2] ?? ''
  if (byGroupVersion.has(groupVersion)) return resourceList(groupVersion)
  const name = /^\/apis\/([^/]+)$/.exec(path)?.[1]
  const group = groupList().groups.find((known) => known.name === name)
  return group && { kind: 'APIGroup', apiVersion: 'v1', ...group }
}

/** `/api` and the groups that are served, with whatever stands behind them. */
export const isServedPath = (path: string): boolean => {
  const name = /^\/apis\/([^/]+)/.exec(path)?.[1]
  return /^\/apis?(?:\/|$)/.test(path) && (name === undefined || groupList().groups.some((group) => group.name === name))
}

export const isHealthPath = (path: string): boolean => /^\/(?:healthz|livez|readyz)(?:\/(?:ping|log|etcd))?$/.test(path)

function rootPaths(): string[] {
  const groups = groupList().groups.map(({ name }) => `/apis/${name}`)
  const versions = [...byGroupVersion.keys()].map((groupVersion) => (groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`))
  const health = ['healthz', 'livez', 'readyz'].flatMap((name) => ['', '/etcd', '/log', '/ping'].map((check) => `/${name}${check}`))
  return ['/api', '/apis', '/apis/', ...groups, ...versions, ...health, '/version'].sort()
}

const version = () => ({
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: kubernetesVersion,
  gitCommit: '$Format:%H$',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
})

const groupList = () => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...byGroupVersion.keys()]
    .filter((groupVersion) => groupVersion.includes('/'))
    .map((groupVersion) => {
      const [name = '', ofGroup = ''] = groupVersion.split('/')
      return { name, versions: [{ groupVersion, version: ofGroup }], preferredVersion: { groupVersion, version: ofGroup } }
    }),
})

function resourceList(groupVersion: string): object {
  const resources = (byGroupVersion.get(groupVersion) ?? []).flatMap((kind) => [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
      ...(kind.categories.length > 0 && { categories: kind.categories }),
    },
    ...subresourcesOf(kind).map((name) => {
      const { verbs = [], kind: other } = subresourceFacts[name] ?? {}
      return {
        name: `${kind.plural}/${name}`,
        singularName: '',
        namespaced: kind.namespaced,
        ...(other?.[1] && { group: other[0], version: other[1] }),
        kind: other?.[2] ?? kind.kind,
        verbs,
      }
    }),
  ])
  return { kind: 'APIResourceList', ...(groupVersion !== 'v1' && { apiVersion: 'v1' }), groupVersion, resources }
}

function aggregatedList(includes: (group: string) => boolean): object {
  const items = [...byGroupVersion]
    .filter(([groupVersion]) => includes(groupVersion.includes('/') ? groupVersion : ''))
    .map(([groupVersion, ofGroup]) => ({
      metadata: groupVersion.includes('/') ? { name: groupVersion.split('/')[0] } : {},
      versions: [{ version: groupVersion.split('/').at(-1), resources: ofGroup.map(aggregatedResource), freshness: 'Current' }],
    }))
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
}

/** A real server leaves group and version of a kind empty where they are those of the list. */
const ownKind = (kind: string) => ({ group: '', version: '', kind })

function aggregatedResource(kind: Kind): object {
  const subresources = subresourcesOf(kind).map((name) => {
    const { verbs = [], kind: other } = subresourceFacts[name] ?? {}
    const responseKind = other ? { group: other[0], version: other[1], kind: other[2] } : ownKind(kind.kind)
    return { subresource: name, responseKind, verbs }
  })
  return {
    resource: kind.plural,
    responseKind: ownKind(kind.kind),
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: verbsOf(kind),
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    ...(subresources.length > 0 && { subresources }),
  }
}

export const takesAggregated = (accept: string): boolean => /v=v2;[^,]*as=APIGroupDiscoveryList|as=APIGroupDiscoveryList;[^,]*v=v2(?![a-z])/.test(accept)
export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

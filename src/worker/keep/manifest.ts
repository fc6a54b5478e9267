/**
 * The cluster's objects as YAML that a real cluster accepts: what a person made, without what servers and controllers
 * filled in. Objects that controllers make, that every cluster is born with, or that tell of it (nodes, events, leases)
 * are left out; so are allocated addresses, since another cluster allocates its own.
 */
import { stringify } from 'yaml'
import { groupResource } from '../../api/kinds/kind.ts'
import { kindOfManifest } from '../../api/kinds/registry.ts'
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import type { Store } from '../../cluster/etcd/store.ts'

type Fields = { readonly [name: string]: unknown }

/** Kinds that tell of a cluster, or that controllers write for others. */
const generated = new Set(['nodes', 'events', 'endpoints', 'endpointslices.discovery.k8s.io', 'leases.coordination.k8s.io'])
const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease'])
/** What each Namespace is given. */
const given = new Set(['serviceaccounts/default', 'configmaps/kube-root-ca.crt', 'services/kubernetes', 'namespaces/default'])
/** What others refer to comes first. */
const order = ['namespaces', 'priorityclasses.scheduling.k8s.io', 'serviceaccounts', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services', 'deployments.apps']

export function manifestOf(store: Store<ApiObject>): string {
  const objects = [...store.entries.values()].map(({ value }) => value).filter(isOwn)
  const place = (object: ApiObject) => (order.indexOf(resourceOf(object)) + order.length + 1) % (order.length + 1)
  return objects
    .sort((a, b) => place(a) - place(b))
    .map(textOf)
    .join('---\n')
}

/** Objects never change, and most are the same at each writing. */
const texts = new WeakMap<ApiObject, string>()

function textOf(object: ApiObject): string {
  const text = texts.get(object) ?? stringify(stripped(object), { lineWidth: 0, indentSeq: false, version: '1.1' })
  texts.set(object, text)
  return text
}

function resourceOf({ apiVersion, kind }: ApiObject): string {
  const known = kindOfManifest(apiVersion, kind)
  return known ? groupResource(known) : ''
}

function isOwn(object: ApiObject): boolean {
  const { name, namespace = '', labels = {}, deletionTimestamp } = object.metadata
  const resource = resourceOf(object)
  if (resource === '' || generated.has(resource) || controllerOf(object) || deletionTimestamp) return false
  if (systemNamespaces.has(namespace) || given.has(`${resource}/${name}`) || (resource === 'namespaces' && systemNamespaces.has(name))) return false
  return !/^system[:-]/.test(name) && labels['kubernetes.io/bootstrapping'] === undefined && labels['app.kubernetes.io/name'] !== 'ingress-nginx' && !isBuiltIn(object)
}

/** RBAC and flow control come with the API server. */
const isBuiltIn = ({ apiVersion }: ApiObject): boolean => /^(flowcontrol\.apiserver|apiregistration)\.k8s\.io\//.test(apiVersion)

function stripped(object: ApiObject): Fields {
  const { apiVersion, kind, metadata, status: _, ...rest } = object as ApiObject & Fields
  const spec = rest['spec'] as Fields | undefined
  return { apiVersion, kind, metadata: metaOf(metadata, kind), ...rest, ...(spec && kind !== 'Namespace' && { spec: specOf(kind, spec, metadata) }), ...(kind === 'Namespace' && { spec: undefined }) }
}

const written = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision', 'pv.kubernetes.io/bind-completed', 'pv.kubernetes.io/bound-by-controller'])
const labelled = new Set(['kubernetes.io/metadata.name', 'controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'])

function metaOf({ name, namespace, labels, annotations }: ApiObject['metadata'], kind: string): Fields {
  const keptLabels = without(labels, kind === 'Job' || kind === 'Namespace' ? labelled : new Set())
  const keptAnnotations = without(annotations, written)
  return { name, ...(namespace !== undefined && { namespace }), ...(keptLabels && { labels: keptLabels }), ...(keptAnnotations && { annotations: keptAnnotations }) }
}

/** Undefined if nothing is left. */
function without(fields: Fields | undefined, names: ReadonlySet<string>): Fields | undefined {
  const left = Object.entries(fields ?? {}).filter(([name]) => !names.has(name))
  return left.length > 0 ? Object.fromEntries(left) : undefined
}

function specOf(kind: string, spec: Fields, { annotations = {} }: ApiObject['metadata']): Fields {
  if (kind === 'Service') return serviceSpec(spec, annotations['kubectl.kubernetes.io/last-applied-configuration'] ?? '')
  if (kind === 'Pod') return podSpec(spec)
  if (kind === 'Job') return jobSpec(spec)
  if (kind === 'PersistentVolumeClaim') return without(spec, new Set(['volumeName'])) ?? {}
  return spec
}

/** A headless Service says so; a node port stays if the person asked for one. */
function serviceSpec(spec: Fields, applied: string): Fields {
  const isHeadless = spec['clusterIP'] === 'None'
  const allocated = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort', ...(isHeadless ? [] : ['clusterIP'])]
  const ports = (spec['ports'] as readonly Fields[] | undefined)?.map((port) => (applied.includes('"nodePort"') ? port : without(port, new Set(['nodePort']))))
  return { ...without(spec, new Set(allocated)), ...(ports && { ports }) }
}

/** The token that every Pod is given, and the node that was chosen for it, belong to this cluster. */
function podSpec(spec: Fields): Fields {
  const isToken = (volume: unknown) => String((volume as Fields)['name']).startsWith('kube-api-access-')
  const volumes = (spec['volumes'] as readonly unknown[] | undefined)?.filter((volume) => !isToken(volume)) ?? []
  const withoutToken = (container: Fields): Fields => {
    const mounts = (container['volumeMounts'] as readonly unknown[] | undefined)?.filter((mount) => !isToken(mount)) ?? []
    return { ...without(container, new Set(['volumeMounts'])), ...(mounts.length > 0 && { volumeMounts: mounts }) }
  }
  const containers = (of: string) => (spec[of] ? { [of]: (spec[of] as readonly Fields[]).map(withoutToken) } : {})
  return { ...without(spec, new Set(['nodeName', 'volumes'])), ...(volumes.length > 0 && { volumes }), ...containers('containers'), ...containers('initContainers') }
}

/** The selector of a Job is made from its uid. */
function jobSpec(spec: Fields): Fields {
  const template = spec['template'] as { readonly metadata?: { readonly labels?: Fields } }
  const labels = without(template.metadata?.labels, labelled)
  return { ...(spec['manualSelector'] ? spec : without(spec, new Set(['selector']))), template: { ...template, metadata: { ...template.metadata, labels } } }
}

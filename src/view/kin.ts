/**
 * How an object stands to others: what it belongs to, what belongs to it, those beside it, and all that is near it. An
 * object that nothing owns belongs to its node, else to its Namespace.
 */
import { endpointsByService, ingressPaths } from './edges.ts'
import { objectKey, rowsOf, type Row, type World } from './world.ts'

/** Undefined for what belongs to nothing: Nodes, Namespaces. */
export function parentOf(world: World, row: Row): Row | undefined {
  return world.rows.get(row.owner) ?? world.byKey.get(`nodes/${row.node}`) ?? world.byKey.get(`namespaces/${row.namespace}`)
}

/** What a person would look at first in a Namespace. */
const resourcesInOrder = ['deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'replicasets.apps', 'pods', 'services', 'ingresses.networking.k8s.io']

/** What it owns or holds; what has been wound down comes last. */
export function childrenOf(world: World, row: Row): readonly Row[] {
  if (row.resource === 'nodes') return world.byNode.get(row.name) ?? none
  if (row.resource === 'namespaces') return resourcesInOrder.flatMap((resource) => rowsOf(world, resource).filter(({ namespace, owner }) => namespace === row.name && owner === 0))
  return (world.byOwner.get(row.id) ?? none).toSorted((a, b) => Number(a.desired === 0) - Number(b.desired === 0))
}

/** Itself and those of its kind that belong to the same, in order of creation. */
export function siblingsOf(world: World, row: Row): readonly Row[] {
  const group = row.owner > 0 ? (world.byOwner.get(row.owner) ?? none) : rowsOf(world, row.resource)
  return group.filter(({ resource, namespace, owner }) => resource === row.resource && namespace === row.namespace && owner === row.owner)
}

/** The sibling so many steps on; after the last comes the first. Undefined where it has none. */
export function siblingAt(world: World, row: Row, step: number): Row | undefined {
  const all = siblingsOf(world, row)
  return all.length < 2 ? undefined : all[(all.indexOf(row) + step + all.length) % all.length]
}

/** What a person who looks at it may want to see next: nearest first, each once. */
export function neighboursOf(world: World, row: Row): readonly Row[] {
  const around = [parentOf(world, row), ...childrenOf(world, row), ...alongTheWay(world, row), world.byKey.get(`nodes/${row.node}`), ...siblingsOf(world, row)]
  const found = new Set(around.filter((other) => other !== undefined))
  found.delete(row)
  return [...found]
}

/** Where requests come from and go to: the Services of a Pod or an Ingress, the Pods of a Service. */
function alongTheWay(world: World, { resource, key, namespace, name }: Row): readonly (Row | undefined)[] {
  const at = (of: string, called: string) => world.byKey.get(objectKey(of, namespace, called))
  if (resource === 'services') {
    const ingresses = ingressPaths(world).filter(({ ingress, service }) => service === name && ingress.namespace === namespace)
    return [...ingresses.map(({ ingress }) => ingress), ...(endpointsByService(world).get(key) ?? []).map(({ pod }) => at('pods', pod))]
  }
  if (resource === 'ingresses.networking.k8s.io') return ingressPaths(world).flatMap(({ ingress, service }) => (ingress.key === key ? [at('services', service)] : []))
  if (resource !== 'pods') return none
  return [...endpointsByService(world)].flatMap(([service, endpoints]) => (service.startsWith(`services/${namespace}/`) && endpoints.some(({ pod }) => pod === name) ? [world.byKey.get(service)] : []))
}

const none: readonly Row[] = Object.freeze([])

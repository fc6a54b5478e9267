/**
 * How an object stands to its owners: which still live, which are gone, which wait for it to go first. The caches are
 * asked first; what they do not know is asked of the API server, since they may be behind. Follows kubernetes v1.36
 * pkg/controller/garbagecollector/garbagecollector.go (isDangling, classifyReferences).
 */
import type { ApiObject, OwnerReference } from '../../../api/meta/object.ts'
import type { Resource } from '../../client-go/client.ts'
import type { ControllerContext } from '../../client-go/process.ts'
import { joinKey } from '../../client-go/watch.ts'
import { builtinResources, resourceFor } from '../builtin-resources.ts'

export const foregroundFinalizer = 'foregroundDeletion'
export const orphanFinalizer = 'orphan'

/** Events are too many and own nothing (upstream ignores them too). */
export const collected: readonly Resource[] = builtinResources.map(({ resource }) => resource).filter((resource) => resource !== 'events')

export const hasFinalizer = ({ metadata }: ApiObject, finalizer: string): boolean => metadata.finalizers?.includes(finalizer) ?? false

/** Being deleted, and waiting for its dependents to go first. */
export const isWaiting = (object: ApiObject): boolean => object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, foregroundFinalizer)

export interface Owners {
  readonly solid: readonly OwnerReference[]
  readonly dangling: readonly OwnerReference[]
  readonly waiting: readonly OwnerReference[]
}

/** The cached owner, if the cache has exactly this one. */
export function cachedOwner(c: ControllerContext<unknown>, object: ApiObject, ref: OwnerReference): ApiObject | undefined {
  const found = lookUp(object, ref)
  const owner = found && c.lister(found.resource).byKey(joinKey(found.namespace, ref.name))
  return owner?.metadata.uid === ref.uid ? owner : undefined
}

/** True if the caches know the owner, but in another namespace. */
export function livesElsewhere(c: ControllerContext<unknown>, object: ApiObject, ref: OwnerReference): boolean {
  const found = lookUp(object, ref)
  return found !== undefined && found.namespace !== '' && c.lister(found.resource).list().some(({ metadata }) => metadata.uid === ref.uid && metadata.namespace !== found.namespace)
}

/** Where an owner must be: cluster-scoped, or in the same namespace. A cluster-scoped object has no namespaced owner. */
function lookUp({ metadata }: ApiObject, ref: OwnerReference): { resource: Resource; namespace: string } | undefined {
  const builtin = resourceFor(ref.apiVersion, ref.kind)
  if (!builtin || builtin.resource === 'events') return undefined
  return { resource: builtin.resource, namespace: builtin.namespaced ? (metadata.namespace ?? '') : '' }
}

/** The failure, if the API server could not be asked. */
export function classify(c: ControllerContext<unknown>, object: ApiObject): Owners | string {
  const owners = { solid: [] as OwnerReference[], dangling: [] as OwnerReference[], waiting: [] as OwnerReference[] }
  for (const ref of object.metadata.ownerReferences ?? []) {
    const owner = cachedOwner(c, object, ref) ?? liveOwner(c, object, ref)
    if (typeof owner === 'string') return owner
    if (owner === undefined) owners.dangling.push(ref)
    else if (isWaiting(owner) && ref.blockOwnerDeletion) owners.waiting.push(ref)
    else owners.solid.push(ref)
  }
  return owners
}

function liveOwner(c: ControllerContext<unknown>, object: ApiObject, ref: OwnerReference): ApiObject | string | undefined {
  const found = lookUp(object, ref)
  if (!found) return `no matches for kind "${ref.kind}" in version "${ref.apiVersion}"`
  const owner = c.client.get(c.ctx, found.resource, found.namespace, ref.name)
  if (owner.ok) return owner.object.metadata.uid === ref.uid ? owner.object : undefined
  return owner.status.reason === 'NotFound' ? undefined : (owner.status.message ?? '')
}

export interface Dependent {
  readonly resource: Resource
  readonly object: ApiObject
}

/** Everything in the caches that names this owner. */
export const dependentsOf = (c: ControllerContext<unknown>, uid: string): Dependent[] =>
  collected.flatMap((resource) => c.lister(resource).by('owner', uid).map((object) => ({ resource, object })))

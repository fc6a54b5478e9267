/**
 * Decides about one object that may have lost its owners. Follows kubernetes v1.36
 * pkg/controller/garbagecollector/garbagecollector.go (attemptToDeleteItem, processDeletingDependentsItem): it stays as
 * long as one owner lives, and goes with the last, in the way that it asks for itself.
 */
import type { ApiObject, OwnerReference } from '../../../api/meta/object.ts'
import type { ApiResult, DeleteOptions, Resource } from '../../client-go/client.ts'
import { done, retry, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { tell } from '../../client-go/tell.ts'
import { keyOf, splitKey } from '../../client-go/watch.ts'
import { placeOf } from '../controller-ref.ts'
import { removeFinalizer } from './finalizers.ts'
import { itemKey } from './item-key.ts'
import { cachedOwner, classify, dependentsOf, foregroundFinalizer, hasFinalizer, isWaiting, livesElsewhere, orphanFinalizer, type Owners } from './ownership.ts'

type Context = ControllerContext<null>

export function attemptToDelete(c: Context, resource: Resource, key: string): SyncOutcome {
  const cached = c.lister(resource).byKey(key)
  if (!cached) return done
  if (isWaiting(cached)) return waitForDependents(c, resource, cached)
  const refs = cached.metadata.ownerReferences ?? []
  if (cached.metadata.deletionTimestamp !== undefined || refs.every((ref) => isLiving(cachedOwner(c, cached, ref)))) return done
  const { namespace, name } = splitKey(key)
  const fresh = c.client.get(c.ctx, resource, namespace, name)
  if (!fresh.ok) return outcome(fresh)
  const object: ApiObject = fresh.object
  if (object.metadata.uid !== cached.metadata.uid || object.metadata.deletionTimestamp !== undefined) return done
  const owners = classify(c, object)
  if (typeof owners !== 'string') reportForeignOwners(c, object, owners.dangling)
  return typeof owners === 'string' ? retry(owners) : decide(c, { resource, object, owners })
}

/** An owner in another namespace counts as absent; that this is what happened is told. */
function reportForeignOwners(c: Context, object: ApiObject, dangling: readonly OwnerReference[]): void {
  const { namespace = '' } = object.metadata
  for (const ref of dangling.filter((candidate) => livesElsewhere(c, object, candidate))) {
    const identity = `[${ref.apiVersion}/${ref.kind}, namespace: ${namespace}, name: ${ref.name}, uid: ${ref.uid}]`
    c.event(object, { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message: `ownerRef ${identity} does not exist in namespace ${JSON.stringify(namespace)}` })
  }
}

const isLiving = (owner: ApiObject | undefined): boolean => owner !== undefined && !isWaiting(owner)

interface Item {
  readonly resource: Resource
  readonly object: ApiObject
  readonly owners: Owners
}

function decide(c: Context, { resource, object, owners }: Item): SyncOutcome {
  const { solid, dangling, waiting } = owners
  if (solid.length + dangling.length + waiting.length === 0) return done
  if (solid.length > 0) return dropReferences(c, { resource, object, refs: [...dangling, ...waiting] })
  const dependents = waiting.length > 0 ? dependentsOf(c, object.metadata.uid ?? '') : []
  if (dependents.length > 0) {
    const unblocked = dependents.some((dependent) => isWaiting(dependent.object)) ? unblock(c, resource, object) : undefined
    if (unblocked && !unblocked.ok) return outcome(unblocked)
    return remove(c, { resource, object, owners }, 'Foreground')
  }
  return remove(c, { resource, object, owners }, ownPolicy(object))
}

const ownPolicy = (object: ApiObject): NonNullable<DeleteOptions['propagationPolicy']> =>
  hasFinalizer(object, orphanFinalizer) ? 'Orphan' : hasFinalizer(object, foregroundFinalizer) ? 'Foreground' : 'Background'

function remove(c: Context, { resource, object, owners }: Item, propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>): SyncOutcome {
  const { uid, resourceVersion } = object.metadata
  const preconditions = { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) }
  const deleted = c.client.delete(c.ctx, resource, placeOf(object), { propagationPolicy, preconditions })
  if (!deleted.ok) return outcome(deleted)
  const owner = [...owners.dangling, ...owners.waiting][0]
  const about = { actor: 'controller/garbage-collector', object: `${resource}/${keyOf(object)}` }
  tell(c.ctx, 'garbage-collector.deleted', about, { kind: object.kind, name: object.metadata.name, owner: owner ? `${owner.kind}/${owner.name}` : '' })
  return done
}

/** Takes out references to owners that are gone or about to go: others still hold the object. */
function dropReferences(c: Context, { resource, object, refs }: { resource: Resource; object: ApiObject; refs: readonly OwnerReference[] }): SyncOutcome {
  if (refs.length === 0) return done
  const body = { metadata: { ownerReferences: refs.map(({ uid }) => ({ $patch: 'delete', uid })), uid: object.metadata.uid } }
  return outcome(c.client.patch(c.ctx, resource, placeOf(object), { type: 'strategic', body }))
}

/** In a ring of objects that wait for each other, nobody blocks anybody any longer. */
function unblock(c: Context, resource: Resource, object: ApiObject): ApiResult<unknown> {
  const blocking = (object.metadata.ownerReferences ?? []).filter(({ blockOwnerDeletion }) => blockOwnerDeletion)
  if (blocking.length === 0) return { ok: true, object }
  const body = { metadata: { ownerReferences: blocking.map(({ uid }) => ({ uid, blockOwnerDeletion: false })), uid: object.metadata.uid } }
  return c.client.patch(c.ctx, resource, placeOf(object), { type: 'strategic', body })
}

/** An owner that is deleted in the foreground goes when no dependent blocks it any longer. */
function waitForDependents(c: Context, resource: Resource, owner: ApiObject): SyncOutcome {
  const uid = owner.metadata.uid ?? ''
  const blocking = dependentsOf(c, uid).filter(({ object }) =>
    object.metadata.ownerReferences?.some((ref) => ref.uid === uid && ref.blockOwnerDeletion),
  )
  if (blocking.length === 0) return outcome(removeFinalizer(c, { resource, object: owner, finalizer: foregroundFinalizer }))
  for (const dependent of blocking) if (!isWaiting(dependent.object)) c.enqueue(itemKey('delete', dependent.resource, keyOf(dependent.object)))
  return done
}

const outcome = (result: ApiResult<unknown>): SyncOutcome =>
  result.ok || result.status.reason === 'NotFound' ? done : retry(result.status.message ?? '')

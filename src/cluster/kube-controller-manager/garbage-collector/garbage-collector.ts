/**
 * The garbage collector: deletes what has lost its owners, and sees owners off in the foreground and orphaning ways.
 * Follows kubernetes v1.36 pkg/controller/garbagecollector (graph_builder.go, garbagecollector.go). Upstream keeps a
 * graph; here the caches' owner index is the graph. One queue serves both of upstream's, see `item-key.ts`.
 */
import type { ApiObject, OwnerReference } from '../../../api/meta/object.ts'
import type { Resource } from '../../client-go/client.ts'
import { done, retry, type Controller, type ControllerContext, type SyncOutcome } from '../../client-go/process.ts'
import { joinKey, keyOf, type WatchEvent } from '../../client-go/watch.ts'
import { resourceFor } from '../builtin-resources.ts'
import { placeOf } from '../controller-ref.ts'
import { isEqual } from '../equal.ts'
import { attemptToDelete } from './delete-item.ts'
import { removeFinalizer } from './finalizers.ts'
import { itemKey, readItemKey } from './item-key.ts'
import { cachedOwner, collected, dependentsOf, hasFinalizer, isWaiting, orphanFinalizer } from './ownership.ts'

type Context = ControllerContext<null>

export const garbageCollector: Controller<null> = {
  name: 'garbage-collector',
  component: 'garbage-collector-controller',
  resources: collected,
  createMemory: () => null,
  onChange: (c, event, before) => {
    if (event.verb === 'DELETED') onGone(c, event.object)
    else onAlive(c, event, before)
  },
  sync: (c, text) => {
    const item = readItemKey(text)
    if (!item) return done
    return item.task === 'orphan' ? orphanDependents(c, item.resource, item.key) : attemptToDelete(c, item.resource, item.key)
  },
}

/** Its dependents may have to go, and an owner that waited for it may go on. */
function onGone(c: Context, object: ApiObject): void {
  enqueueDependents(c, object)
  for (const ref of object.metadata.ownerReferences ?? []) enqueueWaitingOwner(c, object, ref)
}

function enqueueDependents(c: Context, { metadata }: ApiObject): void {
  for (const dependent of dependentsOf(c, metadata.uid ?? '')) c.enqueue(itemKey('delete', dependent.resource, keyOf(dependent.object)))
}

function enqueueWaitingOwner(c: Context, object: ApiObject, ref: OwnerReference): void {
  const owner = cachedOwner(c, object, ref)
  const builtin = resourceFor(ref.apiVersion, ref.kind)
  if (owner && builtin && isWaiting(owner)) c.enqueue(itemKey('delete', builtin.resource, joinKey(owner.metadata.namespace ?? '', ref.name)))
}

function onAlive(c: Context, { resource, key, object }: WatchEvent, before: ApiObject | undefined): void {
  const refs = object.metadata.ownerReferences ?? []
  const previous = before?.metadata.uid === object.metadata.uid ? before : undefined
  if (before && !previous) onGone(c, before)
  if (isToOrphan(object) && !(previous && isToOrphan(previous))) c.enqueue(itemKey('orphan', resource, key))
  if (isWaiting(object) && !(previous && isWaiting(previous))) {
    c.enqueue(itemKey('delete', resource, key))
    enqueueDependents(c, object)
  }
  if (refs.length === 0 && !previous?.metadata.ownerReferences) return
  if (isEqual(refs, previous?.metadata.ownerReferences)) return
  if (refs.some((ref) => cachedOwner(c, object, ref) === undefined)) c.enqueue(itemKey('delete', resource, key))
  for (const ref of previous?.metadata.ownerReferences ?? []) if (blocksNoLonger(refs, ref)) enqueueWaitingOwner(c, object, ref)
}

const isToOrphan = (object: ApiObject): boolean => object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, orphanFinalizer)

const blocksNoLonger = (refs: readonly OwnerReference[], { uid, blockOwnerDeletion }: OwnerReference): boolean =>
  blockOwnerDeletion === true && !refs.some((ref) => ref.uid === uid && ref.blockOwnerDeletion)

/** Takes the owner out of its dependents' references, then lets it go. */
function orphanDependents(c: Context, resource: Resource, key: string): SyncOutcome {
  const owner = c.lister(resource).byKey(key)
  if (!owner || !isToOrphan(owner)) return done
  for (const dependent of dependentsOf(c, owner.metadata.uid ?? '')) {
    const body = { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: dependent.object.metadata.uid } }
    const patched = c.client.patch(c.ctx, dependent.resource, placeOf(dependent.object), { type: 'strategic', body })
    if (!patched.ok && patched.status.reason !== 'NotFound') return retry(patched.status.message ?? '')
  }
  const removed = removeFinalizer(c, { resource, object: owner, finalizer: orphanFinalizer })
  return removed.ok || removed.status.reason === 'NotFound' ? done : retry(removed.status.message ?? '')
}

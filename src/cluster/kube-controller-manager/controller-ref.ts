/**
 * Who owns what: a controller adopts matching objects that nobody manages and releases its own that no longer match.
 * Follows kubernetes v1.36 pkg/controller/controller_ref_manager.go. Adoption first reads the owner afresh, so that one
 * that is being deleted adopts nothing; both patches carry the object's uid as a precondition.
 */
import type { ApiTypes } from '../../api/generated/types.ts'
import { controllerOf, type ApiObject, type OwnerReference } from '../../api/meta/object.ts'
import type { ApiResult, Resource } from '../client-go/client.ts'
import { orphansOf } from '../client-go/informer.ts'
import type { ControllerContext } from '../client-go/process.ts'

export const controllerRef = (owner: ApiObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
})

export interface Claim<O extends Resource, R extends Resource> {
  readonly c: ControllerContext<unknown>
  readonly ownerResource: O
  readonly owner: ApiTypes[O]
  readonly resource: R
  readonly matches: (object: ApiTypes[R]) => boolean
  /** Which of the candidates may be claimed at all. */
  readonly objects?: readonly ApiTypes[R][]
}

/** The owner's objects and the orphans of its namespace: all that can be claimed. */
export function candidates<R extends Resource>(c: ControllerContext<unknown>, resource: R, owner: ApiObject): ApiTypes[R][] {
  const lister = c.lister(resource)
  return [...lister.by('controller', owner.metadata.uid ?? ''), ...lister.by('controller', orphansOf(owner.metadata.namespace ?? ''))]
}

/** The objects the owner manages after adopting and releasing. */
export function claim<O extends Resource, R extends Resource>(claim: Claim<O, R>): ApiResult<ApiTypes[R][]> {
  const claimed: ApiTypes[R][] = []
  let mayAdopt: ApiResult<unknown> | undefined
  for (const object of claim.objects ?? candidates(claim.c, claim.resource, claim.owner)) {
    const verdict = judge(claim, object)
    if (verdict === 'keep') claimed.push(object)
    if (verdict === 'release') {
      const released = release(claim, object)
      if (!released.ok && !isGone(released.status.reason)) return released
    }
    if (verdict === 'adopt') {
      mayAdopt ??= canAdopt(claim)
      if (!mayAdopt.ok) return mayAdopt
      const adopted = adopt(claim, object)
      if (adopted.ok) claimed.push(adopted.object)
      else if (!isGone(adopted.status.reason)) return adopted
    }
  }
  return { ok: true, object: claimed }
}

/** The object went away or became another one: nothing to claim, no error. */
const isGone = (reason: string | undefined): boolean => reason === 'NotFound' || reason === 'Invalid'

function judge<O extends Resource, R extends Resource>({ owner, matches }: Claim<O, R>, object: ApiTypes[R]): 'keep' | 'release' | 'adopt' | 'ignore' {
  const ref = controllerOf(object)
  const ownerIsGoing = owner.metadata.deletionTimestamp !== undefined
  if (ref) {
    if (ref.uid !== owner.metadata.uid) return 'ignore'
    if (matches(object)) return 'keep'
    return ownerIsGoing ? 'ignore' : 'release'
  }
  if (ownerIsGoing || !matches(object) || object.metadata.deletionTimestamp !== undefined) return 'ignore'
  return object.metadata.namespace === owner.metadata.namespace ? 'adopt' : 'ignore'
}

function canAdopt<O extends Resource, R extends Resource>({ c, ownerResource, owner }: Claim<O, R>): ApiResult<unknown> {
  const fresh = c.client.get(c.ctx, ownerResource, owner.metadata.namespace ?? '', owner.metadata.name)
  if (!fresh.ok) return fresh
  const { uid, deletionTimestamp, name, namespace } = fresh.object.metadata
  if (uid !== owner.metadata.uid) return refused(`original ${owner.kind} ${namespace}/${name} is gone: got uid ${uid}, wanted ${owner.metadata.uid}`)
  if (deletionTimestamp !== undefined) return refused(`${namespace}/${name} has just been deleted at ${deletionTimestamp}`)
  return fresh
}

const refused = (message: string): ApiResult<never> => ({
  ok: false,
  status: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'Conflict', code: 409 },
})

function adopt<O extends Resource, R extends Resource>({ c, owner, resource }: Claim<O, R>, object: ApiTypes[R]): ApiResult<ApiTypes[R]> {
  const body = { metadata: { ownerReferences: [controllerRef(owner)], uid: object.metadata.uid } }
  return c.client.patch(c.ctx, resource, placeOf(object), { type: 'strategic', body })
}

function release<O extends Resource, R extends Resource>({ c, owner, resource }: Claim<O, R>, object: ApiTypes[R]): ApiResult<ApiTypes[R]> {
  const body = { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: object.metadata.uid } }
  return c.client.patch(c.ctx, resource, placeOf(object), { type: 'strategic', body })
}

export const placeOf = (object: ApiObject): { namespace: string; name: string } => ({
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name,
})

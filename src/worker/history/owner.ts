/** The workload that a Pod belongs to, as the store stands: the last in the chain of controlling owners, or the Pod itself. */
import { kindOfManifest, kindOfResource } from '../../api/kinds/registry.ts'
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import type { Store } from '../../cluster/etcd/store.ts'
import { objectKey as storeKey } from '../../cluster/kube-apiserver/keys.ts'
import type { ObjectKey } from '../protocol.ts'
import { objectKeyOf } from '../target.ts'

/** Owners in a chain: CronJob, Job, Pod is the longest there is. */
const chainLimit = 5

export function ownerOf(store: Store<ApiObject>, object: ObjectKey): ObjectKey {
  let key = object
  for (let step = 0; step < chainLimit; step++) {
    const [resource = '', namespace = '', name = ''] = key.split('/')
    const kind = kindOfResource(resource)
    const found = kind && store.entries.get(storeKey(kind, namespace, name))?.value
    const owner = found && controllerOf(found)
    const ownerKind = owner && kindOfManifest(owner.apiVersion, owner.kind)
    if (!owner || !ownerKind?.namespaced) return key
    key = objectKeyOf({ kind: ownerKind, namespace, name: owner.name })
  }
  return key
}

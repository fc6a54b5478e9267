/** Who made an object, who deleted it and why, and what the API server last refused to do with it. */
import { controllerOf, type ApiObject } from '../../api/meta/object.ts'
import type { Pod } from '../../api/generated/types.ts'
import type { ObjectKey, WhySentence } from '../protocol.ts'
import { kindOfManifest } from '../../api/kinds/registry.ts'
import { groupResource } from '../../api/kinds/kind.ts'
import { keyOf, partsOf, type Evidence, type Write } from './evidence.ts'
import { answer, detail } from './sentence.ts'

const outside = 'kubectl'
const controller = (by: string): string | undefined => (by.startsWith('controller/') ? by.slice('controller/'.length) : undefined)

export const keyOfObject = (object: ApiObject): ObjectKey => {
  const kind = kindOfManifest(object.apiVersion, object.kind)
  return keyOf(kind ? groupResource(kind) : object.kind.toLowerCase(), object)
}

export function keyOfOwner(object: ApiObject): ObjectKey | undefined {
  const owner = controllerOf(object)
  const kind = owner && kindOfManifest(owner.apiVersion, owner.kind)
  return owner && kind && [groupResource(kind), object.metadata.namespace ?? '', owner.name].join('/')
}

/** Who made it, and what that goes back to. */
export function origin(e: Evidence, key: ObjectKey): readonly WhySentence[] {
  const made = e.writes(key).findLast(({ previous }) => previous === undefined)
  const by = made && e.writer(made.revision)
  if (!made || by === undefined) return []
  if (by === outside) return [detail('origin.input', { at: made.at })]
  const name = controller(by)
  const owner = made.current && keyOfOwner(made.current.value)
  const maker = name !== undefined && owner !== undefined ? detail('origin.controller', { controller: name, owner, at: made.at }) : detail('origin.part', { part: name ?? by, at: made.at })
  return [maker, ...root(e, made)]
}

/** Writes in one chain of causes. */
const chainLimit = 50

/** The first write of the chain that led to this one. */
function root(e: Evidence, { revision, cause }: Write): readonly WhySentence[] {
  let first = e.write(cause)
  for (let steps = 0; first && first.cause > 0 && steps < chainLimit; steps++) {
    const before = e.write(first.cause)
    if (!before) break
    first = before
  }
  const object = (first?.current ?? first?.previous)?.value
  const by = first && e.writer(first.revision)
  if (!first || first.revision === revision || !object || by === undefined) return []
  const params = { object: keyOfObject(object), at: first.at }
  const name = controller(by)
  if (name !== undefined) return [detail('origin.root.controller', { controller: name, ...params })]
  if (by !== outside) return []
  return [detail(first.current === undefined || first.current.value.metadata.deletionTimestamp !== undefined ? 'origin.root.delete' : first.previous ? 'origin.root.update' : 'origin.root.create', params)]
}

/** The write that marked the object for deletion, or took it away at once. */
export function deletionMark(e: Evidence, key: ObjectKey): Write | undefined {
  const isMarked = (object: ApiObject | undefined) => object?.metadata.deletionTimestamp !== undefined
  const writes = e.writes(key)
  const mark = writes.find(({ current, previous }) => isMarked(current?.value) && !isMarked(previous?.value))
  return mark ?? writes.find(({ current, previous }) => current === undefined && !isMarked(previous?.value))
}

/** Why it is going, or gone. */
export function deletion(e: Evidence, key: ObjectKey): readonly WhySentence[] {
  const mark = deletionMark(e, key)
  const by = mark && e.writer(mark.revision)
  const object = mark && (mark.current ?? mark.previous)?.value
  if (!mark || !object || by === undefined) return []
  const said = deletedBy(e, { key, object, by, at: mark.at })
  return by === outside ? [said] : [said, ...root(e, mark)]
}

interface Deleted {
  readonly key: ObjectKey
  readonly object: ApiObject
  readonly by: string
  readonly at: number
}

function deletedBy(e: Evidence, deleted: Deleted): WhySentence {
  const { key, object, by, at } = deleted
  const node = `nodes/${(object as Pod).spec?.nodeName ?? ''}`
  switch (by) {
    case outside: {
      const asked = e.told('kubectl.request', key, (told) => told.at <= at)
      return asked?.params.path.endsWith('/eviction') ? answer('deleted.eviction', { at }) : answer('deleted.input', { at })
    }
    case 'controller/replicaset':
      return surplus(e, deleted)
    case 'controller/garbage-collector': {
      const owner = object.metadata.ownerReferences?.[0]?.name ?? ''
      return answer('deleted.garbage', { owner: keyOfOwner(object) ?? owner, at })
    }
    case 'kube-scheduler': {
      const preempted = e.told('scheduler.preempted', key)
      return preempted ? answer('deleted.preempted', { node, by: preempted.params.by, at }) : answer('deleted.part', { part: by, at })
    }
    case 'controller/taint-eviction': {
      const planned = e.told('taint-eviction.scheduled', key)
      if (planned) return answer('deleted.taint', { node, taint: planned.params.taint, seconds: planned.params.seconds, at })
      const taints = e.get('nodes', '', partsOf(node).name)?.spec?.taints ?? []
      const taint = taints.filter(({ effect }) => effect === 'NoExecute').map(({ key: name, effect }) => `${name}:${effect}`)
      return answer('deleted.taint-at-once', { node, taint: taint.join(', ') || 'NoExecute', at })
    }
    case 'controller/pod-garbage-collector':
      return answer('deleted.pod-gc', { node, at })
    case 'controller/namespace':
      return answer('deleted.namespace', { namespace: `namespaces/${object.metadata.namespace ?? ''}`, at })
    default: {
      const name = controller(by)
      return name === undefined ? answer('deleted.part', { part: by, at }) : answer('deleted.controller', { controller: name, at })
    }
  }
}

/** A ReplicaSet had more pods than it wants; it tells so right after its deletions. */
function surplus(e: Evidence, { object, at }: Deleted): WhySentence {
  const owner = keyOfOwner(object)
  const told = owner === undefined ? undefined : e.told('replicaset.deleted-pods', owner, (fact) => fact.at <= at + surplusTold && fact.at + surplusTold >= at)
  if (!owner || !told) return answer('deleted.controller', { controller: 'replicaset', at })
  return answer('deleted.replicaset', { owner, replicas: told.params.replicas, existing: told.params.existing, at })
}

/** Micros within which a sync tells of all its deletions. */
const surplusTold = 5_000_000

/** The last thing asked of it was refused. */
export function refusal(e: Evidence, key: ObjectKey): readonly WhySentence[] {
  const refused = e.told('apiserver.refused', key)
  const accepted = e.told('apiserver.accepted', key)
  if (!refused || (accepted && accepted.id > refused.id)) return []
  const { code, reason, message } = refused.params
  return [answer('refused', { code, reason, message, at: refused.at })]
}

/** Being deleted: what holds it, and who wants it gone. */
export const leaving = (e: Evidence, object: ApiObject): readonly WhySentence[] => [...held(object), ...deletion(e, keyOfObject(object))]

/** Finalizers that still hold it. */
export function held({ metadata }: ApiObject): readonly WhySentence[] {
  if (metadata.deletionTimestamp === undefined) return []
  const finalizers = metadata.finalizers ?? []
  const others = finalizers.filter((finalizer) => finalizer !== 'foregroundDeletion' && finalizer !== 'orphan')
  return [
    ...(finalizers.includes('foregroundDeletion') ? [answer('foreground', {})] : []),
    ...(finalizers.includes('orphan') ? [answer('orphaning', {})] : []),
    ...(others.length > 0 ? [answer('finalizers', { finalizers: others.join(', ') })] : []),
  ]
}

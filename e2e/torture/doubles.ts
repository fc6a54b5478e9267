/** Finds objects that were created twice: more pods than a ReplicaSet asked for, two ReplicaSets or slices for one purpose. */
import type { EndpointSlice, Pod, ReplicaSet } from '../../src/api/generated/types.ts'
import { controllerOf, type ApiObject } from '../../src/api/meta/object.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { entriesAt, since } from '../../src/cluster/etcd/store.ts'

/** What is there, by key, and what ReplicaSets have asked for lately, by uid. */
interface Past {
  readonly objects: Map<string, ApiObject>
  readonly asked: Map<string, { readonly at: number; readonly replicas: number }[]>
}

/** Microseconds for which a controller may still act on what it saw before: a late watch and a sync's writes. */
const staleFor = 1_000_000

/** Looks at every create after `revision`, against what was there before it. */
export function doubles(cluster: Cluster, revision: number): string[] {
  const store = cluster.store()
  const entries = entriesAt(store, revision)
  if (!entries) return ['the history is too short to look for objects that were created twice']
  const past: Past = { objects: new Map(), asked: new Map() }
  for (const [key, { value }] of entries.entries()) note(past, key, { object: value, at: 0 })
  const found: string[] = []
  for (const { key, current, previous, at } of since(store, revision)) {
    const problem = current && !previous ? doubleOf(current.value, past, at) : undefined
    if (problem) found.push(problem)
    if (current) note(past, key, { object: current.value, at })
    else past.objects.delete(key)
  }
  return found
}

function note({ objects, asked }: Past, key: string, { object, at }: { object: ApiObject; at: number }): void {
  objects.set(key, object)
  if (object.kind !== 'ReplicaSet') return
  const { metadata, spec } = object as ReplicaSet
  const uid = metadata.uid ?? ''
  asked.set(uid, [...(asked.get(uid) ?? []), { at, replicas: spec.replicas ?? 1 }])
}

/** The most that a ReplicaSet asked for, as somebody may see it at `at`. */
function askedBy({ asked }: Past, uid: string, at: number): number {
  const all = asked.get(uid) ?? []
  const valid = all.filter((_, index) => (all[index + 1]?.at ?? at) >= at - staleFor)
  return Math.max(0, ...valid.map(({ replicas }) => replicas))
}

function doubleOf(object: ApiObject, past: Past, at: number): string | undefined {
  const owner = controllerOf(object)
  if (!owner) return undefined
  const siblings = [...past.objects.values()].filter((other) => other.kind === object.kind && controllerOf(other)?.uid === owner.uid)
  if (object.kind === 'Pod') return secondPod(object, siblings as Pod[], askedBy(past, owner.uid, at))
  const isTwin = (other: ApiObject) => purposeOf(other) === purposeOf(object)
  return siblings.some(isTwin) ? `${object.kind} ${object.metadata.name} was created twice` : undefined
}

const isOver = ({ metadata, status }: Pod): boolean => metadata.deletionTimestamp !== undefined || status?.phase === 'Failed' || status?.phase === 'Succeeded'

function secondPod(pod: ApiObject, siblings: readonly Pod[], wanted: number): string | undefined {
  const there = siblings.filter((sibling) => !isOver(sibling)).length
  return there >= wanted ? `pod ${pod.metadata.name} is number ${there + 1} of ${wanted}` : undefined
}

/** What there may be one of. */
function purposeOf(object: ApiObject): string {
  if (object.kind === 'ReplicaSet') return (object as ReplicaSet).metadata.labels?.['pod-template-hash'] ?? ''
  if (object.kind === 'EndpointSlice') return JSON.stringify([(object as EndpointSlice).addressType, (object as EndpointSlice).ports])
  return object.metadata.name
}

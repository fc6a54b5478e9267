/**
 * What a cluster looks like in the end, without what may differ from run to run: identities, moments, addresses, which of
 * two equal nodes. Names that were generated keep their base; lists whose order says nothing are sorted.
 */
import type { ApiObject } from '../../src/api/meta/object.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'

/** Events tell the way, not the end; Leases are heartbeats. */
const left = new Set(['Event', 'Lease'])

const volatile = new Set([
  ...['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'observedGeneration', 'managedFields'],
  ...['lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime', 'lastProbeTime', 'timeAdded', 'startedAt', 'finishedAt', 'startTime'],
  ...['containerID', 'podIP', 'podIPs', 'hostIP', 'hostIPs', 'clusterIP', 'clusterIPs', 'nodePort', 'addresses', 'ip'],
  ...['nodeName', 'images', 'message', 'endpoints.kubernetes.io/last-change-trigger-time'],
])

/** What a waiting container says in turns. */
const alike: { readonly [text: string]: string } = { ErrImagePull: 'ImagePullBackOff' }

/** One text per object, in order. */
export function endState(cluster: Cluster): string[] {
  const objects = [...cluster.store().entries.values()].map(({ value }) => value).filter(({ kind }) => !left.has(kind))
  const bases = new Map(objects.flatMap(({ metadata }) => (metadata.generateName ? [[metadata.name, `${metadata.generateName}*`] as const] : [])))
  return objects.map((object) => JSON.stringify({ ...(plain(object, bases) as object), ...seen(object) })).sort()
}

/** Whether the controller has seen the last change of the spec. */
function seen({ metadata, ...object }: ApiObject): object {
  const { status } = object as { status?: { observedGeneration?: number } }
  return status?.observedGeneration === undefined ? {} : { isObserved: status.observedGeneration === metadata.generation }
}

function plain(value: unknown, bases: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return bases.get(value) ?? (alike[value] ?? value).replace(/^kube-api-access-\w{5}$/, 'kube-api-access-*')
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(plain(item, bases))).sort()
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (volatile.has(name)) return []
    const kept = name === 'deletionTimestamp' ? 'set' : plain(item, bases)
    return isEmpty(kept) ? [] : [[name, kept]]
  })
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** What the second has too much (`+`) and what it lacks (`-`). */
export function differences(expected: readonly string[], found: readonly string[]): string[] {
  const spare = [...found]
  const missing = expected.filter((text) => {
    const index = spare.indexOf(text)
    if (index >= 0) spare.splice(index, 1)
    return index < 0
  })
  return [...missing.map((text) => `- ${text}`), ...spare.map((text) => `+ ${text}`)]
}

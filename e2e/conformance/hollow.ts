/**
 * What the script that played the nodes did when the recordings were made: pods that end or become unready, nodes whose
 * heartbeats stop. Written to the API server as a kubelet would write it.
 */
import type { Pod } from '../../src/api/generated/types.ts'
import { formatSeconds, secondsOf } from '../../src/api/meta/time.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'

export interface Finish {
  /** `NAMESPACE/PREFIX` of their names. */
  readonly pods: string
  readonly phase: 'Succeeded' | 'Failed'
  readonly exitCode: number
}

export interface Unready {
  readonly pods: string
  readonly count?: number
  readonly ready?: boolean
}

export interface NodeStep {
  readonly name: string
  readonly down?: boolean
  readonly up?: boolean
  readonly create?: { readonly [field: string]: unknown }
}

/** The calendar date at which recorded sessions are replayed. */
export const born = '2026-01-01T00:00:00Z'

const nowOf = ({ kernel }: Cluster): string => formatSeconds(secondsOf(born) + Math.floor(kernel.world.now / 1_000_000))

function podsCalled(cluster: Cluster, prefix: string): Pod[] {
  const entries = [...cluster.store().entries.values()].filter(({ key, value }) => value.kind === 'Pod' && key.startsWith(`/registry/pods/${prefix}`))
  return entries.sort((a, b) => a.createRevision - b.createRevision).map(({ value }) => value as Pod)
}

type Status = NonNullable<Pod['status']>

function writeStatus(cluster: Cluster, pod: Pod, status: Partial<Status>): void {
  const { namespace = '', name } = pod.metadata
  const body = JSON.stringify({ ...pod, status: { ...pod.status, ...status } })
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`
  const answer = cluster.handle({ method: 'PUT', path, query: {}, headers: { 'content-type': 'application/json' }, body })
  if (answer.code >= 400) throw new Error(`the status of ${namespace}/${name} was refused`)
}

/** Conditions of some types, with their status and reason; others stay. */
function withConditions(pod: Pod, now: string, changes: { readonly [type: string]: { readonly status: 'True' | 'False'; readonly reason?: string } }): Status['conditions'] {
  return (pod.status?.conditions ?? []).map((condition) => {
    const change = changes[condition.type]
    if (!change) return condition
    const { reason: _, message: __, ...rest } = condition
    return { ...rest, ...change, lastTransitionTime: condition.status === change.status ? condition.lastTransitionTime : now } as typeof condition
  })
}

export function finish(cluster: Cluster, { pods, phase, exitCode }: Finish): void {
  const now = nowOf(cluster)
  const reason = phase === 'Failed' ? 'PodFailed' : 'PodCompleted'
  for (const pod of podsCalled(cluster, pods).filter(({ status }) => status?.phase === 'Running')) {
    writeStatus(cluster, pod, {
      phase,
      conditions: withConditions(pod, now, { PodReadyToStartContainers: { status: 'False' }, Ready: { status: 'False', reason }, ContainersReady: { status: 'False', reason } }) ?? [],
      containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({
        ...status,
        ready: false,
        started: false,
        state: { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: status.state?.running?.startedAt ?? now, finishedAt: now, containerID: status.containerID ?? '' } },
      })),
    })
  }
}

export function setReady(cluster: Cluster, { pods, count, ready = false }: Unready): void {
  const now = nowOf(cluster)
  const status = ready ? 'True' : 'False'
  const reason = ready ? {} : { reason: 'ContainersNotReady' }
  const isOther = ({ status: current }: Pod) => current?.phase === 'Running' && current.conditions?.find(({ type }) => type === 'Ready')?.status !== status
  for (const pod of podsCalled(cluster, pods).filter(isOther).slice(0, count)) {
    writeStatus(cluster, pod, {
      conditions: withConditions(pod, now, { Ready: { status, ...reason }, ContainersReady: { status, ...reason } }) ?? [],
      containerStatuses: (pod.status?.containerStatuses ?? []).map((container) => ({ ...container, ready })),
    })
  }
}

/** False if it cannot be played. */
export function playNode(cluster: Cluster, { name, down, up }: NodeStep): boolean {
  if (down) return cluster.stop(`kubelet/${name}`).ok
  if (up) return cluster.start(`kubelet/${name}`).ok
  return false
}

/**
 * A rollout as a learner looks at it: the ReplicaSets with their pods, how far a rolling update may go up and down, how
 * long it may stand still, and where it can go back to. Limits follow kubernetes v1.36
 * pkg/controller/deployment/util (ResolveFenceposts). Dates are seconds since 1970.
 */
import type { Deployment } from '../api/generated/types.ts'
import { scaledValue } from '../api/meta/int-or-string.ts'
import { secondsOf } from '../api/meta/time.ts'
import { tagOf } from './format.ts'
import type { Row, World } from './world.ts'

export interface RolloutSet {
  readonly row: Row
  readonly revision: number
  readonly tag: string
  readonly isNew: boolean
  readonly available: number
  /** In order of birth; those that are going are among them. */
  readonly pods: readonly Row[]
  /** Pods that are wanted and not there yet. */
  readonly missing: number
}

export interface Rollout {
  /** Those with pods, wanted or there: old ones first. */
  readonly sets: readonly RolloutSet[]
  /** Every ReplicaSet that is kept, youngest revision first. */
  readonly history: readonly RolloutSet[]
  readonly revision: number
  readonly strategy: string
  readonly surge: Limit
  readonly unavailable: Limit
  readonly deadline: { readonly seconds: number; readonly at: number; readonly state: 'running' | 'passed' | 'rests' } | null
  readonly paused: boolean
  readonly complete: boolean
}

export interface Limit {
  /** As it is written: `25%`. */
  readonly given: string
  readonly count: number
}

type Owners = Pick<World, 'byOwner'>

export function rolloutOf(world: Owners, row: Row, deployment: Deployment): Rollout {
  const revision = Number(deployment.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0)
  const history = setsOf(world, row, revision)
  const sets = history.filter((set) => set.isNew || set.row.desired > 0 || set.pods.length > 0).sort((a, b) => a.revision - b.revision)
  const complete = row.phase === 'Complete'
  const paused = deployment.spec.paused === true
  return {
    sets,
    history,
    revision,
    strategy: deployment.spec.strategy?.type ?? '',
    ...limitsOf(deployment),
    deadline: deadlineOf(deployment, complete || paused),
    paused,
    complete,
  }
}

function setsOf(world: Owners, owner: Row, current: number): readonly RolloutSet[] {
  const rows = (world.byOwner.get(owner.id) ?? []).filter(({ resource }) => resource === 'replicasets.apps')
  const sets = rows.map((row): RolloutSet => {
    const pods = (world.byOwner.get(row.id) ?? []).filter(({ resource }) => resource === 'pods')
    const revision = Number(row.detail['revision'] ?? 0)
    const staying = pods.filter(({ deleting }) => !deleting).length
    return {
      row,
      revision,
      tag: tagOf(String(row.detail['images'] ?? '').split(',')[0] ?? ''),
      isNew: revision === current,
      available: Number(row.detail['available'] ?? 0),
      pods: [...pods].sort((a, b) => a.created - b.created || a.id - b.id),
      missing: Math.max(0, row.desired - staying),
    }
  })
  return sets.sort((a, b) => b.revision - a.revision)
}

function limitsOf({ spec }: Deployment): Pick<Rollout, 'surge' | 'unavailable'> {
  const { maxSurge = 0, maxUnavailable = 0 } = spec.strategy?.rollingUpdate ?? {}
  const replicas = spec.replicas ?? 0
  const surge = scaledValue(maxSurge, replicas, 'up')
  const unavailable = scaledValue(maxUnavailable, replicas, 'down')
  // Both zero would stand still for ever.
  const least = surge === 0 && unavailable === 0 ? 1 : unavailable
  return { surge: { given: String(maxSurge), count: surge }, unavailable: { given: String(maxUnavailable), count: Math.min(least, replicas) } }
}

function deadlineOf({ spec, status }: Deployment, rests: boolean): Rollout['deadline'] {
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing')
  const seconds = spec.progressDeadlineSeconds
  if (seconds === undefined || !progressing) return null
  const at = secondsOf(progressing.lastUpdateTime ?? progressing.lastTransitionTime ?? '') + seconds
  return { seconds, at, state: progressing.status === 'False' ? 'passed' : rests ? 'rests' : 'running' }
}

/**
 * How the scheduler judged every pod of a recorded session: the failure texts, how many nodes were looked at and fit,
 * each plugin's score and the totals. Which of several equal nodes is called which is free, so nodes are compared
 * without their names.
 */
import type { SchedulingObservation } from '../../src/cluster/kube-scheduler/trace.ts'
import type { CaseResult } from './admission.ts'
import type { Json } from './compare.ts'
import type { Play } from './play.ts'
import { matchAll, type Dumped } from './state.ts'

/** One line of the scheduler's log; what it is about decides which fields it has. */
export interface SchedulingRecord {
  readonly pod: string
  readonly node?: string
  readonly plugin?: string
  /** With the plugin's weight. */
  readonly score?: number
  readonly total?: number
  readonly bound?: string
  readonly evaluated?: number
  readonly feasible?: number
  readonly unschedulable?: string
}

export function compareScheduling(play: Play, recorded: readonly SchedulingRecord[]): CaseResult {
  const plugins = new Set(recorded.flatMap(({ plugin }) => plugin ?? []))
  const names = [...new Set(recorded.map(({ pod }) => pod))]
  const theirs = names.map((name) => asItem(recordedPod(name, recorded.filter(({ pod }) => pod === name))))
  const ours = podsOf(play.scheduling).map((attempts) => asItem(ourPod(attempts, plugins)))
  const why = matchAll(theirs, ours, play.renaming)
  return why === undefined ? { type: 'same' } : { type: 'different', why }
}

const asItem = (item: Json): Dumped => ({ resource: 'scheduling', item })

function recordedPod(pod: string, records: readonly SchedulingRecord[]): Json {
  const outcomes = records.flatMap(({ unschedulable, evaluated, feasible }): Json[] => (unschedulable !== undefined ? [unschedulable] : evaluated !== undefined ? [{ evaluated, feasible: feasible ?? 0 }] : []))
  const nodes = [...new Set(records.flatMap(({ plugin, node }) => (plugin !== undefined && node !== undefined ? [node] : [])))]
  const judged = nodes.map((name) => {
    const of = records.filter(({ node }) => node === name)
    return judgement(of.flatMap(({ plugin, score }) => (plugin === undefined ? [] : [[plugin, score ?? 0] as const])), of.find(({ total }) => total !== undefined)?.total ?? 0)
  })
  return { pod, outcomes: withoutRepeats(outcomes), nodes: sorted(judged) }
}

/** The attempts at each pod, in order. */
function podsOf(observations: readonly SchedulingObservation[]): SchedulingObservation[][] {
  const byPod = new Map<string, SchedulingObservation[]>()
  for (const observation of observations) byPod.set(observation.pod, [...(byPod.get(observation.pod) ?? []), observation])
  return [...byPod.values()]
}

function ourPod(attempts: readonly SchedulingObservation[], plugins: ReadonlySet<string>): Json {
  const outcomes = attempts.map(({ message, nodes }): Json => (message !== '' ? message : { evaluated: nodes.length, feasible: nodes.filter(({ filters }) => filters.every(({ pass }) => pass)).length }))
  const scored = attempts.flatMap(({ nodes }) => nodes).filter(({ scores }) => scores.length > 0)
  const judged = scored.map(({ scores, total }) => judgement(scores.filter(({ plugin }) => plugins.has(plugin)).map(({ plugin, score, weight }) => [plugin, score * weight] as const), total))
  return { pod: (attempts[0]?.pod ?? '').replace(/^pods\//, ''), outcomes: withoutRepeats(outcomes), nodes: sorted(judged) }
}

const judgement = (scores: readonly (readonly [string, number])[], total: number): Json => ({ scores: Object.fromEntries([...scores].sort(([a], [b]) => (a < b ? -1 : 1))), total })

const sorted = (items: readonly Json[]): Json[] => [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** A retry that ended as the one before tells nothing new. */
const withoutRepeats = (items: readonly Json[]): Json[] => items.filter((item, index) => JSON.stringify(item) !== JSON.stringify(items[index - 1]))

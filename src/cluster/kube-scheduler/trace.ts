/**
 * Tells observers how one pod was scheduled: every node looked at, every filter's verdict, every score. Large clusters
 * are told in part: the nodes that did best and as many of those that failed.
 */
import type { Pod } from '../../api/generated/types.ts'
import type { Observation, StepContext } from '../../sim/part.ts'
import { keyOf } from '../client-go/watch.ts'
import type { NodeResult, PluginScore, Verdict } from './framework/judge.ts'
import type { Selection } from './framework/select-node.ts'

export interface SchedulingObservation extends Observation {
  readonly type: 'scheduling'
  /** `pods/NAMESPACE/NAME`. */
  readonly pod: string
  readonly attempt: number
  readonly nodes: readonly SchedulingNode[]
  /** '' if no node was found. */
  readonly chosen: string
  readonly tie: boolean
  /** The FailedScheduling text, '' if it was scheduled. */
  readonly message: string
}

export interface SchedulingNode {
  readonly node: string
  readonly filters: readonly Verdict[]
  readonly scores: readonly PluginScore[]
  readonly total: number
}

/** Nodes that one observation names at most. */
const nodesTold = 100

export function observe(ctx: StepContext, told: { pod: Pod; attempt: number; selection: Selection; message: string }): void {
  if (!ctx.isObserved) return
  const { pod, attempt, selection, message } = told
  const observation: SchedulingObservation = {
    type: 'scheduling',
    pod: `pods/${keyOf(pod)}`,
    attempt,
    nodes: [...shortened(selection.results).map(tellNode), ...excludedNodes(selection)].slice(0, nodesTold),
    chosen: selection.chosen?.info.name ?? '',
    tie: selection.isTie,
    message,
  }
  ctx.observe(observation)
}

const shortened = (results: readonly NodeResult[]): readonly NodeResult[] =>
  results.length <= nodesTold ? results : [...results].sort((a, b) => b.total - a.total).slice(0, nodesTold)

const tellNode = ({ info, verdicts, scores, total }: NodeResult): SchedulingNode => ({ node: info.name, filters: verdicts, scores, total })

function excludedNodes({ excluded }: Selection): SchedulingNode[] {
  if (!excluded) return []
  const reason = `node(s) didn't satisfy plugin(s) [${excluded.plugin}]`
  return excluded.names.map((node) => ({ node, filters: [{ plugin: excluded.plugin, pass: false, reason }], scores: [], total: 0 }))
}

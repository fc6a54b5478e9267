/**
 * What the filters say of a node, as it is and as it would be with other pods on it. Follows kubernetes v1.36
 * pkg/scheduler/framework/runtime (RunFilterPlugins, RunFilterPluginsWithNominatedPods).
 */
import type { Pod } from '../../../api/generated/types.ts'
import type { ClusterView, ExistingNode, NodeFilter, Plugin, Rejection } from './plugin.ts'
import { suppose, withNominated } from './suppose.ts'

export interface Verdict {
  readonly plugin: string
  readonly pass: boolean
  /** Reasons joined by `, `; '' for a pass. */
  readonly reason: string
  readonly details?: Rejection['details']
}

export interface PluginScore {
  readonly plugin: string
  readonly score: number
  readonly weight: number
}

export interface NodeResult {
  readonly info: ExistingNode
  readonly verdicts: readonly Verdict[]
  readonly rejection: (Rejection & { readonly plugin: string }) | undefined
  readonly scores: readonly PluginScore[]
  readonly total: number
}

type NamedFilter = { readonly plugin: string; readonly filter: NodeFilter }

export function filtersFor(pod: Pod, plugins: readonly Plugin[], cluster: ClusterView): NamedFilter[] {
  return plugins.flatMap(({ name, filter }) => {
    const prepared = filter?.(pod, cluster)
    return prepared ? [{ plugin: name, filter: prepared }] : []
  })
}

export const passesOf = (filters: readonly NamedFilter[]): Verdict[] => filters.map(({ plugin }) => ({ plugin, pass: true, reason: '' }))

/** The first plugin that rejects a node has the word; those after it are not asked. `passes` say that each lets it pass. */
export function judge(info: ExistingNode, filters: readonly NamedFilter[], passes: readonly Verdict[]): NodeResult {
  for (const [index, { plugin, filter }] of filters.entries()) {
    const rejection = filter(info)
    if (!rejection) continue
    const verdict = { plugin, pass: false, reason: rejection.reasons.join(', '), ...(rejection.details && { details: rejection.details }) }
    return { info, verdicts: [...passes.slice(0, index), verdict], rejection: { ...rejection, plugin }, scores: [], total: 0 }
  }
  return { info, verdicts: passes, rejection: undefined, scores: [], total: 0 }
}

interface Judging {
  readonly plugins: readonly Plugin[]
  readonly cluster: ClusterView
}

/** `info` is the node as it would be; `added` are pods on it that the cluster does not have. */
export function judgeSupposed(pod: Pod, info: ExistingNode, { plugins, cluster, added = [] }: Judging & { readonly added?: readonly Pod[] }): NodeResult {
  const filters = filtersFor(pod, plugins, suppose(cluster, info, added))
  return judge(info, filters, passesOf(filters))
}

/** With those that are to come to the node; undefined if it would do, or nobody is. Without them it must do as well: they may never come. */
export function judgeCrowded(pod: Pod, info: ExistingNode, { plugins, cluster, expected }: Judging & { readonly expected: readonly Pod[] }): NodeResult | undefined {
  if (expected.length === 0) return undefined
  const result = judgeSupposed(pod, withNominated(info, expected), { plugins, cluster, added: expected })
  return result.rejection && { ...result, info }
}

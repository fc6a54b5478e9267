/**
 * Rejects nodes with a taint that the pod does not tolerate, and prefers nodes with fewer PreferNoSchedule taints that
 * it does not. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/tainttoleration.
 */
import type { Node, Pod, Taint } from '../../../api/generated/types.ts'
import { normalizeReversed, type Plugin, type Rejection } from '../framework/plugin.ts'
import { isTolerated, untolerated } from './tolerations.ts'

const accepts = (pod: Pod, node: Node): boolean => untolerated(node, pod.spec.tolerations ?? []) === undefined

function rejectionBy(taint: Taint | undefined): Rejection | undefined {
  if (!taint) return undefined
  const { key, value, effect } = taint
  return { reasons: ['node(s) had untolerated taint(s)'], resolvable: false, details: { taint: `${key}${value ? `=${value}` : ''}:${effect}` } }
}

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  filter: (pod) => (info) => rejectionBy(untolerated(info.node, pod.spec.tolerations ?? [])),
  score: (pod) => {
    const tolerations = (pod.spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule')
    const soft = ({ spec }: Node) => (spec?.taints ?? []).filter(({ effect }) => effect === 'PreferNoSchedule')
    return {
      score: ({ node }) => soft(node).filter((taint) => !isTolerated(tolerations, taint)).length,
      normalize: normalizeReversed,
    }
  },
  wakes: {
    'node-added': (pod, { node }) => accepts(pod, node),
    'node-updated': (pod, { node, before }) => !accepts(pod, before) && accepts(pod, node),
  },
}

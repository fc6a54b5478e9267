/** Puts pods near to or apart from other pods. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/interpodaffinity. */
import type { Pod } from '../../../../api/generated/types.ts'
import type { Plugin } from '../../framework/plugin.ts'
import { filterByAffinity } from './filter.ts'
import { scoreByAffinity } from './score.ts'

const hasRequired = ({ spec }: Pod): boolean => {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {}
  return [podAffinity, podAntiAffinity].some((one) => (one?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0)
}
const keepsApart = ({ spec }: Pod): boolean => (spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0

/** Coarser than upstream's hints: any pod's coming or going may matter to a pod with required terms. */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  filter: filterByAffinity,
  score: scoreByAffinity,
  wakes: {
    'node-added': () => true,
    'node-updated': (_pod, { node, before }) => node.metadata.labels !== before.metadata.labels,
    'pod-added': (pod) => hasRequired(pod),
    'pod-updated': (pod, event) => hasRequired(pod) && event.pod.metadata.labels !== event.before.metadata.labels,
    'pod-deleted': (pod, event) => hasRequired(pod) || keepsApart(event.pod),
  },
}

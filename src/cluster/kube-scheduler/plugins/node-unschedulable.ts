/** Rejects cordoned nodes. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/nodeunschedulable. */
import type { Node, Pod } from '../../../api/generated/types.ts'
import type { Plugin } from '../framework/plugin.ts'
import { isTolerated } from './tolerations.ts'

const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const

const accepts = (pod: Pod, { spec }: Node): boolean => spec?.unschedulable !== true || isTolerated(pod.spec.tolerations ?? [], taint)

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  filter: (pod) => (info) => (accepts(pod, info.node) ? undefined : { reasons: ['node(s) were unschedulable'], resolvable: false }),
  wakes: {
    'node-added': (pod, { node }) => accepts(pod, node),
    'node-updated': (pod, { node, before }) => !accepts(pod, before) && accepts(pod, node),
  },
}

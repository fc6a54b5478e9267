/** Keeps a pod that names its node to that node. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/nodename. */
import type { Plugin } from '../framework/plugin.ts'

export const nodeName: Plugin = {
  name: 'NodeName',
  filter: (pod) => (info) =>
    !pod.spec.nodeName || pod.spec.nodeName === info.name
      ? undefined
      : { reasons: ["node(s) didn't match the requested node name"], resolvable: false },
  wakes: { 'node-added': (pod, { node }) => pod.spec.nodeName === node.metadata.name },
}

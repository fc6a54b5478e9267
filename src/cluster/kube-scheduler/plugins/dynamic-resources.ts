/**
 * Stands for the plugin that allocates devices to ResourceClaims (kubernetes v1.36
 * pkg/scheduler/framework/plugins/dynamicresources). There are no claims in this cluster, so it rejects nothing and
 * gives every node 0 points, which upstream's tables show as well.
 */
import type { Plugin } from '../framework/plugin.ts'

export const dynamicResources: Plugin = {
  name: 'DynamicResources',
  weight: 2,
  score: () => ({ score: () => 0 }),
}

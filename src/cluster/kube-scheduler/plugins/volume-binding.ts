/**
 * Finds pods that name a PersistentVolumeClaim. This cluster serves no claims, so none is ever found, and the pod waits as
 * it does in a cluster that lacks its claim. Follows kubernetes v1.36 pkg/scheduler/framework/plugins/volumebinding (PreFilter).
 */
import type { Pod, Volume } from '../../../api/generated/types.ts'
import type { Plugin } from '../framework/plugin.ts'

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  forbids: (pod) => (pod.spec.volumes ?? []).map((volume) => missingClaim(pod, volume)).find((reason) => reason !== undefined),
}

function missingClaim({ metadata }: Pod, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  if (persistentVolumeClaim) return `persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`
  return ephemeral ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${metadata.name}-${name}"` : undefined
}

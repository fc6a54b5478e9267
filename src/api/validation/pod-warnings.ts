/** Checks of the metadata only, so far. */
import type { Pod, PodTemplateSpec } from '../generated/types.ts'
import type { ObjectMeta } from '../meta/object.ts'

export const podWarnings = (_pod: Pod): string[] => []
export const workloadWarnings = (_metadata: ObjectMeta, _template: PodTemplateSpec | undefined): string[] => []

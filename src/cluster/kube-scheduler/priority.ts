/** How important a pod is to the scheduler; one without a class is worth 0. */
import type { Pod } from '../../api/generated/types.ts'

export const priorityOf = ({ spec }: Pod): number => spec.priority ?? 0

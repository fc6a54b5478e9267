/** When a toleration tolerates a taint. Follows kubernetes v1.36 staging/src/k8s.io/api/core/v1/toleration.go. */
import type { Node, Taint, Toleration } from '../../../api/generated/types.ts'

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  if (toleration.operator === 'Exists') return true
  return Boolean(toleration.key) && (toleration.value ?? '') === (taint.value ?? '')
}

export const isTolerated = (tolerations: readonly Toleration[], taint: Taint): boolean =>
  tolerations.some((toleration) => tolerates(toleration, taint))

/** The first taint that keeps pods with these tolerations away. */
export const untolerated = ({ spec }: Node, tolerations: readonly Toleration[]): Taint | undefined =>
  spec?.taints?.find((taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(tolerations, taint))

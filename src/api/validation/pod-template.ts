/** Pod templates. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec). */
import type { PodTemplateSpec } from '../generated/types.ts'
import { forbidden, type FieldError } from '../meta/field-error.ts'
import { validateAnnotations, validateLabels } from './object-meta.ts'
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotations.ts'
import { validatePodSpec } from './pod-spec.ts'

export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  const annotations = template.metadata?.annotations ?? {}
  const spec = template.spec ?? { containers: [] }
  return [
    ...validateLabels(template.metadata?.labels, `${path}.labels`),
    ...validateAnnotations(annotations, `${path}.annotations`),
    ...validatePodAnnotations(annotations, spec, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`, { isPod: false, podName: '' }),
    ...validateProfilesMatch(annotations, spec, `${path}.spec`),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ]
}

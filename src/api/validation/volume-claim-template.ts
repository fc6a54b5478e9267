/**
 * The claim that an ephemeral volume brings with it. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go
 * (ValidatePersistentVolumeClaimTemplate, ValidatePersistentVolumeClaimSpec). Data sources other than by name and kind are
 * checked no further.
 */
import type { PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { quantityOf } from '../meta/quantity.ts'
import { invalidEach } from './field.ts'
import { validateLabelSelector } from './label-selector.ts'
import { isDNS1123Subdomain } from './names.ts'
import { validateAnnotations, validateLabels } from './object-meta.ts'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

export function validateClaimTemplate(template: PersistentVolumeClaimTemplate, path: string): FieldError[] {
  const meta = template.metadata
  // Only labels and annotations of the template are carried over.
  const alien = Object.keys(meta ?? {}).filter((field) => field !== 'labels' && field !== 'annotations')
  return [
    ...validateLabels(meta?.labels, `${path}.metadata.labels`),
    ...validateAnnotations(meta?.annotations, `${path}.metadata.annotations`),
    ...alien.map((field) => forbidden(`${path}.metadata.${field}`, 'cannot be set')),
    ...validateClaimSpec(template.spec ?? {}, `${path}.spec`),
  ]
}

function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const modes = spec.accessModes ?? []
  const mixed = modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && accessModes.includes(mode))
  const volumeModes = ['Block', 'Filesystem']
  return [
    ...(modes.length === 0 ? [required(`${path}.accessModes`, 'at least 1 access mode is required')] : []),
    ...validateLabelSelector(spec.selector, `${path}.selector`),
    ...modes.flatMap((mode) => (accessModes.includes(mode) ? [] : [notSupported(`${path}.accessModes`, mode, accessModes)])),
    ...(mixed ? [forbidden(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes')] : []),
    ...validateStorage(spec.resources?.requests?.['storage'], `${path}.resources[storage]`),
    ...(spec.storageClassName ? invalidEach(`${path}.storageClassName`, spec.storageClassName, isDNS1123Subdomain(spec.storageClassName)) : []),
    ...(spec.volumeMode === undefined || volumeModes.includes(spec.volumeMode)
      ? []
      : [notSupported(`${path}.volumeMode`, spec.volumeMode, volumeModes)]),
    ...(spec.volumeAttributesClassName
      ? invalidEach(`${path}.volumeAttributesClassName`, spec.volumeAttributesClassName, isDNS1123Subdomain(spec.volumeAttributesClassName))
      : []),
  ]
}

function validateStorage(quantity: string | undefined, path: string): FieldError[] {
  if (quantity === undefined) return [required(path)]
  return quantityOf(quantity).nano > 0n ? [] : [invalid(path, quantity, 'must be greater than zero')]
}

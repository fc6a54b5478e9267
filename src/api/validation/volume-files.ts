/**
 * Files of ConfigMap, Secret and downward API volumes, alone and in projections.
 * Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateKeyToPath, validateDownwardAPIVolumeFile).
 */
import type { DownwardAPIVolumeFile, KeyToPath } from '../generated/types.ts'
import { invalid, required, type FieldError } from '../meta/field-error.ts'
import { validateResourceFieldRef, validateVolumeFieldRef } from './container-env.ts'
import { validateFileMode, validateLocalNonReservedPath } from './paths.ts'

const needed = (value: string | undefined, path: string): FieldError[] => (value ? [] : [required(path)])

export const validateKeyToPath = (item: KeyToPath, path: string): FieldError[] => [
  ...needed(item.key, `${path}.key`),
  ...needed(item.path, `${path}.path`),
  ...validateLocalNonReservedPath(item.path ?? '', `${path}.path`),
  ...validateFileMode(item.mode, `${path}.mode`),
]

/** Errors in files of the downward API carry no index; that is upstream's way. */
export function validateDownwardFile(file: DownwardAPIVolumeFile, path: string): FieldError[] {
  return [
    ...needed(file.path, `${path}.path`),
    ...validateLocalNonReservedPath(file.path ?? '', `${path}.path`),
    ...validateDownwardReference(file, path),
    ...validateFileMode(file.mode, `${path}.mode`),
  ]
}

function validateDownwardReference(file: DownwardAPIVolumeFile, path: string): FieldError[] {
  const { fieldRef, resourceFieldRef } = file
  if (fieldRef !== undefined) {
    const both = resourceFieldRef !== undefined
    return [
      ...validateVolumeFieldRef(fieldRef, `${path}.fieldRef`),
      ...(both ? [invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')] : []),
    ]
  }
  if (resourceFieldRef !== undefined) return validateResourceFieldRef(resourceFieldRef, true, `${path}.resourceFieldRef`)
  return [required(path, 'one of fieldRef and resourceFieldRef is required')]
}

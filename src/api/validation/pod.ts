/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Pod } from '../generated/types.ts'

export const validatePod = (object: Pod): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validatePodUpdate = (object: Pod, old: Pod): FieldError[] => validateObjectMetaUpdate(object, old)

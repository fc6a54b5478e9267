/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Endpoints } from '../generated/types.ts'

export const validateEndpoints = (object: Endpoints): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })

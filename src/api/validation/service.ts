/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Service } from '../generated/types.ts'

export const validateService = (object: Service): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNS1035Label })
export const validateServiceUpdate = (object: Service, old: Service): FieldError[] => validateObjectMetaUpdate(object, old)
export const validateServiceStatusUpdate = (object: Service, old: Service): FieldError[] => validateObjectMetaUpdate(object, old)

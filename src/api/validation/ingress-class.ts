/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { IngressClass } from '../generated/types.ts'

export const validateIngressClass = (object: IngressClass): FieldError[] => validateObjectMeta(object, { namespaced: false, name: nameIsDNSSubdomain })
export const validateIngressClassUpdate = (object: IngressClass, old: IngressClass): FieldError[] => validateObjectMetaUpdate(object, old)

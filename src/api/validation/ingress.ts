/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Ingress } from '../generated/types.ts'

export const validateIngress = (object: Ingress): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validateIngressUpdate = (object: Ingress, old: Ingress): FieldError[] => validateObjectMetaUpdate(object, old)
export const validateIngressStatusUpdate = (object: Ingress, old: Ingress): FieldError[] => validateObjectMetaUpdate(object, old)

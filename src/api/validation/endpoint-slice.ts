/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { EndpointSlice } from '../generated/types.ts'

export const validateEndpointSlice = (object: EndpointSlice): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validateEndpointSliceUpdate = (object: EndpointSlice, old: EndpointSlice): FieldError[] => validateObjectMetaUpdate(object, old)

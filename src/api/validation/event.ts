/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Event } from '../generated/types.ts'

export const validateEvent = (object: Event): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validateEventUpdate = (object: Event, old: Event): FieldError[] => validateObjectMetaUpdate(object, old)

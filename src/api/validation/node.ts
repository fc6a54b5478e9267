/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Node } from '../generated/types.ts'

export const validateNode = (object: Node): FieldError[] => validateObjectMeta(object, { namespaced: false, name: nameIsDNSSubdomain })
export const validateNodeUpdate = (object: Node, old: Node): FieldError[] => validateObjectMetaUpdate(object, old)

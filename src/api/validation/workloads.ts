/** Checks of the metadata only, so far. */
import { nameIsDNSSubdomain, nameIsDNS1035Label } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import type { FieldError } from '../meta/field-error.ts'
import type { Deployment, ReplicaSet } from '../generated/types.ts'

export const validateDeployment = (object: Deployment): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validateDeploymentUpdate = (object: Deployment, old: Deployment): FieldError[] => validateObjectMetaUpdate(object, old)
export const validateDeploymentStatusUpdate = (object: Deployment, old: Deployment): FieldError[] => validateObjectMetaUpdate(object, old)
export const validateReplicaSet = (object: ReplicaSet): FieldError[] => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })
export const validateReplicaSetUpdate = (object: ReplicaSet, old: ReplicaSet): FieldError[] => validateObjectMetaUpdate(object, old)
export const validateReplicaSetStatusUpdate = (object: ReplicaSet, old: ReplicaSet): FieldError[] => validateObjectMetaUpdate(object, old)

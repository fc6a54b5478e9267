/**
 * Checks of `metadata`, the same for every kind but for the name rule.
 * Follows kubernetes v1.36 staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go, with the check of finalizer
 * names that pkg/apis/core/validation adds. Leaves out managedFields, which clients do not send here.
 */
import { forbidden, invalid, required, tooLong, type FieldError } from '../meta/field-error.ts'
import type { ApiObject, ObjectMeta, OwnerReference } from '../meta/object.ts'
import { immutable, invalidEach, nonNegative } from './field.ts'
import { byteLength, isQualifiedName, isValidLabelValue, nameIsDNSLabel, type NameRule } from './names.ts'

/** metav1's TotalAnnotationSizeLimitB. */
const annotationBytesLimit = 256 * 1024
const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion']

interface MetaRule {
  readonly namespaced: boolean
  readonly name: NameRule
  /** Where the metadata stands, if not at the top. */
  readonly path?: string
  /** Kinds whose strategy calls apimachinery's check alone do not look at the shape of finalizer names. */
  readonly plainFinalizers?: boolean
}

export function validateObjectMeta(object: ApiObject, rule: MetaRule): FieldError[] {
  const meta = object.metadata
  const path = rule.path ?? 'metadata'
  return [
    ...(meta.generateName ? invalidEach(`${path}.generateName`, meta.generateName, rule.name(meta.generateName, true)) : []),
    ...validateName(meta, rule, path),
    ...validateNamespace(meta, rule, path),
    ...nonNegative(`${path}.generation`, meta.generation),
    ...validateLabels(meta.labels, `${path}.labels`),
    ...validateAnnotations(meta.annotations, `${path}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`),
    ...validateFinalizers(meta.finalizers, `${path}.finalizers`),
    ...(rule.plainFinalizers === true ? [] : validateKubeFinalizers(meta.finalizers, `${path}.finalizers`)),
  ]
}

/**
 * Whether an update leaves alone all of the metadata that is checked: the server shares unchanged parts with the stored
 * object, which was found valid when it was stored.
 */
export function isMetadataSettled(meta: ObjectMeta, old: ObjectMeta): boolean {
  if (!meta.resourceVersion || (meta.generation ?? 0) < (old.generation ?? 0)) return false
  return (
    meta.labels === old.labels &&
    meta.annotations === old.annotations &&
    meta.ownerReferences === old.ownerReferences &&
    meta.finalizers === old.finalizers &&
    meta.name === old.name &&
    meta.generateName === old.generateName &&
    meta.namespace === old.namespace &&
    meta.uid === old.uid &&
    meta.creationTimestamp === old.creationTimestamp &&
    meta.deletionTimestamp === old.deletionTimestamp &&
    meta.deletionGracePeriodSeconds === old.deletionGracePeriodSeconds
  )
}

export function validateObjectMetaUpdate(object: ApiObject, old: ApiObject, path = 'metadata'): FieldError[] {
  const meta = object.metadata
  if (isMetadataSettled(meta, old.metadata)) return []
  return [
    ...validateFinalizersUpdate(meta, old.metadata, path),
    ...(meta.resourceVersion ? [] : [invalid(`${path}.resourceVersion`, '', 'must be specified for an update')]),
    ...((meta.generation ?? 0) < (old.metadata.generation ?? 0)
      ? [invalid(`${path}.generation`, meta.generation ?? 0, 'must not be decremented')]
      : []),
    ...immutable(`${path}.name`, meta.name, old.metadata.name),
    ...immutable(`${path}.namespace`, meta.namespace, old.metadata.namespace),
    ...immutable(`${path}.uid`, meta.uid, old.metadata.uid),
    ...immutable(`${path}.creationTimestamp`, meta.creationTimestamp, old.metadata.creationTimestamp),
    ...immutable(`${path}.deletionTimestamp`, meta.deletionTimestamp, old.metadata.deletionTimestamp),
    ...immutable(`${path}.deletionGracePeriodSeconds`, meta.deletionGracePeriodSeconds, old.metadata.deletionGracePeriodSeconds),
    ...validateLabels(meta.labels, `${path}.labels`),
    ...validateAnnotations(meta.annotations, `${path}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`),
    ...validateKubeFinalizers(meta.finalizers, `${path}.finalizers`),
  ]
}

function validateName(meta: ObjectMeta, rule: MetaRule, path: string): FieldError[] {
  if (!meta.name) return [required(`${path}.name`, 'name or generateName is required')]
  return invalidEach(`${path}.name`, meta.name, rule.name(meta.name, false))
}

function validateNamespace(meta: ObjectMeta, rule: MetaRule, path: string): FieldError[] {
  if (!rule.namespaced) return meta.namespace ? [forbidden(`${path}.namespace`, 'not allowed on this type')] : []
  if (!meta.namespace) return [required(`${path}.namespace`)]
  return invalidEach(`${path}.namespace`, meta.namespace, nameIsDNSLabel(meta.namespace, false))
}

export function validateLabels(labels: { readonly [key: string]: string } | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(key, path),
    ...invalidEach(path, value, isValidLabelValue(value)),
  ])
}

export const validateLabelName = (key: string, path: string): FieldError[] => invalidEach(path, key, isQualifiedName(key))

export function validateAnnotations(annotations: { readonly [key: string]: string } | undefined, path: string): FieldError[] {
  const entries = Object.entries(annotations ?? {})
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  return [
    ...entries.flatMap(([key]) => invalidEach(path, key, isQualifiedName(key.toLowerCase()))),
    ...(bytes > annotationBytesLimit ? [tooLong(path, annotationBytesLimit)] : []),
  ]
}

function validateOwnerReferences(owners: readonly OwnerReference[] | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  let controller = ''
  for (const owner of owners ?? []) {
    errors.push(...validateOwnerReference(owner, path))
    if (owner.controller !== true) continue
    const called = `${owner.kind}/${owner.name}`
    if (controller === '') controller = called
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${called}`
      errors.push(invalid(path, owners, detail))
    }
  }
  return errors
}

function validateOwnerReference(owner: OwnerReference, path: string): FieldError[] {
  const apiVersion = owner.apiVersion ?? ''
  // A group and a version, or a version alone; anything else cannot be read and has none.
  const parts = apiVersion.split('/')
  const version = parts.length > 2 ? '' : (parts.at(-1) ?? '')
  const errors: FieldError[] = []
  if (version === '') errors.push(invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty'))
  if (!owner.kind) errors.push(invalid(`${path}.kind`, '', 'must not be empty'))
  if (!owner.name) errors.push(invalid(`${path}.name`, '', 'must not be empty'))
  if (!owner.uid) errors.push(invalid(`${path}.uid`, '', 'must not be empty'))
  if (apiVersion === 'v1' && owner.kind === 'Event') errors.push(invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'))
  return errors
}

function validateFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
  const names = finalizers ?? []
  const both = names.includes('orphan') && names.includes('foregroundDeletion')
  return [
    ...names.flatMap((name) => invalidEach(path, name, isQualifiedName(name))),
    ...(both ? [invalid(path, names, 'finalizer orphan and foregroundDeletion cannot be both set')] : []),
  ]
}

function validateKubeFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
  return (finalizers ?? []).flatMap((name, i) => validateKubeFinalizerName(name, `${path}[${i}]`))
}

/** A finalizer is either one of Kubernetes' own or has a domain before a slash. */
function validateKubeFinalizerName(name: string, path: string): FieldError[] {
  if (name.includes('/') || standardFinalizers.includes(name)) return []
  return [invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')]
}

export const validateFinalizerName = (name: string, path: string): FieldError[] => [
  ...invalidEach(path, name, isQualifiedName(name)),
  ...validateKubeFinalizerName(name, path),
]

function validateFinalizersUpdate(meta: ObjectMeta, old: ObjectMeta, path: string): FieldError[] {
  if (old.deletionTimestamp === undefined) return []
  const added = (meta.finalizers ?? []).filter((name) => !(old.finalizers ?? []).includes(name))
  if (added.length === 0) return []
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(', ')}}`
  return [forbidden(`${path}.finalizers`, detail)]
}

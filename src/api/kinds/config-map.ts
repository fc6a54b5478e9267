/** ConfigMap. Follows kubernetes v1.36 pkg/registry/core/configmap and pkg/apis/core/validation (ValidateConfigMap*). */
import type { ConfigMap } from '../generated/types.ts'
import { invalid, tooLong, type FieldError } from '../meta/field-error.ts'
import { base64Length } from '../meta/base64.ts'
import { invalidEach } from '../validation/field.ts'
import { validateImmutableData } from '../validation/immutable-data.ts'
import { byteLength, isConfigMapKey, nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Kind } from './kind.ts'

/** core.MaxSecretSize, in bytes; the same for both kinds. */
const dataBytesLimit = 1024 * 1024

export const configMapKind: Kind<ConfigMap> = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  validateName: nameIsDNSSubdomain,
  validate,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...validateImmutableData(object, old, ['data', 'binaryData']),
    ...validate(object),
  ],
  columns: [
    nameColumn,
    column('Data', (object) => keyCount(object), { description: 'Number of data items' }),
    ageColumn,
  ],
  row: (object) => ({
    health: 'none',
    phase: '',
    ...appOf(object.metadata),
    detail: { keys: Object.keys(object.data ?? {}).concat(Object.keys(object.binaryData ?? {})) },
  }),
}

const keyCount = (object: ConfigMap): number => Object.keys(object.data ?? {}).length + Object.keys(object.binaryData ?? {}).length

function validate(object: ConfigMap): FieldError[] {
  const data = Object.entries(object.data ?? {})
  const binary = Object.entries(object.binaryData ?? {})
  const bytes =
    data.reduce((sum, [, value]) => sum + byteLength(value), 0) + binary.reduce((sum, [, value]) => sum + base64Length(value ?? ''), 0)
  return [
    ...validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain }),
    ...data.flatMap(([key]) => [
      ...invalidEach(`data[${key}]`, key, isConfigMapKey(key)),
      ...(binary.some(([other]) => other === key) ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')] : []),
    ]),
    ...binary.flatMap(([key]) => invalidEach(`binaryData[${key}]`, key, isConfigMapKey(key))),
    // "[]" is how upstream prints an empty path: the error is about the whole object.
    ...(bytes > dataBytesLimit ? [tooLong('[]', dataBytesLimit)] : []),
  ]
}

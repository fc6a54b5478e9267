/**
 * Secret. Follows kubernetes v1.36 pkg/registry/core/secret, pkg/apis/core/validation (ValidateSecret*) and the
 * conversion that writes stringData into data.
 */
import { ensureFields, fieldsAt, setZeroDefault } from '../defaults/draft.ts'
import type { Secret } from '../generated/types.ts'
import { encodeBase64, utf8 } from '../meta/base64.ts'
import { immutable } from '../validation/field.ts'
import { validateImmutableData } from '../validation/immutable-data.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { secretWarnings, validateSecret } from '../validation/secret.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Draft, Kind } from './kind.ts'

export const secretKind: Kind<Secret> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  shortNames: [],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  applyDefaults,
  prepareForUpdate(draft, old) {
    // The type may be left out on update, and is then the old one.
    if (!draft['type']) draft['type'] = old.type
  },
  validateName: nameIsDNSSubdomain,
  validate: validateSecret,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...immutable('type', object.type, old.type),
    ...validateImmutableData(object, old, ['data']),
    ...validateSecret(object),
  ],
  warnings: secretWarnings,
  selectableFields: (object) => ({ type: object.type ?? '' }),
  columns: [
    nameColumn,
    column('Type', (object) => object.type ?? '', {
      description:
        'Used to facilitate programmatic handling of secret data. More info: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types',
    }),
    column('Data', (object) => Object.keys(object.data ?? {}).length, {
      description:
        "Data contains the secret data. Each key must consist of alphanumeric characters, '-', '_' or '.'. The serialized form of the secret data is a base64 encoded string, representing the arbitrary (possibly non-string) data value here. Described in https://tools.ietf.org/html/rfc4648#section-4",
    }),
    ageColumn,
  ],
  row: (object) => ({
    health: 'none',
    phase: object.type ?? '',
    ...appOf(object.metadata),
    detail: { keys: Object.keys(object.data ?? {}) },
  }),
}

/** stringData is write-only: it wins over data and is never read back. */
function applyDefaults(draft: Draft): void {
  setZeroDefault(draft, 'type', 'Opaque')
  const data = fieldsAt(draft, 'data')
  for (const key of Object.keys(data ?? {})) if (data?.[key] === null) data[key] = ''
  const strings = fieldsAt(draft, 'stringData')
  delete draft['stringData']
  for (const [key, value] of Object.entries(strings ?? {})) {
    ensureFields(draft, 'data')[key] = encodeBase64(utf8(String(value)))
  }
}

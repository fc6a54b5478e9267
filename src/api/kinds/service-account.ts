/** ServiceAccount. Follows kubernetes v1.36 pkg/registry/core/serviceaccount and pkg/apis/core/validation. */
import type { ServiceAccount } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, appOf, nameColumn } from './columns.ts'
import type { Kind } from './kind.ts'

const mountableSecrets = 'kubernetes.io/enforce-mountable-secrets'

const validate = (object: ServiceAccount) => validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain })

export const serviceAccountKind: Kind<ServiceAccount> = {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  returnsDeleted: true,
  validateName: nameIsDNSSubdomain,
  validate,
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validate(object)],
  warnings: ({ metadata }) =>
    metadata.annotations?.[mountableSecrets] === undefined
      ? []
      : [`metadata.annotations[${mountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`],
  columns: [
    nameColumn,
    ageColumn,
  ],
  row: (object) => ({ health: 'none', phase: '', ...appOf(object.metadata) }),
}

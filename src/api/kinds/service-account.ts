/** ServiceAccount. Follows kubernetes v1.36 pkg/registry/core/serviceaccount and pkg/apis/core/validation. */
import type { ServiceAccount } from '../generated/types.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
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
    column('Secrets', (object) => object.secrets?.length ?? 0, {
      type: 'integer',
      description:
        'Secrets is a list of the secrets in the same namespace that pods running using this ServiceAccount are allowed to use. Pods are only limited to this list if this service account has a "kubernetes.io/enforce-mountable-secrets" annotation set to "true". The "kubernetes.io/enforce-mountable-secrets" annotation is deprecated since v1.32. Prefer separate namespaces to isolate access to mounted secrets. This field should not be used to find auto-generated service account token secrets for use outside of pods. Instead, tokens can be requested directly using the TokenRequest API, or service account token secrets can be manually created. More info: https://kubernetes.io/docs/concepts/configuration/secret',
    }),
    ageColumn,
  ],
  row: (object) => ({ health: 'none', phase: '', ...appOf(object.metadata) }),
}

/** Lease. Follows kubernetes v1.36 pkg/registry/coordination/lease and pkg/apis/coordination/validation. */
import { ensureFields } from '../defaults/draft.ts'
import type { Lease } from '../generated/types.ts'
import { invalid, type FieldError } from '../meta/field-error.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Draft, Kind } from './kind.ts'

export const leaseKind: Kind<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  shortNames: [],
  categories: [],
  namespaced: true,
  generation: false,
  subresources: [],
  createsOnUpdate: true,
  updatesNeedVersion: true,
  applyDefaults: (draft) => void ensureFields(draft, 'spec'),
  prepareForCreate: dropCoordination,
  prepareForUpdate: dropCoordination,
  validateName: nameIsDNSSubdomain,
  validate,
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [
    nameColumn,
    column('Holder', (object) => object.spec?.holderIdentity ?? '', {
      description:
        'holderIdentity contains the identity of the holder of a current lease. If Coordinated Leader Election is used, the holder identity must be equal to the elected LeaseCandidate.metadata.name field.',
    }),
    ageColumn,
  ],
  row: (object) => ({ health: 'none', phase: object.spec?.holderIdentity ?? '' }),
}

function validate(object: Lease): FieldError[] {
  return [...validateObjectMeta(object, { namespaced: true, name: nameIsDNSSubdomain }), ...validateSpec(object)]
}

function validateSpec(object: Lease): FieldError[] {
  const spec = object.spec ?? {}
  const errors: FieldError[] = []
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
    errors.push(invalid('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0'))
  }
  if (spec.leaseTransitions !== undefined && spec.leaseTransitions < 0) {
    errors.push(invalid('spec.leaseTransitions', spec.leaseTransitions, 'must be greater than or equal to 0'))
  }
  return errors
}

/** Coordinated leader election is behind a gate that is off by default; its fields are dropped without a word. */
function dropCoordination(draft: Draft): void {
  const spec = ensureFields(draft, 'spec')
  delete spec['strategy']
  delete spec['preferredHolder']
}

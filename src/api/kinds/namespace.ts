/**
 * Namespace. Follows kubernetes v1.36 pkg/registry/core/namespace/strategy.go and
 * pkg/apis/core/validation (ValidateNamespace*); the namespace controller empties it after a delete.
 */
import { ensureFields, fieldsAt, keepFrom, setZeroDefault } from '../defaults/draft.ts'
import { invalid, type FieldError } from '../meta/field-error.ts'
import type { Namespace } from '../generated/types.ts'
import { nameIsDNSLabel } from '../validation/names.ts'
import { validateFinalizerName, validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, appOf, column, nameColumn } from './columns.ts'
import type { Draft, Kind } from './kind.ts'

export const namespaceKind: Kind<Namespace> = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  namespaced: false,
  generation: false,
  subresources: ['status', 'finalize'],
  returnsDeleted: true,
  missingVerbs: ['deletecollection'],
  applyDefaults,
  prepareForCreate(draft) {
    draft['status'] = { phase: 'Active' }
    const spec = ensureFields(draft, 'spec')
    const finalizers = Array.isArray(spec['finalizers']) ? spec['finalizers'] : []
    if (!finalizers.includes('kubernetes')) spec['finalizers'] = [...finalizers, 'kubernetes']
  },
  prepareForUpdate(draft, old) {
    keepFrom(draft, old, 'status')
    keepFrom(ensureFields(draft, 'spec'), old.spec ?? {}, 'finalizers')
  },
  validateName: nameIsDNSLabel,
  validate,
  validateUpdate: (object, old) => validateObjectMetaUpdate(object, old),
  validateStatusUpdate,
  selectableFields: (object) => ({ 'status.phase': object.status?.phase ?? '' }),
  columns: [
    nameColumn,
    column('Status', (object) => object.status?.phase ?? '', { description: 'The status of the namespace' }),
    ageColumn,
  ],
  row: (object) => ({
    health: object.status?.phase === 'Terminating' ? 'terminating' : 'ok',
    phase: object.status?.phase ?? '',
    ...appOf(object.metadata),
  }),
}

/** Every namespace carries its name as a label, so that namespaceSelector can name it. */
function applyDefaults(draft: Draft): void {
  const name = draft.metadata['name']
  const isLabelled = name === '' || fieldsAt(draft.metadata, 'labels')?.['kubernetes.io/metadata.name'] === name
  if (typeof name === 'string' && !isLabelled) ensureFields(draft.metadata, 'labels')['kubernetes.io/metadata.name'] = name
  ensureFields(draft, 'spec')
  const status = fieldsAt(draft, 'status')
  if (status !== undefined) setZeroDefault(status, 'phase', 'Active')
}

function validate(object: Namespace): FieldError[] {
  const errors = [
    ...validateObjectMeta(object, { namespaced: false, name: nameIsDNSLabel }),
    ...(object.spec?.finalizers ?? []).flatMap((name) => validateFinalizerName(name, 'spec.finalizers')),
  ]
  return errors.length > 0 ? errors : validatePodSecurityLabels(object)
}

const podSecurity = 'pod-security.kubernetes.io/'
const levels = ['privileged', 'baseline', 'restricted']

/** What the PodSecurity admission plugin says about labels that are not its own words. */
function validatePodSecurityLabels({ metadata }: Namespace): FieldError[] {
  return ['enforce', 'audit', 'warn'].flatMap((mode) => {
    const level = metadata.labels?.[podSecurity + mode]
    const version = metadata.labels?.[`${podSecurity}${mode}-version`]
    const isVersion = version === undefined || version === 'latest' || /^v1\.(0|[1-9]\d*)$/.test(version)
    return [
      ...(level === undefined || levels.includes(level)
        ? []
        : [invalid(`metadata.labels[${podSecurity}${mode}]`, level, `must be one of ${levels.join(', ')}`)]),
      ...(isVersion ? [] : [invalid(`metadata.labels[${podSecurity}${mode}-version]`, version, 'must be "latest" or "v1.x"')]),
    ]
  })
}

function validateStatusUpdate(object: Namespace, old: Namespace): FieldError[] {
  const phase = object.status?.phase
  const expected = object.metadata.deletionTimestamp === undefined ? 'Active' : 'Terminating'
  const when = expected === 'Active' ? 'empty' : 'not empty'
  return [
    ...validateObjectMetaUpdate(object, old),
    ...(phase === expected ? [] : [invalid('status.Phase', phase ?? '', `may only be '${expected}' if \`deletionTimestamp\` is ${when}`)]),
  ]
}

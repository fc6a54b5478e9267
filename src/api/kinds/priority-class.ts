/** PriorityClass. Follows kubernetes v1.36 pkg/registry/scheduling/priorityclass and pkg/apis/scheduling/validation. */
import { setDefault } from '../defaults/draft.ts'
import type { PriorityClass } from '../generated/types.ts'
import { forbidden, type FieldError } from '../meta/field-error.ts'
import { immutable } from '../validation/field.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { validatePreemptionPolicy } from '../validation/pod-spec-values.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Kind } from './kind.ts'

/** The classes that every cluster has, by name. */
const systemPriorityClasses: { readonly [name: string]: number } = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
}

/** scheduling.HighestUserDefinablePriority. */
const highestUserPriority = 1_000_000_000

export const priorityClassKind: Kind<PriorityClass> = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  categories: [],
  namespaced: false,
  generation: true,
  generationCounts: 'nothing',
  subresources: [],
  applyDefaults(draft) {
    setDefault(draft, 'value', 0)
    setDefault(draft, 'preemptionPolicy', 'PreemptLowerPriority')
  },
  validateName: nameIsDNSSubdomain,
  validate,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...(object.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...immutable('preemptionPolicy', object.preemptionPolicy, old.preemptionPolicy),
  ],
  columns: [
    nameColumn,
    column('Value', (object) => object.value ?? 0, {
      type: 'integer',
      description:
        'value represents the integer value of this priority class. This is the actual priority that pods receive when they have the name of this class in their pod spec.',
    }),
    column('Global-Default', (object) => String(object.globalDefault ?? false), {
      description:
        'globalDefault specifies whether this PriorityClass should be considered as the default priority for pods that do not have any priority class. Only one PriorityClass can be marked as `globalDefault`. However, if more than one PriorityClasses exists with their `globalDefault` field set to true, the smallest value of such global default PriorityClasses will be used as the default priority.',
    }),
    ageColumn,
    column('PreemptionPolicy', (object) => object.preemptionPolicy ?? '', {
      description:
        'preemptionPolicy is the Policy for preempting pods with lower priority. One of Never, PreemptLowerPriority. Defaults to PreemptLowerPriority if unset.',
    }),
  ],
  row: (object) => ({ health: 'none', phase: String(object.value ?? 0), detail: { globalDefault: object.globalDefault === true } }),
}

function validate(object: PriorityClass): FieldError[] {
  const errors = validateObjectMeta(object, { namespaced: false, name: nameIsDNSSubdomain })
  const name = object.metadata.name ?? ''
  if (name.startsWith('system-')) errors.push(...validateSystemClass(object))
  else if ((object.value ?? 0) > highestUserPriority) {
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${highestUserPriority}`))
  }
  if (object.preemptionPolicy !== undefined) errors.push(...validatePreemptionPolicy(object.preemptionPolicy, 'preemptionPolicy'))
  return errors
}

/** Only the two known system classes may carry the prefix, and only as they are. */
function validateSystemClass(object: PriorityClass): FieldError[] {
  const name = object.metadata.name ?? ''
  const known = systemPriorityClasses[name]
  const prefix = "priority class names with 'system-' prefix are reserved for system use only. error: "
  if (known === undefined) return [forbidden('metadata.name', `${prefix}${name} is not a known system priority class`)]
  if (object.value !== known) return [forbidden('metadata.name', `${prefix}value of ${name} PriorityClass must be ${known}`)]
  return object.globalDefault === true ? [forbidden('metadata.name', `${prefix}globalDefault of ${name} PriorityClass must be false`)] : []
}

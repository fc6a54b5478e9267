/** PodDisruptionBudget. Follows kubernetes v1.36 pkg/registry/policy/poddisruptionbudget and pkg/apis/policy/validation. */
import { keepFrom } from '../defaults/draft.ts'
import type { PodDisruptionBudget } from '../generated/types.ts'
import { invalid, notSupported, type FieldError } from '../meta/field-error.ts'
import { nonNegative } from '../validation/field.ts'
import { isNotMoreThan100Percent, validatePositiveIntOrPercent } from '../validation/int-or-percent.ts'
import { validateLabelSelector } from '../validation/label-selector.ts'
import type { NameRule } from '../validation/names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts'
import { ageColumn, column, nameColumn } from './columns.ts'
import type { Kind } from './kind.ts'

/** A budget nobody has looked at yet. */
const unseen = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
/** Upstream forgets to look at what a budget is called. */
const anyName: NameRule = () => []
const policies = ['AlwaysAllow', 'IfHealthyBudget']

export const podDisruptionBudgetKind: Kind<PodDisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  categories: [],
  namespaced: true,
  generation: true,
  subresources: ['status'],
  prepareForCreate(draft) {
    draft['status'] = { ...unseen }
  },
  prepareForUpdate: (draft, old) => keepFrom(draft, old, 'status'),
  validateName: anyName,
  validate: (object) => [...validateObjectMeta(object, { namespaced: true, name: anyName }), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  validateStatusUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateStatus(object)],
  columns: [
    nameColumn,
    column('Min Available', (object) => String(object.spec.minAvailable ?? 'N/A'), { description: 'The minimum number of pods that must be available.' }),
    column('Max Unavailable', (object) => String(object.spec.maxUnavailable ?? 'N/A'), { description: 'The maximum number of pods that may be unavailable.' }),
    column('Allowed Disruptions', (object) => object.status?.disruptionsAllowed ?? 0, { type: 'integer', description: 'Calculated number of pods that may be disrupted at this time.' }),
    ageColumn,
  ],
  references: (object) => {
    const selector = object.spec.selector?.matchLabels
    return selector ? [{ type: 'selects', resource: 'pods', namespace: object.metadata.namespace ?? '', name: '', selector, path: 'spec.selector' }] : []
  },
  row: ({ spec, status = {} }) => ({
    health: (status.currentHealthy ?? 0) < (status.desiredHealthy ?? 0) ? 'warn' : 'ok',
    phase: `${status.disruptionsAllowed ?? 0}`,
    ready: status.currentHealthy ?? 0,
    desired: status.desiredHealthy ?? 0,
    detail: { minAvailable: spec.minAvailable ?? '', maxUnavailable: spec.maxUnavailable ?? '', disruptionsAllowed: status.disruptionsAllowed ?? 0 },
  }),
}

function validateSpec({ spec }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec
  const both = minAvailable !== undefined && maxUnavailable !== undefined
  const internal = { MinAvailable: minAvailable, Selector: selector ?? null, MaxUnavailable: maxUnavailable, UnhealthyPodEvictionPolicy: policy ?? null }
  return [
    ...(both ? [invalid('spec', internal, 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...validateAmount(minAvailable, 'spec.minAvailable'),
    ...validateAmount(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(policy !== undefined && !policies.includes(policy) ? [notSupported('spec.unhealthyPodEvictionPolicy', policy, policies)] : []),
  ]
}

const validateAmount = (amount: number | string | undefined, path: string): FieldError[] => [...validatePositiveIntOrPercent(amount, path), ...isNotMoreThan100Percent(amount, path)]

function validateStatus({ status = {} }: PodDisruptionBudget): FieldError[] {
  const numbers = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const
  return numbers.flatMap((field) => nonNegative(`status.${field}`, status[field] ?? 0))
}

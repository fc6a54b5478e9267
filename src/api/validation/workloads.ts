/** Deployments and ReplicaSets. Follows kubernetes v1.36 pkg/apis/apps/validation/validation.go. */
import type { Deployment, LabelSelector, PodTemplateSpec, ReplicaSet } from '../generated/types.ts'
import { forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { isEverything, matchesSelector } from '../meta/selector.ts'
import { immutable, nonNegative } from './field.ts'
import { intOrPercentValue, isNotMoreThan100Percent, validatePositiveIntOrPercent } from './int-or-percent.ts'
import { isUsableSelector, validateLabelSelector } from './label-selector.ts'
import { nameIsDNSSubdomain } from './names.ts'
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { validatePodTemplate } from './pod-template.ts'

const metaRule = { namespaced: true, name: nameIsDNSSubdomain }

export const validateDeployment = (object: Deployment): FieldError[] => [
  ...validateObjectMeta(object, metaRule),
  ...validateDeploymentSpec(object.spec),
]

export const validateDeploymentUpdate = (object: Deployment, old: Deployment): FieldError[] => [
  ...validateObjectMetaUpdate(object, old),
  ...validateDeploymentSpec(object.spec),
  ...immutable('spec.selector', object.spec.selector, old.spec.selector),
]

function validateDeploymentSpec(spec: Deployment['spec']): FieldError[] {
  const deadline = spec.progressDeadlineSeconds
  const isPatient = deadline !== undefined && deadline > (spec.minReadySeconds ?? 0)
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec.template, spec.selector),
    ...validateStrategy(spec.strategy),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...nonNegative('spec.progressDeadlineSeconds', deadline),
    ...(deadline === undefined || isPatient ? [] : [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]),
  ]
}

/** Upstream says "for deployment" of both kinds. */
function validateSelector(selector: LabelSelector | undefined): FieldError[] {
  if (selector === undefined) return [required('spec.selector')]
  const problems = validateLabelSelector(selector, 'spec.selector')
  return isEverything(selector) ? [...problems, invalid('spec.selector', selector, 'empty selector is invalid for deployment')] : problems
}

/**
 * The template must carry the labels that the selector asks for, and pods that restart for ever. A selector that cannot
 * be used is reported once more, as upstream does.
 */
function validateTemplate(template: PodTemplateSpec | undefined, selector: LabelSelector | undefined): FieldError[] {
  if (selector !== undefined && !isUsableSelector(selector)) return [invalid('spec.selector', printable(selector), 'invalid label selector')]
  const path = 'spec.template'
  if (template === undefined) return [required(path)]
  const errors: FieldError[] = []
  if (!matchesSelector(selector, template.metadata?.labels ?? {})) errors.push(invalid(`${path}.metadata.labels`, template.metadata?.labels, '`selector` does not match template `labels`'))
  errors.push(...validatePodTemplate(template, path))
  const spec = template.spec
  if (spec?.restartPolicy !== 'Always') errors.push(notSupported(`${path}.spec.restartPolicy`, spec?.restartPolicy ?? '', ['Always']))
  if (spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(`${path}.spec.activeDeadlineSeconds`, 'activeDeadlineSeconds in ReplicaSet is not Supported'))
  }
  return errors
}

/** The selector in the order of Go's fields, without what is empty there. */
function printable(selector: LabelSelector): unknown {
  return {
    ...(Object.keys(selector.matchLabels ?? {}).length > 0 ? { matchLabels: selector.matchLabels } : {}),
    ...((selector.matchExpressions ?? []).length > 0
      ? {
          matchExpressions: selector.matchExpressions?.map(({ key, operator, values }) => ({
            key: key ?? '',
            operator: operator ?? '',
            ...((values ?? []).length > 0 ? { values } : {}),
          })),
        }
      : {}),
  }
}

function validateStrategy(strategy: Deployment['spec']['strategy']): FieldError[] {
  const path = 'spec.strategy'
  const rolling = strategy?.rollingUpdate
  switch (strategy?.type) {
    case 'Recreate':
      return rolling === undefined ? [] : [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
    case 'RollingUpdate':
      if (rolling === undefined) return [required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil')]
      return validateRollingUpdate(rolling, `${path}.rollingUpdate`)
    default: {
      const shown = rolling === undefined ? null : { MaxUnavailable: rolling.maxUnavailable ?? 0, MaxSurge: rolling.maxSurge ?? 0 }
      return [notSupported(path, { Type: strategy?.type ?? '', RollingUpdate: shown }, ['Recreate', 'RollingUpdate'])]
    }
  }
}

function validateRollingUpdate(rolling: NonNullable<NonNullable<Deployment['spec']['strategy']>['rollingUpdate']>, path: string): FieldError[] {
  const { maxUnavailable, maxSurge } = rolling
  const bothZero = intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0
  return [
    ...validatePositiveIntOrPercent(maxUnavailable, `${path}.maxUnavailable`),
    ...validatePositiveIntOrPercent(maxSurge, `${path}.maxSurge`),
    ...(bothZero ? [invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...isNotMoreThan100Percent(maxUnavailable, `${path}.maxUnavailable`),
  ]
}

export function validateDeploymentStatusUpdate(object: Deployment, old: Deployment): FieldError[] {
  const status = object.status ?? {}
  const errors = validateObjectMetaUpdate(object, old)
  const counts = ['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas'] as const
  for (const name of counts) errors.push(...nonNegative(`status.${name}`, status[name]))
  for (const name of ['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const) {
    errors.push(...notAbove(`status.${name}`, status[name], status.replicas, 'cannot be greater than status.replicas'))
  }
  errors.push(...notAbove('status.availableReplicas', status.availableReplicas, status.readyReplicas, 'cannot be greater than readyReplicas'))
  return errors
}

const notAbove = (path: string, value: number | undefined, limit: number | undefined, detail: string): FieldError[] =>
  (value ?? 0) > (limit ?? 0) ? [invalid(path, value, detail)] : []

export const validateReplicaSet = (object: ReplicaSet): FieldError[] => [
  ...validateObjectMeta(object, metaRule),
  ...validateReplicaSetSpec(object.spec),
]

export const validateReplicaSetUpdate = (object: ReplicaSet, old: ReplicaSet): FieldError[] => [
  ...validateObjectMetaUpdate(object, old),
  ...validateReplicaSetSpec(object.spec),
  ...immutable('spec.selector', object.spec.selector, old.spec.selector),
]

function validateReplicaSetSpec(spec: ReplicaSet['spec']): FieldError[] {
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec.template, spec.selector),
  ]
}

export function validateReplicaSetStatusUpdate(object: ReplicaSet, old: ReplicaSet): FieldError[] {
  const status = object.status
  const errors = validateObjectMetaUpdate(object, old)
  for (const name of ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const) {
    errors.push(...nonNegative(`status.${name}`, status?.[name]))
  }
  for (const name of ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const) {
    errors.push(...notAbove(`status.${name}`, status?.[name], status?.replicas, 'cannot be greater than status.replicas'))
  }
  errors.push(...notAbove('status.availableReplicas', status?.availableReplicas, status?.readyReplicas, 'cannot be greater than readyReplicas'))
  return errors
}

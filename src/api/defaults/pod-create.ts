/**
 * What becomes of a pod when it is made, after defaults and admission.
 * Follows kubernetes v1.36 pkg/registry/core/pod/strategy.go (PrepareForCreate).
 */
import { qosClassOf } from '../validation/pod-resources.ts'
import { dropDisabledFields } from './disabled-fields.ts'
import { ensureFields, fieldsAt, listAt, textAt, type Fields } from './draft.ts'

/** `now` is RFC 3339; a gated pod's condition begins then. */
export function preparePod(pod: Fields, now: string): void {
  const spec = ensureFields(pod, 'spec')
  dropDisabledFields(spec)
  const labels = fieldsAt(fieldsAt(pod, 'metadata'), 'labels') ?? {}
  mergeAffinityKeys(spec, labels)
  mergeSpreadKeys(spec, labels)
  adoptAppArmorAnnotations(spec, fieldsAt(fieldsAt(pod, 'metadata'), 'annotations') ?? {})
  pod['status'] = { phase: 'Pending', ...gatedConditions(spec, now), qosClass: qosClassOf(spec) }
}

const gatedConditions = (spec: Fields, now: string): Fields =>
  listAt(spec, 'schedulingGates').length === 0
    ? {}
    : {
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            lastProbeTime: null,
            lastTransitionTime: now,
            reason: 'SchedulingGated',
            message: 'Scheduling is blocked due to non-empty scheduling gates',
          },
        ],
      }

/** matchLabelKeys and mismatchLabelKeys become requirements with the pod's own values. */
function mergeAffinityKeys(spec: Fields, labels: Fields): void {
  const affinity = fieldsAt(spec, 'affinity')
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    const part = fieldsAt(affinity, name)
    const terms = [
      ...listAt(part, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...listAt(part, 'preferredDuringSchedulingIgnoredDuringExecution').map((term) => ensureFields(term, 'podAffinityTerm')),
    ]
    for (const term of terms) {
      mergeKeys(term, labels, { keys: 'matchLabelKeys', operator: 'In' })
      mergeKeys(term, labels, { keys: 'mismatchLabelKeys', operator: 'NotIn' })
    }
  }
}

function mergeSpreadKeys(spec: Fields, labels: Fields): void {
  for (const constraint of listAt(spec, 'topologySpreadConstraints')) mergeKeys(constraint, labels, { keys: 'matchLabelKeys', operator: 'In' })
}

function mergeKeys(term: Fields, labels: Fields, rule: { readonly keys: string; readonly operator: 'In' | 'NotIn' }): void {
  const selector = fieldsAt(term, 'labelSelector')
  const keys = term[rule.keys]
  if (selector === undefined || !Array.isArray(keys)) return
  const added = keys.flatMap((key) => (typeof key === 'string' && labels[key] !== undefined ? [{ key, operator: rule.operator, values: [labels[key]] }] : []))
  if (added.length > 0) selector['matchExpressions'] = [...listAt(selector, 'matchExpressions'), ...added]
}

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'

/** Containers whose profile is only in the old annotation get it as a field. */
function adoptAppArmorAnnotations(spec: Fields, annotations: Fields): void {
  if (textAt(fieldsAt(spec, 'os'), 'name') === 'windows') return
  for (const list of ['initContainers', 'containers']) {
    for (const container of listAt(spec, list)) {
      const profile = appArmorProfileOf(textAt(annotations, appArmorPrefix + textAt(container, 'name')))
      if (profile === undefined || fieldsAt(fieldsAt(container, 'securityContext'), 'appArmorProfile') !== undefined) continue
      if (fieldsAt(fieldsAt(spec, 'securityContext'), 'appArmorProfile') !== undefined) continue
      ensureFields(container, 'securityContext')['appArmorProfile'] = profile
    }
  }
}

function appArmorProfileOf(annotation: string): Fields | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' }
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' }
  const prefix = 'localhost/'
  return annotation.startsWith(prefix) ? { type: 'Localhost', localhostProfile: annotation.slice(prefix.length) } : undefined
}

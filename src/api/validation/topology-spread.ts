/** Topology spread constraints. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateTopologySpreadConstraints). */
import type { LabelSelector, TopologySpreadConstraint } from '../generated/types.ts'
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { validateLabelSelector } from './label-selector.ts'
import { validateLabelName } from './object-meta.ts'

const notPositive = 'must be greater than zero'

export function validateTopologySpreadConstraints(constraints: readonly TopologySpreadConstraint[], path: string): FieldError[] {
  return constraints.flatMap((constraint, i) => {
    const at = `${path}[${i}]`
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', labelSelector } = constraint
    const actions = ['DoNotSchedule', 'ScheduleAnyway']
    const isRepeated = constraints
      .slice(i + 1)
      .some((other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable)
    return [
      ...(maxSkew > 0 ? [] : [invalid(`${at}.maxSkew`, maxSkew, notPositive)]),
      ...(topologyKey === '' ? [required(`${at}.topologyKey`, 'can not be empty')] : []),
      ...(actions.includes(whenUnsatisfiable) ? [] : [notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, actions)]),
      ...(isRepeated ? [duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)] : []),
      ...validateMinDomains(constraint.minDomains, whenUnsatisfiable, `${at}.minDomains`),
      ...validateInclusion(constraint.nodeAffinityPolicy, `${at}.nodeAffinityPolicy`),
      ...validateInclusion(constraint.nodeTaintsPolicy, `${at}.nodeTaintsPolicy`),
      ...validateMatchLabelKeys(constraint.matchLabelKeys ?? [], labelSelector, at),
      ...validateLabelSelector(labelSelector, `${at}.labelSelector`),
    ]
  })
}

function validateMinDomains(minDomains: number | undefined, action: string, path: string): FieldError[] {
  if (minDomains === undefined) return []
  return [
    ...(minDomains > 0 ? [] : [invalid(path, minDomains, notPositive)]),
    ...(action === 'DoNotSchedule' ? [] : [invalid(path, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`)]),
  ]
}

const validateInclusion = (policy: string | undefined, path: string): FieldError[] => {
  const policies = ['Honor', 'Ignore']
  return policy === undefined || policies.includes(policy) ? [] : [notSupported(path, policy, policies)]
}

function validateMatchLabelKeys(keys: readonly string[], selector: LabelSelector | undefined, at: string): FieldError[] {
  if (keys.length === 0) return []
  const path = `${at}.matchLabelKeys`
  if (selector === undefined) return [forbidden(path, 'must not be specified when labelSelector is not set')]
  return [...keys.flatMap((key, i) => validateLabelName(key, `${path}[${i}]`)), ...repeatedKeys(keys, selector, at)]
}

/**
 * The strategy has already added an expression for every key of matchLabelKeys; a key that was there before is therefore
 * seen twice. The index stands right behind the constraint, without a field name, as upstream prints it.
 */
export function repeatedKeys(keys: readonly string[], selector: LabelSelector, at: string): FieldError[] {
  const seen = new Set(Object.keys(selector.matchLabels ?? {}))
  return (selector.matchExpressions ?? []).flatMap(({ key }) => {
    const index = keys.lastIndexOf(key)
    const isRepeated = index >= 0 && seen.has(key)
    seen.add(key)
    return isRepeated ? [invalid(`${at}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector')] : []
  })
}

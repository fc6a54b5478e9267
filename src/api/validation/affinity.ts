/** Node and pod affinity. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateAffinity and below). */
import type { Affinity, LabelSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from '../generated/types.ts'
import { forbidden, invalid, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { validateLabelSelector, validateOperator } from './label-selector.ts'
import { isDNS1123Label, isDNS1123Subdomain, isValidLabelValue } from './names.ts'
import { validateLabelName } from './object-meta.ts'
import { repeatedKeys } from './topology-spread.ts'

const hard = 'requiredDuringSchedulingIgnoredDuringExecution'
const soft = 'preferredDuringSchedulingIgnoredDuringExecution'

export function validateAffinity(affinity: Affinity | undefined, path: string): FieldError[] {
  if (affinity === undefined) return []
  const node = affinity.nodeAffinity
  return [
    ...(node?.[hard] === undefined ? [] : validateNodeSelector(node[hard].nodeSelectorTerms ?? [], `${path}.nodeAffinity.${hard}.nodeSelectorTerms`)),
    ...(node?.[soft] ?? []).flatMap(({ weight = 0, preference }, i) => [
      ...validateWeight(weight, `${path}.nodeAffinity.${soft}[${i}].weight`),
      // Preferences never excluded a node, so odd label values have always been let through there.
      ...validateTerm(preference ?? {}, `${path}.nodeAffinity.${soft}[${i}].preference`, { anyValues: true }),
    ]),
    ...validatePodAffinity(affinity.podAffinity, `${path}.podAffinity`),
    ...validatePodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`),
  ]
}

const validateWeight = (weight: number, path: string): FieldError[] =>
  weight >= 1 && weight <= 100 ? [] : [invalid(path, weight, 'must be in the range 1-100')]

function validateNodeSelector(terms: readonly NodeSelectorTerm[], path: string): FieldError[] {
  if (terms.length === 0) return [required(path, 'must have at least one node selector term')]
  return terms.flatMap((term, i) => validateTerm(term, `${path}[${i}]`, { anyValues: false }))
}

function validateTerm(term: NodeSelectorTerm, path: string, rules: { readonly anyValues: boolean }): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, i) => [
      ...validateExpression(requirement, `${path}.matchExpressions[${i}]`),
      ...(rules.anyValues
        ? []
        : (requirement.values ?? []).flatMap((value, j) =>
            invalidEach(`${path}.matchExpressions[${i}].values[${j}]`, value, isValidLabelValue(value)),
          )),
    ]),
    ...(term.matchFields ?? []).flatMap((requirement, i) => validateField(requirement, `${path}.matchFields[${i}]`)),
  ]
}

function validateExpression({ key = '', operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
  const compares = operator === 'Gt' || operator === 'Lt'
  return [...(compares ? validateOneValue(values, path) : validateOperator(operator, values, path)), ...validateLabelName(key, `${path}.key`)]
}

const validateOneValue = (values: readonly string[], path: string): FieldError[] =>
  values.length === 1 ? [] : [required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")]

/** The only field of a node that can be selected is its name. */
function validateField({ key = '', operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (operator !== 'In' && operator !== 'NotIn') errors.push(invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator'))
  else if (values.length !== 1) {
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  }
  if (key !== 'metadata.name') return [...errors, invalid(`${path}.key`, key, 'not a valid field selector key')]
  return [...errors, ...values.flatMap((value, i) => invalidEach(`${path}.values[${i}]`, value, isDNS1123Subdomain(value)))]
}

function validatePodAffinity(affinity: PodAffinity | undefined, path: string): FieldError[] {
  return [
    ...(affinity?.[hard] ?? []).flatMap((term, i) => validatePodTerm(term, `${path}.${hard}[${i}]`)),
    ...(affinity?.[soft] ?? []).flatMap(({ weight = 0, podAffinityTerm }, i) => [
      ...validateWeight(weight, `${path}.${soft}[${i}].weight`),
      ...validatePodTerm(podAffinityTerm ?? { topologyKey: '' }, `${path}.${soft}[${i}].podAffinityTerm`),
    ]),
  ]
}

function validatePodTerm(term: PodAffinityTerm, path: string): FieldError[] {
  const topologyKey = term.topologyKey ?? ''
  return [
    ...validateLabelSelector(term.labelSelector, `${path}.labelSelector`),
    ...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap((name) => invalidEach(`${path}.namespace`, name, isDNS1123Label(name))),
    ...validateLabelKeys(term, path),
    ...(topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...validateLabelName(topologyKey, `${path}.topologyKey`),
  ]
}

function validateLabelKeys({ matchLabelKeys = [], mismatchLabelKeys = [], labelSelector }: PodAffinityTerm, path: string): FieldError[] {
  return [
    ...validateKeys(matchLabelKeys, labelSelector, `${path}.matchLabelKeys`),
    ...validateKeys(mismatchLabelKeys, labelSelector, `${path}.mismatchLabelKeys`),
    ...(labelSelector === undefined ? [] : repeatedKeys(matchLabelKeys, labelSelector, path)),
    ...matchLabelKeys.flatMap((key, i) =>
      mismatchLabelKeys.includes(key) ? [invalid(`${path}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [],
    ),
  ]
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldError[] {
  if (keys.length === 0) return []
  if (selector === undefined) return [forbidden(path, 'must not be specified when labelSelector is not set')]
  return keys.flatMap((key, i) => validateLabelName(key, `${path}[${i}]`))
}

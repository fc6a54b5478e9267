/** Nodes. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateNode, ValidateNodeUpdate). */
import type { Node, Taint } from '../generated/types.ts'
import { duplicate, forbidden, invalid, type FieldError } from '../meta/field-error.ts'
import { goJsonArrayError, goJsonObjectError } from './go-json.ts'
import { familyOf, validateCIDR } from './ip.ts'
import { isValidLabelValue, nameIsDNSSubdomain } from './names.ts'
import { validateLabelName, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts'
import { validateQuantityValue } from './resources.ts'
import { validateTaintEffect } from './tolerations.ts'

const taintsAnnotation = 'scheduler.alpha.kubernetes.io/taints'
const avoidPodsAnnotation = 'scheduler.alpha.kubernetes.io/preferAvoidPods'

export function validateNode(node: Node): FieldError[] {
  return [
    ...validateObjectMeta(node, { namespaced: false, name: nameIsDNSSubdomain }),
    ...validateNodeAnnotations(node),
    // Upstream reports taints below metadata.
    ...validateTaints(node.spec.taints ?? [], 'metadata.taints'),
    ...validateNodeResources(node),
    ...validatePodCIDRs(node.spec.podCIDRs ?? [], 'spec.podCIDRs'),
  ]
}

function validateNodeAnnotations(node: Node): FieldError[] {
  const annotations = node.metadata.annotations ?? {}
  const taints = annotations[taintsAnnotation] ? goJsonArrayError(annotations[taintsAnnotation], '[]v1.Taint') : undefined
  const avoid = annotations[avoidPodsAnnotation] ? goJsonObjectError(annotations[avoidPodsAnnotation]) : undefined
  return [
    ...(taints === undefined ? [] : [invalid('metadata.annotations', taintsAnnotation, taints)]),
    ...(avoid === undefined ? [] : [invalid('metadata.annotations.AvoidPods', avoidPodsAnnotation, avoid)]),
  ]
}

function validateTaints(taints: readonly Taint[], path: string): FieldError[] {
  const seen = new Set<string>()
  return taints.flatMap((taint, i) => {
    const at = `${path}[${i}]`
    const { key = '', value = '', effect } = taint
    const problems = isValidLabelValue(value)
    const errors = [
      ...validateLabelName(key, `${at}.key`),
      ...(problems.length > 0 ? [invalid(`${at}.value`, value, problems.join(';'))] : []),
      ...validateTaintEffect(effect, `${at}.effect`),
    ]
    const pair = `${effect ?? ''}/${key}`
    if (seen.has(pair)) {
      const shown = { Key: key, Value: value, Effect: effect ?? '', TimeAdded: taint.timeAdded ?? null }
      errors.push(duplicate(at, shown, 'taints must be unique by key and effect pair'))
    }
    seen.add(pair)
    return errors
  })
}

const validateNodeResources = (node: Node): FieldError[] =>
  (['capacity', 'allocatable'] as const).flatMap((list) =>
    Object.entries(node.status?.[list] ?? {}).flatMap(([name, quantity]) => validateQuantityValue(name, quantity, `status.${list}.${name}`)),
  )

function validatePodCIDRs(cidrs: readonly string[], path: string): FieldError[] {
  const errors = cidrs.flatMap((cidr, i) => validateCIDR(cidr, `${path}[${i}]`))
  if (cidrs.length < 2) return errors
  const families = new Set(cidrs.map((cidr) => familyOf(cidr.split('/')[0] ?? '')))
  if (families.size < 2 || cidrs.length > 2) errors.push(invalid(path, cidrs, 'may specify no more than one CIDR for each IP family'))
  return errors
}

export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  const addresses = node.status?.addresses ?? []
  const first = (address: (typeof addresses)[number]): number =>
    addresses.findIndex((other) => other.type === address.type && other.address === address.address)
  return [
    ...validateObjectMetaUpdate(node, old),
    ...validateNodeAnnotations(node),
    ...validateNodeResources(node),
    ...addresses.flatMap((address, i) =>
      first(address) < i ? [duplicate(`status.addresses[${i}]`, { Type: address.type, Address: address.address })] : [],
    ),
    ...validateOnce(node, old),
    ...validateTaints(node.spec.taints ?? [], 'metadata.taints'),
  ]
}

/** The address range and the provider's id may be set once. */
function validateOnce(node: Node, old: Node): FieldError[] {
  const before = old.spec.podCIDRs ?? []
  const now = node.spec.podCIDRs ?? []
  const changed = before.length > 0 && (before.length !== now.length || before.some((cidr, i) => cidr !== now[i]))
  const moved = Boolean(old.spec.providerID) && old.spec.providerID !== node.spec.providerID
  return [
    ...(changed ? [forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')] : []),
    ...(moved ? [forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid')] : []),
  ]
}

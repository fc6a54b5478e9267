/**
 * Requests and limits. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validateResourceRequirements and
 * what it calls) and pkg/apis/core/helper.
 */
import type { PodSpec, ResourceRequirements } from '../generated/types.ts'
import { duplicate, forbidden, invalid, notFound, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { quantityOf } from '../meta/quantity.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Label, isNegativeMessage, isQualifiedName } from './names.ts'
import { compare, podRequestsByName } from './pod-resources.ts'

const standardContainerResources = ['cpu', 'memory', 'ephemeral-storage']
const standardResources = [
  ...standardContainerResources,
  'pods', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory',
  'limits.ephemeral-storage', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'persistentvolumeclaims',
  'configmaps', 'services.nodeports', 'services.loadbalancers', 'storage', 'requests.storage', 'count', 'requests.hugepages-',
]
const integerResources = [
  'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims',
  'services.nodeports', 'services.loadbalancers',
]
const podLevelResources = ['cpu', 'hugepages-', 'memory']

const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
const isPodLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePages(name)
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
const isOvercommitAllowed = (name: string): boolean => isNative(name) && !isHugePages(name)

function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false
  return isQualifiedName(`requests.${name}`).length === 0
}

function validateResourceName(name: string, path: string): FieldError[] {
  const problems = invalidEach(path, name, isQualifiedName(name))
  if (problems.length > 0 || name.includes('/') || standardResources.includes(name) || isHugePages(name)) return problems
  return [invalid(path, name, 'must be a standard resource type or fully qualified')]
}

function validateContainerResourceName(name: string, path: string): FieldError[] {
  const problems = validateResourceName(name, path)
  if (!name.includes('/')) {
    const isStandard = standardContainerResources.includes(name) || isHugePages(name)
    return isStandard ? problems : [...problems, invalid(path, name, 'must be a standard resource for containers')]
  }
  if (isNative(name) || isExtended(name)) return problems
  return [...problems, invalid(path, name, "doesn't follow extended resource name standard")]
}

function validatePodResourceName(name: string, path: string): FieldError[] {
  const problems = validateResourceName(name, path)
  if (problems.length > 0) return problems
  return isPodLevel(name) ? [] : [notSupported(path, name, podLevelResources)]
}

/** Quantities are never negative, and counts are whole. */
export function validateQuantityValue(name: string, quantity: string, path: string): FieldError[] {
  const errors = quantityOf(quantity).nano < 0n ? [invalid(path, quantity, isNegativeMessage)] : []
  const isInteger = integerResources.includes(name) || isExtended(name)
  return isInteger && quantityOf(quantity).nano % 1_000_000_000n !== 0n ? [...errors, invalid(path, quantity, 'must be an integer')] : errors
}

function validateHugePages(name: string, quantity: string, path: string): FieldError[] {
  if (!isHugePages(name)) return []
  const page = quantityOf(name.slice('hugepages-'.length)).nano
  const isMultiple = page > 0n && quantityOf(quantity).nano % page === 0n
  return isMultiple ? [] : [invalid(path, quantity, `${quantity} is not positive integer multiple of ${name}`)]
}

export const validateContainerResources = (
  resources: ResourceRequirements | undefined,
  claimNames: ReadonlySet<string> | undefined,
  path: string,
): FieldError[] => validateRequirements(resources ?? {}, { nameRule: validateContainerResourceName, claimNames: claimNames ?? new Set() }, path)

interface RequirementRules {
  readonly nameRule: (name: string, path: string) => FieldError[]
  /** Names of the pod's claims. */
  readonly claimNames: ReadonlySet<string>
}

function validateRequirements(resources: ResourceRequirements, { nameRule, claimNames }: RequirementRules, path: string): FieldError[] {
  const limits = Object.entries(resources.limits ?? {})
  const requests = Object.entries(resources.requests ?? {})
  const names = [...limits, ...requests].map(([name]) => name)
  const hugeAlone = names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')
  return [
    ...limits.flatMap(([name, quantity]) => [
      ...nameRule(name, `${path}.limits[${name}]`),
      ...validateQuantityValue(name, quantity, `${path}.limits[${name}]`),
      ...validateHugePages(name, quantity, `${path}.limits[${name}]`),
    ]),
    ...requests.flatMap(([name, quantity]) => [
      ...nameRule(name, `${path}.requests[${name}]`),
      ...validateQuantityValue(name, quantity, `${path}.requests[${name}]`),
      ...validateAgainstLimit(name, { request: quantity, limit: resources.limits?.[name] }, path),
      ...validateHugePages(name, quantity, `${path}.requests[${name}]`),
    ]),
    ...(hugeAlone ? [forbidden(path, 'HugePages require cpu or memory')] : []),
    ...validateClaims(resources.claims ?? [], claimNames, `${path}.claims`),
  ]
}

function validateAgainstLimit(name: string, amounts: { readonly request: string; readonly limit: string | undefined }, path: string): FieldError[] {
  const { request, limit } = amounts
  if (limit === undefined) {
    return isOvercommitAllowed(name) ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')]
  }
  const order = compare(request, limit)
  if (order !== 0 && !isOvercommitAllowed(name)) return [invalid(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`)]
  return order > 0 ? [invalid(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)] : []
}

type Claims = NonNullable<ResourceRequirements['claims']>

function validateClaims(claims: Claims, podClaims: ReadonlySet<string>, path: string): FieldError[] {
  const seen = new Set<string>()
  return claims.flatMap((claim, i) => {
    const at = `${path}[${i}]`
    if (!claim.name) return [required(at)]
    const errors = validateClaimOnce(claim, seen, at)
    if (podClaims.has(claim.name)) return errors
    const rest = podClaims.size === 0 ? ' which is empty' : `: ${[...podClaims].sort().join(', ')}`
    return [...errors, notFound(at, claim.name, `must be one of the names in pod.spec.resourceClaims${rest}`)]
  })
}

/** A claim is named whole once, or by distinct requests; never both. */
function validateClaimOnce({ name, request }: Claims[number], seen: Set<string>, path: string): FieldError[] {
  if (seen.has(name)) return [duplicate(path, name)]
  const errors: FieldError[] = request ? invalidEach(`${path}.request`, request, isDNS1123Label(request)) : []
  const key = request ? `${name}/${request}` : name
  if (seen.has(key)) errors.push(duplicate(path, key))
  else if (!request) errors.push(...[...seen].filter((other) => other.startsWith(`${name}/`)).map(() => duplicate(path, name)))
  seen.add(key)
  return errors
}

/** Requests and limits of the pod as a whole, which its containers must keep within. */
export function validatePodLevelResources(spec: PodSpec, claimNames: ReadonlySet<string>, path: string): FieldError[] {
  const resources = spec.resources
  if (resources === undefined) return []
  return [
    ...(resources.claims === undefined ? [] : [forbidden(`${path}.claims`, 'claims cannot be set for Resources at pod-level')]),
    ...validateRequirements(resources, { nameRule: validatePodResourceName, claimNames }, path),
    ...validateSums(spec, resources, path),
  ]
}

function validateSums(spec: PodSpec, resources: ResourceRequirements, path: string): FieldError[] {
  const requests = podRequestsByName(spec).flatMap(([name, sum]) => {
    const own = resources.requests?.[name]
    if (!isPodLevel(name) || compare(sum, own) <= 0) return []
    return [invalid(`${path}.requests[${name}]`, own ?? '0', `must be greater than or equal to aggregate container requests of ${sum}`)]
  })
  const limits = (spec.containers ?? []).flatMap((container, i) =>
    Object.entries(container.resources?.limits ?? {}).flatMap(([name, limit]) => {
      const own = resources.limits?.[name]
      if (own === undefined || compare(limit, own) <= 0) return []
      return [invalid(`${path}.containers[${i}][${name}].limits`, limit, `must be less than or equal to pod limits of ${own}`)]
    }),
  )
  return [...requests, ...limits]
}

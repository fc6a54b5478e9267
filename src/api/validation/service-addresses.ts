/**
 * Cluster IPs and IP families of Services in a cluster that has IPv4 alone.
 * Follows kubernetes v1.36 pkg/apis/core/validation (ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngrade*) and
 * pkg/registry/core/service/storage/alloc.go (initIPFamilyFields).
 */
import type { ServiceSpec } from '../generated/types.ts'
import { duplicate, invalid, notSupported, required, type FieldError } from '../meta/field-error.ts'
import { familyOf, validateIP } from './ip.ts'

const clusterFamilies: readonly string[] = ['IPv4']

export function validateClusterIPs(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return []
  const path = 'spec.clusterIPs'
  const ips = spec.clusterIPs ?? []
  const errors = [...validateInSync(spec), ...validateFamilyNames(spec), ...validatePolicyName(spec)]
  const addressErrors = ips.flatMap((ip, i) => {
    if (i > 0 || ip !== 'None') return validateIP(ip, `${path}[${i}]`)
    return ips.length > 1 ? [invalid(path, ips, "'None' must be the first and only value")] : []
  })
  errors.push(...addressErrors)
  if (ips.length > 2) errors.push(invalid(path, ips, 'may only hold up to 2 values'))
  if (addressErrors.length > 0) return errors
  if (ips.length > 1 && familyOf(ips[0] ?? '') === familyOf(ips[1] ?? '')) {
    errors.push(invalid(path, ips, 'may specify no more than one IP for each IP family'))
  }
  return [...errors, ...validateFamiliesOfIPs(spec, path)]
}

function validateInSync({ clusterIP, clusterIPs = [] }: ServiceSpec): FieldError[] {
  const path = 'spec.clusterIPs'
  if (!clusterIP) return clusterIPs.length > 0 ? [invalid(path, clusterIPs, 'must be empty when `clusterIP` is not specified')] : []
  if (clusterIPs.length === 0) return [required(path)]
  return clusterIPs[0] === clusterIP ? [] : [invalid(path, clusterIPs, 'first value must match `clusterIP`')]
}

function validateFamilyNames({ ipFamilies = [] }: ServiceSpec): FieldError[] {
  const families: readonly string[] = ipFamilies
  return families.flatMap((family, i) => [
    ...(['IPv4', 'IPv6'].includes(family) ? [] : [notSupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6'])]),
    ...(families.indexOf(family) < i ? [duplicate(`spec.ipFamilies[${i}]`, family)] : []),
  ])
}

function validatePolicyName({ ipFamilyPolicy: policy }: ServiceSpec): FieldError[] {
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
  return policy === undefined || policies.includes(policy) ? [] : [notSupported('spec.ipFamilyPolicy', policy, policies)]
}

function validateFamiliesOfIPs({ clusterIPs = [], ipFamilies = [] }: ServiceSpec, path: string): FieldError[] {
  if (clusterIPs[0] === 'None') return []
  return clusterIPs.flatMap((ip, i) => {
    const family = ipFamilies[i]
    if (family === undefined || familyOf(ip) === family) return []
    return [invalid(`${path}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)]
  })
}

/** What this cluster cannot give. Headless Services without a selector may say what they like. */
export function validateFamilies(spec: ServiceSpec): FieldError[] {
  const ips = spec.clusterIPs ?? []
  const families: readonly string[] = spec.ipFamilies ?? []
  if (spec.type === 'ExternalName') return []
  const missing = ips.flatMap((ip, i) => {
    const family = familyOf(ip)
    if (family === undefined || i < families.length || clusterFamilies.includes(family)) return []
    return [invalid(`spec.clusterIPs[${i}]`, ips, `${family} is not configured on this cluster`)]
  })
  if (missing.length > 0) return missing
  if (ips[0] === 'None' && Object.keys(spec.selector ?? {}).length === 0) return []
  const single = validateSingleStack(spec)
  if (single.length > 0) return single
  return [
    ...(policyOf(spec) === 'RequireDualStack'
      ? [invalid('spec.ipFamilyPolicy', 'RequireDualStack', 'this cluster is not configured for dual-stack services')]
      : []),
    ...families.flatMap((family, i) =>
      clusterFamilies.includes(family) ? [] : [invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')],
    ),
  ]
}

const policyOf = ({ ipFamilyPolicy, clusterIPs = [], ipFamilies = [] }: ServiceSpec): string =>
  ipFamilyPolicy ?? (clusterIPs.length === 2 || ipFamilies.length === 2 ? 'RequireDualStack' : 'SingleStack')

function validateSingleStack(spec: ServiceSpec): FieldError[] {
  if (policyOf(spec) !== 'SingleStack') return []
  const must = (what: string): FieldError =>
    invalid('spec.ipFamilyPolicy', 'SingleStack', `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`)
  return [
    ...((spec.clusterIPs ?? []).length === 2 ? [must('cluster IPs')] : []),
    ...((spec.ipFamilies ?? []).length === 2 ? [must('IP families')] : []),
  ]
}

/** Once given, the primary address and family stay; only a second one may come and go. */
export function validateClusterIPsUpdate(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return []
  const isHeadless = (one: ServiceSpec): boolean => one.clusterIPs?.length === 1 && one.clusterIPs[0] === 'None'
  if (isHeadless(spec) && isHeadless(old)) return []
  const addresses = validateListUpdate(spec.clusterIPs ?? [], old.clusterIPs ?? [], { path: 'spec.clusterIPs', word: 'clusterIP', spec })
  if (isHeadless(spec) !== isHeadless(old)) return addresses
  return [...addresses, ...validateListUpdate(spec.ipFamilies ?? [], old.ipFamilies ?? [], { path: 'spec.ipFamilies', word: 'ipFamily', spec })]
}

function validateListUpdate(
  now: readonly string[],
  before: readonly string[],
  about: { readonly path: string; readonly word: string; readonly spec: ServiceSpec },
): FieldError[] {
  const { path, word, spec } = about
  const changed = (i: number): FieldError => invalid(`${path}[${i}]`, now, 'may not change once set')
  if (now.length === before.length) return before.flatMap((value, i) => (value === now[i] ? [] : [changed(word === 'clusterIP' ? i : 0)]))
  const errors: FieldError[] = []
  if (before.length > now.length && (spec.clusterIPs ?? []).length === 0) errors.push(invalid(`${path}[0]`, now, `primary ${word} can not be unset`))
  if (before.length > 0 && now.length > 0 && now[0] !== before[0]) errors.push(changed(0))
  if (before.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    errors.push(invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, `must be set to 'SingleStack' when releasing the secondary ${word}`))
  }
  return errors
}

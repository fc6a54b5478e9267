/** Resource claims of a pod. Follows kubernetes v1.36 pkg/apis/core/validation/validation.go (validatePodResourceClaim). */
import type { PodSpec } from '../generated/types.ts'
import { duplicate, invalid, required, type FieldError } from '../meta/field-error.ts'
import { invalidEach } from './field.ts'
import { isDNS1123Label, isDNS1123Subdomain } from './names.ts'

type Claim = NonNullable<PodSpec['resourceClaims']>[number]

export function validatePodClaims(claims: readonly Claim[], path: string): FieldError[] {
  const seen = new Set<string>()
  return claims.flatMap((claim, i) => {
    const at = `${path}[${i}]`
    return [...validateName(claim.name, seen, `${at}.name`), ...validateSource(claim, at)]
  })
}

function validateName(name: string, seen: Set<string>, path: string): FieldError[] {
  if (!name) return [required(path)]
  if (seen.has(name)) return [duplicate(path, name)]
  seen.add(name)
  return invalidEach(path, name, isDNS1123Label(name))
}

function validateSource(claim: Claim, path: string): FieldError[] {
  const { resourceClaimName: name, resourceClaimTemplateName: template } = claim
  // As Go prints the struct of the internal version.
  const shown = { Name: claim.name ?? '', ResourceClaimName: name ?? null, ResourceClaimTemplateName: template ?? null }
  return [
    ...(name !== undefined && template !== undefined
      ? [invalid(path, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')]
      : []),
    ...(name === undefined && template === undefined
      ? [invalid(path, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')]
      : []),
    ...(name === undefined ? [] : invalidEach(`${path}.resourceClaimName`, name, isDNS1123Subdomain(name))),
    ...(template === undefined ? [] : invalidEach(`${path}.resourceClaimTemplateName`, template, isDNS1123Subdomain(template))),
  ]
}

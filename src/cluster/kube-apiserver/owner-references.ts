/** Owner references that stand twice are dropped, with a warning. Follows kubernetes v1.36 apiserver handlers/rest.go. */
import type { Draft } from '../../api/kinds/kind.ts'
import { sameJson } from '../../api/meta/json.ts'

const advice =
  'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed'

/** Changes the draft; the texts for `Warning` headers. A patch is only looked at after admission, and says so. */
export function dropRepeatedOwners({ metadata }: Draft, about: { readonly isPatch: boolean }): string[] {
  const owners: readonly unknown[] = Array.isArray(metadata['ownerReferences']) ? metadata['ownerReferences'] : []
  if (owners.length < 2) return []
  const kept = owners.filter((owner, index) => !owners.slice(0, index).some((earlier) => sameJson(owner, earlier)))
  if (kept.length === owners.length) return []
  const repeated = owners.filter((owner) => !kept.includes(owner)).map(uidOf)
  metadata['ownerReferences'] = kept
  const when = about.isPatch ? ' after mutating admission happens' : ''
  return [`.metadata.ownerReferences contains duplicate entries${when}; ${advice}: ${repeated.join(', ')}`]
}

const uidOf = (owner: unknown): string => (typeof owner === 'object' && owner !== null && 'uid' in owner ? String(owner.uid) : '')

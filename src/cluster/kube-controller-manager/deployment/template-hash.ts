/**
 * The `pod-template-hash` of a ReplicaSet made by a Deployment: FNV-1a (32 bit) over the template and the collision
 * count, its decimal digits mapped to letters that spell no words. Follows kubernetes v1.36 pkg/controller
 * (ComputeHash) and apimachinery util/rand (SafeEncodeString). Upstream hashes Go's dump of the struct; here it is the
 * template's canonical JSON, so the letters differ from a real cluster's while their alphabet and length do not.
 */
import type { PodTemplateSpec } from '../../../api/generated/types.ts'

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  const text = canonicalJson(template) + (collisionCount === undefined ? '' : `#${collisionCount}`)
  return safeEncode(String(fnv32a(text)))
}

/** JSON with the fields in the order of their names and without empty values. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`
}

/** FNV-1a over the UTF-16 units, both bytes of each. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    if (unit > 0xff) hash = Math.imul(hash ^ (unit >> 8), 0x01000193)
  }
  return hash >>> 0
}

/** Each character's code picks a letter: `1` (49) → alphabet[49 % 27]. */
const safeEncode = (digits: string): string => [...digits].map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('')

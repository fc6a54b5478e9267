/**
 * Pod specs that were found valid. A template makes many pods, and their specs differ in nothing but the name of the
 * volume with their token, so one look at the first of them is enough.
 * Example: what is valid with `kube-api-access-x7k2p` in a volume and in its mounts is valid with `kube-api-access-9bqzd`.
 */
import type { PodSpec } from '../generated/types.ts'

/** Specs remembered; the newest first. */
const limit = 16
let valid: readonly PodSpec[] = []

/** What was remembered but not stored may have been changed since. */
export const isLikeValid = (spec: PodSpec): boolean => valid.some((known) => Object.isFrozen(known) && isAlike(known, spec, { before: '', now: '' }))

export function rememberValid(spec: PodSpec): void {
  valid = [spec, ...valid].slice(0, limit)
}

/** The one name that may differ, as it was and as it is. */
interface Renamed {
  before: string
  now: string
}

const tokenName = /^kube-api-access-[a-z0-9]{5}$/

function isAlike(a: unknown, b: unknown, renamed: Renamed): boolean {
  if (typeof a === 'string' && typeof b === 'string') return isSameText(a, b, renamed)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => isAlike(Reflect.get(a, key), Reflect.get(b, key), renamed))
}

/** Wherever the name stands in one it stands in the other; also where both happen to have the same. */
function isSameText(a: string, b: string, renamed: Renamed): boolean {
  if (!tokenName.test(a) || !tokenName.test(b)) return a === b
  if (renamed.before === '') Object.assign(renamed, { before: a, now: b })
  return renamed.before === a && renamed.now === b
}

/**
 * The fields of metadata that the server alone decides. Follows kubernetes v1.36
 * apiserver/pkg/registry/rest (create.go, update.go, meta.go) and pkg/storage/names (generate.go).
 */
import type { Draft } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { below } from '../../sim/random.ts'

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789'
const suffixLength = 5
/** Longest base that still leaves room for the suffix in 63 characters. */
const longestBase = 58

export const generatedName = (base: string, random: () => number): string => base.slice(0, longestBase) + randomSuffix(random)

export const randomSuffix = (random: () => number): string =>
  Array.from({ length: suffixLength }, () => suffixLetters[below(random, suffixLetters.length)]).join('')

/** A UUID of version 4 from the seeded stream, so that even ties by uid repeat. */
export function randomUid(random: () => number): string {
  const hex = Array.from({ length: 4 }, () => random().toString(16).padStart(8, '0')).join('')
  const variant = '89ab'[random() & 3] ?? '8'
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Uid, birth date, no deletion, generation 1 for kinds that count it. */
export function fillForCreate(draft: Draft, options: { now: string; uid: string; generation: boolean }): void {
  const { metadata } = draft
  for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields', 'resourceVersion', 'generation']) delete metadata[field]
  metadata['uid'] = options.uid
  metadata['creationTimestamp'] = options.now
  if (options.generation) metadata['generation'] = 1
}

/** What an update cannot change is taken from the old object; what the client left out of it as well. */
export function keepForUpdate(draft: Draft, old: ApiObject): void {
  const { metadata } = draft
  delete metadata['managedFields']
  delete metadata['selfLink']
  for (const field of ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'generateName'] as const) {
    const value = old.metadata[field]
    if (field === 'generateName' ? metadata[field] !== undefined : false) continue
    if (value === undefined) delete metadata[field]
    else metadata[field] = value
  }
}

/** Metadata in the order in which Go writes it; what the server adds is otherwise last. */
export function inOrder(draft: Draft): void {
  const { metadata } = draft
  const order = ['name', 'generateName', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp']
  draft.metadata = Object.fromEntries([...order.filter((field) => metadata[field] !== undefined).map((field) => [field, metadata[field]]), ...Object.entries(metadata).filter(([field]) => !order.includes(field))])
}

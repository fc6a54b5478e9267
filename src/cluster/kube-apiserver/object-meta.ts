/**
 * The fields of metadata that the server alone decides, and the rules about the namespace and name of a request.
 * Follows kubernetes v1.36 apiserver/pkg/registry/rest (create.go, update.go, meta.go) and pkg/storage/names (generate.go).
 */
import type { Draft, Kind } from '../../api/kinds/kind.ts'
import type { ApiObject } from '../../api/meta/object.ts'
import { badRequestStatus, type Status } from '../../api/meta/status.ts'
import { below, hexOf } from '../../sim/random.ts'

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789'
const suffixLength = 5
/** Longest base that still leaves room for the suffix in 63 characters. */
const longestBase = 58

export const generatedName = (base: string, random: () => number): string => base.slice(0, longestBase) + randomSuffix(random)

const randomSuffix = (random: () => number): string =>
  Array.from({ length: suffixLength }, () => suffixLetters[below(random, suffixLetters.length)]).join('')

/** A UUID of version 4 from the seeded stream, so that even ties by uid repeat. */
export function randomUid(random: () => number): string {
  let hex = ''
  for (let i = 0; i < 4; i++) hex += hexOf(random())
  const variant = '89ab'[random() & 3] ?? '8'
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** The namespace of the object and of the path must be one; objects of cluster-scoped kinds silently lose theirs. */
export function namespaceProblem({ metadata }: Draft, { kind, namespace }: { readonly kind: Kind; readonly namespace: string }): Status | undefined {
  if (!kind.namespaced) {
    delete metadata['namespace']
    return undefined
  }
  if (metadata['namespace'] === undefined || metadata['namespace'] === '') metadata['namespace'] = namespace
  if (metadata['namespace'] === namespace) return undefined
  return badRequestStatus('the namespace of the provided object does not match the namespace sent on the request')
}

/** The object of an update must be called as the path says. */
export function nameProblem({ metadata }: Draft, name: string): Status | undefined {
  if (!metadata['name']) return badRequestStatus(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  if (metadata['name'] === name) return undefined
  return badRequestStatus(`the name of the object (${String(metadata['name'])}) does not match the name on the URL (${name})`)
}

const droppedAtBirth = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields']

/** A new object gets its uid and date of birth; what a client wrote there is dropped. */
export function fillForCreate({ metadata }: Draft, { now, uid }: { readonly now: string; readonly uid: string }): void {
  for (const field of droppedAtBirth) if (field in metadata) delete metadata[field]
  metadata['uid'] = uid
  metadata['creationTimestamp'] = now
}

const neverKept = ['managedFields', 'selfLink']

/** An update cannot change these; a deletion that has begun cannot be taken back. */
export function keepForUpdate({ metadata }: Draft, old: ApiObject): void {
  for (const field of neverKept) if (field in metadata) delete metadata[field]
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } = old.metadata
  if (!metadata['uid']) metadata['uid'] = uid
  if (creationTimestamp !== undefined) metadata['creationTimestamp'] = creationTimestamp
  if (deletionTimestamp !== undefined) metadata['deletionTimestamp'] = deletionTimestamp
  if (deletionGracePeriodSeconds !== undefined) metadata['deletionGracePeriodSeconds'] ??= deletionGracePeriodSeconds
}

export function setGeneration({ metadata }: Draft, generation: number | undefined): void {
  if (generation !== undefined) metadata['generation'] = generation
  else if ('generation' in metadata) delete metadata['generation']
}

const order: readonly string[] = ['name', 'generateName', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp']

/** Metadata in the order in which Go writes it; what the server adds is otherwise last. */
export function inOrder(draft: Draft): void {
  const { metadata } = draft
  const written: Draft['metadata'] = {}
  for (const field of order) if (metadata[field] !== undefined) written[field] = metadata[field]
  for (const field of Object.keys(metadata)) if (metadata[field] !== undefined) written[field] = metadata[field]
  draft.metadata = written
}

/**
 * What `kubectl label` and `kubectl annotate` have in common: the object's labels or annotations are changed in one JSON
 * merge patch, which may insist on a resourceVersion.
 */
import type { ApiObject } from '../api/meta/object.ts'
import { sendPatch, told, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf } from './dry-run.ts'
import { isGiven, textOf, type Flag } from './flags.ts'
import { mergeDiff } from './merge-diff.ts'
import { changed, type Pairs } from './pairs.ts'
import { allFlag, allNamespacesFlag, fileFlags, namespaceFlag, selectorFlag, type Item } from './select.ts'
import type { Line } from './session.ts'
import { statusError, type Call } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const metadataFlags: readonly Flag[] = [
  namespaceFlag,
  allNamespacesFlag,
  selectorFlag,
  ...fileFlags,
  allFlag,
  dryRunFlag,
  outputFlag,
  { name: 'overwrite', type: 'boolean' },
  { name: 'list', type: 'boolean' },
  { name: 'resource-version', type: 'text' },
  { name: 'field-selector', type: 'text' },
  { name: 'field-manager', type: 'text' },
]

export interface MetadataChange {
  readonly field: 'labels' | 'annotations'
  readonly pairs: Pairs
  /** `labeled`, from the object as it was and as it shall be. */
  readonly done: (before: ApiObject, after: ApiObject) => string
  /** Said before. */
  readonly notes?: readonly Line[]
}

export function changeMetadata(call: Call, item: Item, { field, pairs, done, notes = [] }: MetadataChange): Said {
  const version = isGiven(call.flags, 'resource-version') ? { resourceVersion: textOf(call.flags, 'resource-version') } : {}
  const to: ApiObject = { ...item.object, metadata: { ...item.object.metadata, [field]: changed(item.object.metadata[field], pairs), ...version } }
  const word = done(item.object, to)
  if (dryRunOf(call) === 'client') return { lines: [...notes, ...told(call, item, { object: to, done: word })], errors: [] }
  const answer = sendPatch(call, item, { type: 'merge', body: JSON.stringify(mergeDiff(item.object, to)) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...notes, ...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: word })], errors: [] }
}

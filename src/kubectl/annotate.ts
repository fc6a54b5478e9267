/** `kubectl annotate`. Follows kubernetes v1.36 kubectl/pkg/cmd/annotate/annotate.go. */
import type { ApiObject } from '../api/meta/object.ts'
import { told, sendPatch, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf } from './dry-run.ts'
import { textError } from './errors.ts'
import { isGiven, isOn, textOf } from './flags.ts'
import { mergeDiff } from './merge-diff.ts'
import { changed, listed, readPairs, type Pairs } from './pairs.ts'
import { allFlag, allNamespacesFlag, fileFlags, namespaceFlag, select, selectorFlag, type Item } from './select.ts'
import { failed, finished, statusError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const annotate: Verb = {
  name: 'annotate',
  flags: [namespaceFlag, allNamespacesFlag, selectorFlag, ...fileFlags, allFlag, dryRunFlag, outputFlag, { name: 'overwrite', type: 'boolean' }, { name: 'list', type: 'boolean' }, { name: 'resource-version', type: 'text' }, { name: 'field-selector', type: 'text' }, { name: 'field-manager', type: 'text' }],
  run: (call) => {
    const pairs = readPairs(call.words, 'annotation')
    if (typeof pairs === 'string') return failed(pairs)
    if (!isOn(call.flags, 'list') && pairs.set.size + pairs.removed.length === 0) return failed('at least one annotation update is required')
    if (pairs.removed.some((key) => pairs.set.has(key))) return failed('can not both modify and remove an annotation in the same command')
    const { items, errors } = select(call, pairs.resources)
    if (isOn(call.flags, 'list')) return finished(items.flatMap(({ object }) => listed(object.metadata.annotations)), errors)
    const { lines, errors: more } = together(items.map((item) => annotateOne(call, item, pairs)))
    return finished(lines, [...errors, ...more])
  },
}

function annotateOne(call: Call, item: Item, pairs: Pairs): Said {
  const annotations = item.object.metadata.annotations ?? {}
  const kept = [...pairs.set].flatMap(([key, value]) => (annotations[key] !== undefined && annotations[key] !== value ? [`'${key}' already has a value (${annotations[key]})`] : []))
  if (kept.length > 0 && !isOn(call.flags, 'overwrite')) return { lines: [], errors: [textError(`--overwrite is false but found the following declared annotation(s): ${kept.join('; ')}`)] }
  const version = isGiven(call.flags, 'resource-version') ? { resourceVersion: textOf(call.flags, 'resource-version') } : {}
  const to: ApiObject = { ...item.object, metadata: { ...item.object.metadata, annotations: changed(annotations, pairs), ...version } }
  if (dryRunOf(call) === 'client') return { lines: told(call, item, { object: to, done: 'annotated' }), errors: [] }
  const answer = sendPatch(call, item, { type: 'merge', body: JSON.stringify(mergeDiff(item.object, to)) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done: 'annotated' })], errors: [] }
}

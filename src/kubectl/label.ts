/** `kubectl label`. Follows kubernetes v1.36 kubectl/pkg/cmd/label/label.go. */
import type { ApiObject } from '../api/meta/object.ts'
import { isValidLabelValue } from '../api/validation/names.ts'
import { told, sendPatch, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf } from './dry-run.ts'
import { textError } from './errors.ts'
import { isGiven, isOn, textOf } from './flags.ts'
import { mergeDiff } from './merge-diff.ts'
import { changed, listed, readPairs, type Pairs } from './pairs.ts'
import { allFlag, allNamespacesFlag, fileFlags, namespaceFlag, select, selectorFlag, type Item } from './select.ts'
import { out } from './session.ts'
import { failed, finished, statusError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

export const label: Verb = {
  name: 'label',
  flags: [namespaceFlag, allNamespacesFlag, selectorFlag, ...fileFlags, allFlag, dryRunFlag, outputFlag, { name: 'overwrite', type: 'boolean' }, { name: 'list', type: 'boolean' }, { name: 'resource-version', type: 'text' }, { name: 'field-selector', type: 'text' }, { name: 'field-manager', type: 'text' }],
  run: (call) => {
    const pairs = readPairs(call.words, 'label')
    if (typeof pairs === 'string') return failed(pairs)
    if (!isOn(call.flags, 'list') && pairs.set.size + pairs.removed.length === 0) return failed('at least one label update is required')
    const invalid = [...pairs.set].flatMap(([key, value]) => isValidLabelValue(value).map((problem) => `invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${problem}`))
    if (invalid[0] !== undefined) return failed(invalid[0])
    const twice = pairs.removed.find((key) => pairs.set.has(key))
    if (twice !== undefined) return failed('can not both modify and remove a label in the same command')
    const { items, errors } = select(call, pairs.resources)
    if (isOn(call.flags, 'list')) return finished(items.flatMap(({ object }) => listed(object.metadata.labels)), errors)
    const { lines, errors: more } = together(items.map((item) => labelOne(call, item, pairs)))
    return finished(lines, [...errors, ...more])
  },
}

function labelOne(call: Call, item: Item, pairs: Pairs): Said {
  const labels = item.object.metadata.labels ?? {}
  const overwrites = isOn(call.flags, 'overwrite')
  const kept = [...pairs.set].flatMap(([key, value]) => (labels[key] !== undefined && labels[key] !== value && !overwrites ? [`'${key}' already has a value (${labels[key]}), and --overwrite is false`] : []))
  if (kept.length > 0) return { lines: [], errors: [textError(kept.length === 1 ? kept.join('') : `[${kept.join(', ')}]`)] }
  const missing = pairs.removed.filter((key) => labels[key] === undefined).map((key) => out(`label "${key}" not found.`))
  const version = isGiven(call.flags, 'resource-version') ? { resourceVersion: textOf(call.flags, 'resource-version') } : {}
  const to: ApiObject = { ...item.object, metadata: { ...item.object.metadata, labels: changed(labels, pairs), ...version } }
  const done = wordOf(item.object, to, overwrites)
  if (dryRunOf(call) === 'client') return { lines: [...missing, ...told(call, item, { object: to, done })], errors: [] }
  const patch = mergeDiff(item.object, to)
  const answer = sendPatch(call, item, { type: 'merge', body: JSON.stringify(patch) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...missing, ...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done })], errors: [] }
}

/** A shorter object has been unlabeled: upstream compares lengths. */
function wordOf(before: ApiObject, after: ApiObject, overwrites: boolean): string {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)]
  if (a === b) return 'not labeled'
  return !overwrites && b.length < a.length ? 'unlabeled' : 'labeled'
}

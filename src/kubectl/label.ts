/** `kubectl label`. Follows kubernetes v1.36 kubectl/pkg/cmd/label/label.go. */
import type { ApiObject } from '../api/meta/object.ts'
import { isValidLabelValue } from '../api/validation/names.ts'
import { together, type Said } from './change.ts'
import { textError } from './errors.ts'
import { isOn } from './flags.ts'
import { changeMetadata, metadataFlags } from './metadata.ts'
import { listed, readPairs, type Pairs } from './pairs.ts'
import { select, type Item } from './select.ts'
import { out } from './session.ts'
import { failed, finished, type Call, type Verb } from './verb.ts'

export const label: Verb = {
  name: 'label',
  flags: metadataFlags,
  run: (call) => {
    const pairs = readPairs(call.words, 'label')
    if (typeof pairs === 'string') return failed(pairs)
    if (!isOn(call.flags, 'list') && pairs.set.size + pairs.removed.length === 0) return failed('at least one label update is required')
    const invalid = [...pairs.set].flatMap(([key, value]) => isValidLabelValue(value).map((problem) => `invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${problem}`))
    if (invalid[0] !== undefined) return failed(invalid[0])
    if (pairs.removed.some((key) => pairs.set.has(key))) return failed('can not both modify and remove a label in the same command')
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
  const notes = pairs.removed.filter((key) => labels[key] === undefined).map((key) => out(`label "${key}" not found.`))
  return changeMetadata(call, item, { field: 'labels', pairs, notes, done: (before, after) => wordOf(before, after, overwrites) })
}

/** A shorter object has been unlabeled: upstream compares lengths. */
function wordOf(before: ApiObject, after: ApiObject, overwrites: boolean): string {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)]
  if (a === b) return 'not labeled'
  return !overwrites && b.length < a.length ? 'unlabeled' : 'labeled'
}

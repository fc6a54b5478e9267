/** `kubectl annotate`. Follows kubernetes v1.36 kubectl/pkg/cmd/annotate/annotate.go. */
import { together, type Said } from './change.ts'
import { textError } from './errors.ts'
import { isOn } from './flags.ts'
import { changeMetadata, metadataFlags } from './metadata.ts'
import { listed, readPairs, type Pairs } from './pairs.ts'
import { select, type Item } from './select.ts'
import { failed, finished, type Call, type Verb } from './verb.ts'

export const annotate: Verb = {
  name: 'annotate',
  flags: metadataFlags,
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
  return changeMetadata(call, item, { field: 'annotations', pairs, done: () => 'annotated' })
}

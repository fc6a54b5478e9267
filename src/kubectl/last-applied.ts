/** `kubectl apply view-last-applied cm NAME`: the manifest that `apply` remembers. Follows kubernetes v1.36 kubectl/pkg/cmd/apply/apply_view_last_applied.go. */
import { lastApplied } from './apply.ts'
import { isGiven, textOf } from './flags.ts'
import { allFlag, fileFlags, namespaceFlag, nothingNamed, select, selectorFlag } from './select.ts'
import { out } from './session.ts'
import { failed, finished, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'
import { yamlOf } from './yaml-printer.ts'

export const viewLastApplied: Verb = {
  name: 'apply view-last-applied',
  flags: [namespaceFlag, selectorFlag, ...fileFlags, allFlag, outputFlag],
  run: (call) => {
    if (call.words.length === 0 && !isGiven(call.flags, 'filename')) return failed(nothingNamed)
    const { items, errors } = select(call)
    const memories = items.flatMap(({ object }) => object.metadata.annotations?.[lastApplied] ?? []).map((text) => JSON.parse(text) as unknown)
    const isJson = textOf(call.flags, 'output', 'yaml') === 'json'
    return finished(memories.map((memory) => out(isJson ? JSON.stringify(memory, null, 2) : yamlOf(memory).trimEnd())), errors)
  },
}

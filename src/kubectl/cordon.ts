/** `kubectl cordon` and `kubectl uncordon`. Follows kubernetes v1.36 kubectl/pkg/cmd/drain/drain.go and pkg/drain/cordon.go. */
import type { Node } from '../api/generated/types.ts'
import { nodeKind } from '../api/kinds/node.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { change, together, type Said } from './change.ts'
import { dryRunFlag, dryRunNote } from './dry-run.ts'
import { textOf } from './flags.ts'
import { look, select, selectorFlag, type Item, type Selection } from './select.ts'
import { out } from './session.ts'
import { failed, finished, usageError, type Call, type Verb } from './verb.ts'

const cordonVerb = (name: 'cordon' | 'uncordon', closed: boolean): Verb => ({
  name,
  flags: [selectorFlag, dryRunFlag],
  run: (call) => {
    const nodes = nodesOf(call)
    if (typeof nodes === 'string') return nodes === usage(call.verb) ? usageError(call, nodes) : failed(nodes)
    const { lines, errors } = together(nodes.items.map((item) => setCordon(call, item, closed)))
    return finished(lines, [...nodes.errors, ...errors])
  },
})

export const cordon = cordonVerb('cordon', true)
export const uncordon = cordonVerb('uncordon', false)

const usage = (verb: string): string => `USAGE: ${verb} NODE [flags]`

/** The nodes that are named or selected, or what is wrong with the words. */
export function nodesOf(call: Call): Selection | string {
  const selector = textOf(call.flags, 'selector')
  if (call.words.length === 0 && selector === '') return usage(call.verb)
  if (call.words.length > 0 && selector !== '') return 'cannot specify both a node name and a --selector option'
  if (selector !== '') return select(call, ['nodes'])
  const found = call.words.map((word) => look(call, { kind: nodeKind, namespace: '', name: word.replace(/^(?:nodes?|no)\//, '') }))
  return { items: found.flatMap(({ items }) => items), errors: found.flatMap(({ errors }) => errors) }
}

/** Marks a node, and says so. */
export function setCordon(call: Call, item: Item, closed: boolean): Said {
  const node = item.object as Node
  const word = closed ? 'cordoned' : 'uncordoned'
  const { unschedulable: _, ...spec } = node.spec ?? {}
  const to = { ...node, spec: closed ? { ...spec, unschedulable: true } : spec } as ApiObject
  return change(call, item, { to, done: word, unchanged: [out(`node/${item.name} already ${word}${dryRunNote(call)}`)] })
}

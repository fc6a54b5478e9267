/** `kubectl taint nodes NAME KEY=VALUE:EFFECT KEY:EFFECT- KEY-`. Follows kubernetes v1.36 kubectl/pkg/cmd/taint (taint.go, utils.go). */
import type { Node } from '../api/generated/types.ts'
import { nodeKind } from '../api/kinds/node.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { isQualifiedName, isValidLabelValue } from '../api/validation/names.ts'
import { sendPatch, strategicDiff, told, together, warningLines, type Said } from './change.ts'
import { dryRunFlag, dryRunOf, withoutNote } from './dry-run.ts'
import { textError } from './errors.ts'
import { isOn, textOf } from './flags.ts'
import { kindCalled, look, namespaceFlag, select, selectorFlag, type Item } from './select.ts'
import { failed, finished, statusError, usageError, type Call, type Verb } from './verb.ts'
import { outputFlag } from './writer-output.ts'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** An effect of '' stands for all of them. */
interface Wish {
  readonly key: string
  readonly value?: string
  readonly effect: string
}

interface Wishes {
  readonly added: readonly Wish[]
  readonly removed: readonly Wish[]
}

export const taint: Verb = {
  name: 'taint',
  flags: [namespaceFlag, selectorFlag, dryRunFlag, outputFlag, { name: 'all', type: 'boolean' }, { name: 'overwrite', type: 'boolean' }, { name: 'field-manager', type: 'text' }],
  run: (call) => {
    const isWish = (word: string): boolean => /^[^/:=]+[:=]|-$/.test(word) || word.includes('=') || word.includes(':')
    const first = call.words.findIndex((word, index) => index > 0 && isWish(word))
    const [resources, words] = first < 0 ? [call.words, []] : [call.words.slice(0, first), call.words.slice(first)]
    const [type = '', ...names] = resources.flatMap((word) => word.split('/'))
    if (words.length === 0) return failed('at least one taint update is required')
    const wishes = readWishes(words)
    if (typeof wishes === 'string') return usageError(call, wishes)
    if (kindCalled(type)?.kind !== nodeKind.kind) return failed(kindCalled(type) ? `invalid resource type ${type}, only node types are supported` : `the server doesn't have a resource type ${JSON.stringify(type)}`)
    const both = wishes.added.filter((one) => wishes.removed.some((other) => other.key === one.key && (other.effect === '' || other.effect === one.effect)))
    if (both.length > 0) return failed(`can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => `${key}=${effect}`).join(', ')}`)
    const selects = isOn(call.flags, 'all') || textOf(call.flags, 'selector') !== ''
    if (names.length === 0 && !selects) return failed("at least one resource name must be specified since 'all' parameter is not set")
    const found = selects ? [select(call, ['nodes'])] : names.map((name) => look(call, { kind: nodeKind, namespace: '', name }))
    const { lines, errors } = together(found.flatMap(({ items }) => items).map((item) => taintOne(call, item, wishes)))
    return finished(lines, [...found.flatMap((part) => part.errors), ...errors])
  },
}

function readWishes(words: readonly string[]): Wishes | string {
  const added: Wish[] = []
  const removed: Wish[] = []
  for (const word of words) {
    const isRemoval = word.endsWith('-')
    const one = readTaint(isRemoval ? word.slice(0, -1) : word, isRemoval)
    if (typeof one === 'string') return one
    const list = isRemoval ? removed : added
    if (!isRemoval && added.some(({ key, effect }) => key === one.key && effect === one.effect)) return `duplicated taints with the same key and effect: {${one.key} ${one.value ?? ''} ${one.effect} <nil>}`
    list.push(one)
  }
  return { added, removed }
}

function readTaint(text: string, isRemoval: boolean): Wish | string {
  const [pair = '', effect = '', ...more] = text.split(':')
  const [key = '', value = '', ...rest] = pair.split('=')
  if (more.length > 0 || rest.length > 0) return `invalid taint spec: ${text}`
  // Only what is to be removed may go without its effect.
  const [badKey] = text.includes(':') || isRemoval ? isQualifiedName(key) : isQualifiedName(text)
  if (badKey !== undefined) return `invalid taint spec: ${text}, ${badKey}`
  const [badValue] = isValidLabelValue(value)
  if (badValue !== undefined) return `invalid taint spec: ${text}, ${badValue}`
  if (effect !== '' && !effects.includes(effect)) return `invalid taint effect: ${effect}, unsupported taint effect`
  return { key, ...(value !== '' && { value }), effect }
}

const describe = ({ key, value = '', effect }: Wish): string => `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`

function taintOne(call: Call, item: Item, { added, removed }: Wishes): Said {
  const node = item.object as Node
  const before: readonly Wish[] = node.spec?.taints ?? []
  const overwrites = isOn(call.flags, 'overwrite')
  const known = added.filter(({ key, effect }) => before.some((old) => old.key === key && old.effect === effect))
  if (known.length > 0 && !overwrites) return { lines: [], errors: [textError(`node ${item.name} already has ${known.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`)] }
  const merged = [...added, ...before.filter((old) => !added.some(({ key, effect }) => old.key === key && old.effect === effect))]
  const goes = (one: Wish, wish: Wish): boolean => one.key === wish.key && (wish.effect === '' || wish.effect === one.effect)
  const missing = removed.find((wish) => !merged.some((one) => goes(one, wish)))
  if (missing) return { lines: [], errors: [textError(`taint ${JSON.stringify(describe(missing))} not found`)] }
  const taints = merged.filter((one) => !removed.some((wish) => goes(one, wish)))
  const isLonger = merged.length !== before.length
  const done = overwrites || (isLonger && removed.length > 0) ? 'modified' : isLonger ? 'tainted' : 'untainted'
  const { taints: _, ...spec } = node.spec ?? {}
  const to = { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec } as unknown as ApiObject
  if (dryRunOf(call) === 'client') return { lines: told(withoutNote(call), item, { object: to, done }), errors: [] }
  const answer = sendPatch(call, item, { type: 'strategic', body: strategicDiff('Node', node, to) })
  if (answer.code >= 400) return { lines: warningLines(answer), errors: [statusError(answer)] }
  return { lines: [...warningLines(answer), ...told(call, item, { object: JSON.parse(answer.body) as ApiObject, done })], errors: [] }
}

import { describe, expect, it } from 'vitest'
import type { RefusalParams } from '../../worker/protocol.ts'
import en from './en/refused.json'
import zh from './zh-CN/refused.json'

const field = 'tree.branches[0].log[3].input'

const samples: { readonly [C in keyof RefusalParams]: RefusalParams[C] } = {
  empty: {},
  large: { megabytes: 24 },
  json: {},
  foreign: {},
  newer: { version: 2, known: 1 },
  object: { field },
  list: { field, limit: 64 },
  text: { field, limit: 120 },
  number: { field, from: 0, to: 9 },
  flag: { field },
  unknown: { field, value: '"eval"' },
  deep: { field, limit: 60 },
  twice: { field },
  branch: { field },
  beyond: { field },
  order: { field },
  long: { days: 7, events: 3_000_000 },
  cancelled: {},
  unfit: {},
  undo: {},
  'branch-open': {},
  'no-request': { id: 7 },
  'look.stopped': {},
  'look.disturbed': {},
  'link.other': {},
  'link.newer': {},
  'link.long': {},
  'link.large': {},
  'link.damaged': {},
  'part.unknown': { value: '"kube-dns"', known: 'etcd, node/NODE' },
  'part.machine': { part: 'kubelet/node-1', machine: 'node/node-1' },
  'machine.text': { value: '5' },
  'machine.name': { value: '"Big One"', problem: 'a lowercase RFC 1123 subdomain' },
  'machine.taken': { name: 'node-1' },
  'fault.object': { value: 'null' },
  'fault.type': { value: '"fire"', known: 'crash, slow' },
  'fault.field': { type: 'slow', value: '"ms"', known: 'a, b' },
  'fault.number': { field: 'percent', from: 0, to: 100, value: '101' },
  'fault.whole': { field: 'write', from: 1, to: 9, value: '0' },
  'fault.choice': { field: 'when', known: 'before, after', value: '"during"' },
  'fault.choice-or-none': { field: 'b', known: 'node-1, internet', value: '"moon"' },
  'fault.ends': { end: 'node-1' },
  'fault.resource': { value: '"gadgets"' },
  'fault.pod': { value: '"web"' },
  'fault.pod-idle': { pod: 'default/web' },
  'fault.container': { pod: 'default/web', known: 'c', value: '"d"' },
  'fault.over': { value: '9' },
  'request.url': { value: '"ftp://a"' },
  'request.from': { value: '"the moon"' },
  'request.pod-idle': { pod: 'web' },
  'request.node-down': { node: 'node-1' },
  'request.rate': { limit: 200 },
  'request.streams': { limit: 50 },
  'kept.nowhere': {},
  'kept.full': {},
  'kept.open': {},
  'kept.gone': {},
  'kept.elsewhere': {},
}

type Texts = { readonly [key: string]: string | Texts }

const leaves = (texts: Texts, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`)))

describe.each([
  { name: 'English', texts: en as Texts, end: '.' },
  { name: 'Chinese', texts: zh as Texts, end: '。' },
])('what is refused is said in $name', ({ texts, end }) => {
  const sentences = new Map(leaves(texts))

  it('for every reason there is, and no other', () => expect([...sentences.keys()].toSorted()).toEqual(Object.keys(samples).toSorted()))

  it.each(Object.entries(samples))('in one sentence that names what is wrong: %s', (code, params) => {
    const text = sentences.get(code) ?? ''
    expect([...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).toSorted()).toEqual(Object.keys(params).toSorted())
    expect([text.endsWith(end), text.includes('\n')]).toEqual([true, false])
  })
})

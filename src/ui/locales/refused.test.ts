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

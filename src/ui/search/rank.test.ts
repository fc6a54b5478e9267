import { describe, expect, test } from 'vitest'
import { match } from './match.ts'
import { lettersFound, rank, suggest, type Findable, type Group } from './rank.ts'

const names = ['web', 'web-1', 'my-web-1', 'cobweb', 'wide-events-buffer', 'etcd']

test('all of a name is better than its beginning, that better than a word in it, a part, and letters in order', () => {
  const scores = names.map((text) => match(text, 'web', true)?.score ?? 0)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(new Set(scores).size).toBe(scores.length)
  expect(scores.at(-1)).toBe(0)
})

describe.each([
  { name: 'the beginnings of words', text: 'deployment-test-name', word: 'dtn', fits: true },
  { name: 'a name without its dashes', text: 'kube-scheduler', word: 'kubesch', fits: true },
  { name: 'left out vowels', text: 'servera', word: 'srvra', fits: true },
  { name: 'letters strewn over a name', text: 'deployment-test-name-7c9d5b6f4-k2x9p', word: 'eotm9p', fits: false },
  { name: 'two letters only', text: 'servera', word: 'sa', fits: false },
  { name: 'letters in another order', text: 'servera', word: 'arevres', fits: false },
])('letters in order: $name', ({ text, word, fits }) => {
  test(fits ? 'fit' : 'do not fit', () => expect(match(text, word, true) !== null).toBe(fits))
  test('never where only words count', () => expect(match(text, word, false)).toBeNull())
})

interface Thing extends Findable {
  readonly id: string
}

const thing = (id: string, group: Group, ...others: readonly string[]): Thing => ({ id, group, weight: 1, hay: [{ text: id, weight: 1, loose: true }, ...others.map((text) => ({ text, weight: 0.8 }))] })
const shown = (ranked: ReturnType<typeof rank<Thing>>) => ranked.map(({ group, found }) => [group, found.map(({ id }) => id)])

const things = [
  thing('apply namespace.yaml', 'actions', 'kubectl'),
  thing('servera-1', 'objects', 'pod', 'po', 'shop', '10.244.1.3'),
  thing('servera-2', 'objects', 'pod', 'po', 'test', '10.244.1.30'),
  thing('servera', 'objects', 'deployment', 'deploy', 'shop'),
  thing('servera.yaml', 'files'),
]

test('every word has to fit something: name, kind, short name, namespace or address', () => {
  expect(shown(rank(things, 'po shop'))).toEqual([['objects', ['servera-1']]])
  expect(shown(rank(things, 'deploy serv'))).toEqual([['objects', ['servera']]])
  expect(shown(rank(things, 'pod/test/servera-2'))).toEqual([['objects', ['servera-2']]])
  expect(shown(rank(things, 'po nothing'))).toEqual([])
})

test('an address that fits as a whole comes before one that only begins with it', () => {
  expect(shown(rank(things, '10.244.1.3'))).toEqual([['objects', ['servera-1', 'servera-2']]])
})

test('the group with the best fit comes first', () => {
  expect(shown(rank(things, 'servera')).map(([group]) => group)).toEqual(['objects', 'files'])
  expect(shown(rank(things, 'servera.y')).map(([group]) => group)).toEqual(['files'])
  expect(shown(rank(things, 'namespace')).map(([group]) => group)).toEqual(['actions'])
})

test('a group shows no more than can be read, and counts the rest', () => {
  const [pods] = rank(Array.from({ length: 1_000 }, (_, i) => thing(`web-${i}`, 'objects')), 'web')
  expect(pods?.found).toHaveLength(20)
  expect(pods?.more).toBe(980)
})

test('without a query each is suggested once, where it stands first', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => thing(id, 'objects'))
  if (!a || !b || !c) throw new Error('there are three')
  expect(shown(suggest([['near', [a]], ['recent', [a, b]], ['actions', [c]]]))).toEqual([['near', ['a']], ['recent', ['b']], ['actions', ['c']]])
  expect(shown(suggest([['near', []], ['recent', [a]]]))).toEqual([['recent', ['a']]])
})

test('letters that were found are marked', () => {
  expect([...lettersFound('Servera-svc', 'svc serv')].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 8, 9, 10])
})

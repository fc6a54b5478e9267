import { expect, test } from 'vitest'
import { decode, encode } from './encode.ts'
import { copy } from './copy.ts'
import { Sequence } from './sequence.ts'

const upTo = (count: number, from = 2) => new Sequence<string>(from, Array.from({ length: count }, (_, index) => `entry ${from + index}`))

test('entries are found by their keys, and not before the first or after the last', () => {
  const sequence = upTo(1_000)
  expect([1, 2, 500, 1_001, 1_002].map((key) => sequence.get(key))).toEqual([undefined, 'entry 2', 'entry 500', 'entry 1001', undefined])
  expect([...sequence.since(1_000)]).toEqual(['entry 1000', 'entry 1001'])
})

test('what is forgotten is gone, whole pages and parts of pages', () => {
  const sequence = upTo(1_000)
  sequence.forget(700)
  expect([sequence.get(699), sequence.get(700), sequence.size]).toEqual([undefined, 'entry 700', 302])
  sequence.append('entry 1002')
  expect([...sequence.values()].at(-1)).toBe('entry 1002')
  sequence.forget(5_000)
  expect([...sequence.values()]).toEqual([])
  sequence.append('next')
  expect([sequence.get(1_003), sequence.size]).toEqual(['next', 1])
})

test('a copy and its original go on apart', () => {
  const original = upTo(130)
  const twin = copy(original)
  original.append('of the original')
  twin.append('of the copy')
  twin.forget(100)
  expect([original.get(132), twin.get(132), original.get(50)]).toEqual(['of the original', 'of the copy', 'entry 50'])
})

test('it is the same after saving', () => {
  const sequence = upTo(300)
  sequence.forget(140)
  const read = decode(encode({ sequence })) as { sequence: Sequence<string> }
  expect([read.sequence.first, [...read.sequence.values()]]).toEqual([140, [...sequence.values()]])
})

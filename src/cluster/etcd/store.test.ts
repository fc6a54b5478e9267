import { describe, expect, it } from 'vitest'
import { ms } from '../../sim/time.ts'
import { compact, createStore, entriesAt, get, put, range, remove, revisionAt, since } from './store.ts'

const stamp = (at: number) => ({ at: ms(at), cause: 0 })

function history() {
  const store = createStore<string>()
  put(store, '/a', 'one', { ...stamp(1), expected: 0 })
  put(store, '/b', 'two', { ...stamp(2), expected: 0 })
  put(store, '/a', 'three', { ...stamp(3), expected: 2 })
  remove(store, '/b', { ...stamp(4), expected: 3 })
  return store
}

describe('the store', () => {
  it('counts one revision per write and one version per key', () => {
    const store = history()
    expect(store.revision).toBe(5)
    expect(get(store, '/a')).toMatchObject({ value: 'three', createRevision: 2, modRevision: 4, version: 2 })
    expect(get(store, '/b')).toBeUndefined()
  })

  it('refuses a write whose expected revision is not the last one', () => {
    const store = history()
    expect(put(store, '/a', 'late', { ...stamp(9), expected: 2 })).toBeUndefined()
    expect(put(store, '/a', 'again', { ...stamp(9), expected: 0 })).toBeUndefined()
    expect(remove(store, '/c', { ...stamp(9), expected: 1 })).toBeUndefined()
    expect(store.revision).toBe(5)
  })

  it.each([
    { name: 'empty', revision: 1, keys: {} },
    { name: 'after the first create', revision: 2, keys: { '/a': 'one' } },
    { name: 'before the delete', revision: 4, keys: { '/a': 'three', '/b': 'two' } },
    { name: 'now', revision: 5, keys: { '/a': 'three' } },
  ])('reads at an older revision: $name', ({ revision, keys }) => {
    const entries = entriesAt(history(), revision)
    expect(Object.fromEntries([...(entries?.values() ?? [])].map((entry) => [entry.key, entry.value]))).toEqual(keys)
  })

  it('lists a prefix in key order and tells a watcher what followed its revision', () => {
    const store = history()
    expect([...range(store, '/')].map((entry) => entry.key)).toEqual(['/a'])
    expect([...since(store, 3)].map((record) => [record.revision, record.key, record.current?.value])).toEqual([
      [4, '/a', 'three'],
      [5, '/b', undefined],
    ])
  })

  it('never dates a revision before the one it follows', () => {
    const store = history()
    put(store, '/c', 'charged less', { ...stamp(1), expected: 0 })
    expect(store.log.get(6)?.at).toBe(ms(4))
    expect(revisionAt(store, ms(3))).toBe(4)
  })

  it('cannot be read before what was compacted', () => {
    const store = history()
    compact(store, 3)
    expect(entriesAt(store, 2)).toBeUndefined()
    expect(entriesAt(store, 4)?.size).toBe(2)
  })
})

import { describe, expect, it } from 'vitest'
import { decode, encode } from './encode.ts'
import { freeze } from './freeze.ts'
import { hash } from './hash.ts'
import { Table } from './table.ts'

const again = <T>(value: T): T => decode(encode(value)) as T

describe('what is read back', () => {
  it('is what was written, frozen where it was frozen', () => {
    const state = { a: freeze({ x: [1, null, 'é'] }), map: new Map([[1, new Set(['s'])]]), table: new Table([['k', freeze({ y: 2 })]]), list: [true] }
    const read = again(state)
    expect({ ...read, table: [...read.table.entries()] }).toEqual({ ...state, table: [...state.table.entries()] })
    expect([Object.isFrozen(read.a.x), Object.isFrozen(read.list)]).toEqual([true, false])
  })

  it('shares what was shared, at any depth', () => {
    const spec = freeze({ containers: [{ name: 'c' }] })
    const first = freeze({ revision: 1, spec })
    const read = again({ cache: first, queue: [freeze({ object: first })], second: freeze({ revision: 2, spec }) })
    expect(read.queue[0]?.object).toBe(read.cache)
    expect(read.second.spec).toBe(read.cache.spec)
    expect(encode(read)).toBe(encode({ cache: first, queue: [freeze({ object: first })], second: freeze({ revision: 2, spec }) }))
  })

  it('keeps keys that look like its own marks', () => {
    const shared = freeze({ n: 1 })
    const odd = freeze(JSON.parse('{"$":0,"$map":[[1,2]],"__proto__":{"z":1},"plain":{"$":"x"}}') as { [key: string]: unknown })
    expect(JSON.stringify(again([odd, freeze({ shared }), freeze({ shared })]))).toBe(JSON.stringify([odd, { shared }, { shared }]))
  })
})

describe('a fingerprint', () => {
  const spec = () => freeze({ containers: [{ name: 'c' }] })

  it('does not tell what is shared', () => {
    const shared = spec()
    expect(hash({ a: shared, b: [shared] })).toBe(hash({ a: spec(), b: [spec()] }))
  })

  it('tells any other content', () => {
    expect(hash({ a: spec() })).not.toBe(hash({ a: freeze({ containers: [{ name: 'd' }] }) }))
  })
})

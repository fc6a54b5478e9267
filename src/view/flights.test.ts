import { expect, test } from 'vitest'
import type { Fact, Flight } from '../worker/protocol.ts'
import { clearAir, flyingAt, nextAir } from './flights.ts'

const flight = (given: Partial<Flight>): Flight => ({ id: 1, type: 'http', from: 'a', to: 'b', start: 0, end: 250_000, outcome: 'ok', reply: false, request: 0, cause: 0, exact: false, label: '', ...given })
const stored = (revision: number): Fact => ({ id: revision, at: 0, code: 'etcd.stored', level: 'event', actor: 'process/etcd', object: '', cause: 0, revision, params: {} })
const none: ReadonlySet<number> = new Set()
const times = (flights: readonly Flight[]) => flights.map(({ start, end }) => [start / 1000, end / 1000])

test('the legs of a request fly one after the other', () => {
  const flights = [flight({ id: 1, request: 7 }), flight({ id: 2, request: 7, start: 1_000, end: 251_000 }), flight({ id: 3, request: 7, start: 2_000, end: 252_000 })]
  expect(times(nextAir(clearAir, { flights, facts: [], now: 0, speed: 1, pending: none }).flights)).toEqual([[0, 250], [250, 500], [500, 750]])
})

test('a leg that comes in a later frame still waits for the one before it', () => {
  const first = nextAir(clearAir, { flights: [flight({ request: 7 })], facts: [], now: 0, speed: 1, pending: none })
  const second = nextAir(first, { flights: [flight({ id: 2, request: 7, start: 5_000, end: 255_000 })], facts: [], now: 5_000, speed: 1, pending: none })
  expect(times(second.flights)).toEqual([[0, 250], [250, 500]])
})

test('a watch event leaves after the write it tells of has been stored', () => {
  const write = flight({ id: 1, type: 'api', from: 'process/kubectl', to: 'process/kube-apiserver', label: 'create x' })
  const store = flight({ id: 2, type: 'api', from: 'process/kube-apiserver', to: 'process/etcd', label: 'create x' })
  const told = flight({ id: 3, type: 'watch', from: 'process/kube-apiserver', to: 'controller/deployment', cause: 9 })
  const { flights } = nextAir(clearAir, { flights: [write, store, told], facts: [stored(9)], now: 0, speed: 1, pending: none })
  expect(times(flights)).toEqual([[0, 150], [150, 300], [300, 450]])
})

test('what a controller writes leaves after the watch event that led to it, in whatever order they are told', () => {
  const store = flight({ id: 1, type: 'api', from: 'process/kube-apiserver', to: 'process/etcd', label: 'create x' })
  const written = flight({ id: 2, type: 'api', from: 'controller/deployment', to: 'process/kube-apiserver', cause: 9, label: 'create y', start: 3_000, end: 253_000 })
  const told = flight({ id: 3, type: 'watch', from: 'process/kube-apiserver', to: 'controller/deployment', cause: 9, start: 1_000, end: 251_000 })
  const { flights } = nextAir(clearAir, { flights: [store, written, told], facts: [stored(9)], now: 0, speed: 1, pending: none })
  expect(flights.map(({ id, start }) => [id, start / 1000])).toEqual([[1, 0], [2, 300], [3, 150]])
})

test('the air at a moment does not depend on how its history was cut into frames', () => {
  const legs = Array.from({ length: 60 }, (_, i) => {
    const start = i * 100_000
    const common = { id: i, start, end: start + 250_000 }
    if (i % 4 === 0) return flight({ ...common, request: 1 + (i % 3) })
    if (i % 4 === 1) return flight({ ...common, type: 'api', from: 'controller/a', to: 'process/kube-apiserver', cause: i, label: `update ${i % 8}` })
    if (i % 4 === 2) return flight({ ...common, type: 'api', from: 'process/kube-apiserver', to: 'process/etcd', label: `update ${(i - 1) % 8}` })
    return flight({ ...common, type: 'watch', from: 'process/kube-apiserver', to: 'controller/a', cause: i - 1 })
  })
  const cutInto = (size: number) => {
    let air = clearAir
    for (let i = 0; i < legs.length; i += size) {
      const part = legs.slice(i, i + size)
      const facts = part.filter(({ to }) => to === 'process/etcd').map(({ id }) => stored(id))
      air = nextAir(air, { flights: part, facts, now: part.at(-1)?.start ?? 0, speed: 1, pending: none })
    }
    return air.flights
  }
  expect(cutInto(1)).toEqual(cutInto(60))
  expect(cutInto(7)).toEqual(cutInto(60))
})

test('a refusal comes back after the request has arrived', () => {
  const call = flight({ id: 1, type: 'api', from: 'process/kubectl', to: 'process/kube-apiserver', label: 'POST /x', outcome: 'client-error' })
  const refusal = { ...call, id: 2, from: call.to, to: call.from, start: 3_000, end: 253_000, reply: true }
  expect(times(nextAir(clearAir, { flights: [call, refusal], facts: [], now: 0, speed: 1, pending: none }).flights)).toEqual([[0, 150], [150, 300]])
})

test('a drawing lags no more than four seconds of the eye', () => {
  const flights = Array.from({ length: 100 }, (_, i) => flight({ id: i, request: 7 }))
  const { flights: drawn } = nextAir(clearAir, { flights, facts: [], now: 0, speed: 1, pending: none })
  expect(Math.max(...drawn.map(({ start }) => start))).toBe(4_000_000)
})

test('what has landed is dropped, and an empty air stays the same object', () => {
  const air = nextAir(clearAir, { flights: [flight({})], facts: [], now: 0, speed: 1, pending: none })
  const landed = nextAir(air, { flights: [], facts: [], now: 300_000, speed: 1, pending: none })
  expect(landed.flights).toEqual([])
  expect(nextAir(landed, { flights: [], facts: [], now: 400_000, speed: 1, pending: none })).toBe(landed)
})

test('a request that is drawn exactly is at each moment in one place, where it arrived last while it is served', () => {
  const there = [flight({ id: 1, request: 7, exact: true, end: 300 }), flight({ id: 2, request: 7, exact: true, start: 300, end: 700 }), flight({ id: 3, request: 7, exact: true, start: 1_700, end: 1_800, reply: true })]
  const launch = { facts: [], speed: 1, pending: new Set([7]) }
  const air = nextAir(clearAir, { ...launch, flights: there, now: 0 })
  const places = (at: number) => flyingAt(air.flights, at).map(({ flight: { id }, progress }) => [id, progress])
  expect([0, 150, 500, 700, 1_200, 1_750].map(places)).toEqual([[[1, 0]], [[1, 0.5]], [[2, 0.5]], [[2, 1]], [[2, 1]], [[3, 0.5]]])
  const later = nextAir(air, { ...launch, flights: [], now: 1_200 })
  expect(flyingAt(later.flights, 1_200).map(({ flight: { id } }) => id)).toEqual([2])
  expect(nextAir(later, { ...launch, flights: [], now: 1_900, pending: none }).flights).toEqual([])
})

test('what was stretched to be seen is seen no longer when time is slowed down; what takes its time does', () => {
  const flights = [flight({ id: 1 }), flight({ id: 2, type: 'pull', end: 1_400_000 })]
  const air = nextAir(clearAir, { flights, facts: [], now: 0, speed: 1, pending: none })
  const slow = nextAir(air, { flights: [], facts: [], now: 100_000, speed: 0.01, pending: none })
  expect(slow.flights.map(({ start, end }) => [start, end])).toEqual([[99_000, 101_500], [0, 1_400_000]])
  const [before, after] = [air, slow].map(({ flights: [first] }) => first && (100_000 - first.start) / (first.end - first.start))
  expect(after).toBeCloseTo(before ?? 0, 6)
})

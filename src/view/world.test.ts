import { expect, test } from 'vitest'
import { frameBuilder, node, pod } from './frame-builder.ts'
import { applyFrame, emptyWorld, rowsOf } from './world.ts'

test('rows that a frame does not name stay the very objects they were, and so do their groups', () => {
  const frames = frameBuilder()
  const before = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1'), node(2, 'node-2'), pod(3, 'node-1'), pod(4, 'node-2')] }))
  const after = applyFrame(before, frames.next({ rows: [{ ...pod(4, 'node-2'), phase: 'Terminating' }] }))

  expect(after.rows.get(3)).toBe(before.rows.get(3))
  expect(rowsOf(after, 'nodes')).toBe(rowsOf(before, 'nodes'))
  expect(after.byNode.get('node-1')).toBe(before.byNode.get('node-1'))
  expect(after.byKey.get('pods/shop/web-4')?.phase).toBe('Terminating')
  expect(before.byKey.get('pods/shop/web-4')?.phase).toBe('Running')
})

test('a frame without rows leaves every index as it was', () => {
  const frames = frameBuilder()
  const before = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1')] }))
  const after = applyFrame(before, frames.next({ now: 5 }))

  expect(after.rows).toBe(before.rows)
  expect(after.byResource).toBe(before.byResource)
  expect(after.air).toBe(before.air)
  expect(after.now).toBe(5)
})

test('a pod that is bound moves from the waiting ones to its node', () => {
  const frames = frameBuilder()
  const waiting = applyFrame(emptyWorld, frames.next({ rows: [pod(1, '')] }))
  const bound = applyFrame(waiting, frames.next({ rows: [pod(1, 'node-1')] }))

  expect(waiting.byNode.get('')?.length).toBe(1)
  expect(bound.byNode.has('')).toBe(false)
  expect(bound.byNode.get('node-1')?.[0]?.name).toBe('web-1')
})

test('a deleted object is gone from all indexes, and its successor of the same name stays', () => {
  const frames = frameBuilder()
  const first = applyFrame(emptyWorld, frames.next({ rows: [pod(1, 'node-1')] }))
  const second = applyFrame(first, frames.next({ removed: [1], rows: [{ ...pod(2, 'node-1'), name: 'web-1' }] }))

  expect(second.rows.has(1)).toBe(false)
  expect(second.byKey.get('pods/shop/web-1')?.id).toBe(2)
  expect(second.byNode.get('node-1')?.map(({ id }) => id)).toEqual([2])
})

test('a new epoch begins with nothing of the old one', () => {
  const old = applyFrame(emptyWorld, frameBuilder(1).next({ rows: [pod(1, 'node-1')] }))
  const fresh = applyFrame(old, frameBuilder(2).next({ rows: [node(1, 'node-9')] }))

  expect([...fresh.byKey.keys()]).toEqual(['nodes/node-9'])
  expect(fresh.facts).toEqual([])
})

test('equal details are one object', () => {
  const detail = { qosClass: 'Burstable' }
  const world = applyFrame(emptyWorld, frameBuilder().next({ rows: [{ ...pod(1, 'a'), detail }, { ...pod(2, 'a'), detail }] }))

  expect(world.rows.get(1)?.detail).toBe(world.rows.get(2)?.detail)
})

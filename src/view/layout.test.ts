import { expect, test } from 'vitest'
import { frameBuilder, node, pod, service, type RowGiven } from './frame-builder.ts'
import { noFocus, sceneNodes } from './graph.ts'
import { layOut, nextSlots, noSlots, type Layout, type Slots } from './layout.ts'
import { measuresOf } from './measures.ts'
import { applyFrame, emptyWorld, type World } from './world.ts'

const wide = measuresOf(960, 784)
const placesOf = (layout: Layout) => new Map(layout.nodes.flatMap(({ pods }) => pods.map(({ row, rect }) => [row.id, `${rect.x} ${rect.y}`])))

function placed(world: World, before: Slots = noSlots): { readonly slots: Slots; readonly layout: Layout } {
  const slots = nextSlots(before, world)
  return { slots, layout: layOut(world, slots, wide) }
}

const machines = (count: number, pods: readonly RowGiven[] = []): World =>
  applyFrame(emptyWorld, frameBuilder().next({ rows: [...Array.from({ length: count }, (_, i) => node(i + 1, `node-${i + 1}`)), ...pods] }))

test('a new pod moves no other pod and no node', () => {
  const frames = frameBuilder()
  const one = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1'), node(2, 'node-2'), pod(3, 'node-1'), pod(4, 'node-2')] }))
  const before = placed(one)
  let world = one
  let slots = before.slots
  for (let id = 5; id < 40; id++) {
    world = applyFrame(world, frames.next({ rows: [pod(id, 'node-1')] }))
    const after = placed(world, slots)
    slots = after.slots
    expect(placesOf(after.layout).get(3)).toBe(placesOf(before.layout).get(3))
    expect(placesOf(after.layout).get(4)).toBe(placesOf(before.layout).get(4))
    expect(after.layout.nodes.map(({ rect }) => rect)).toEqual(before.layout.nodes.map(({ rect }) => rect))
  }
})

test('a pod keeps its slot when an older one goes, and the hole is used again', () => {
  const frames = frameBuilder()
  const three = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1'), pod(2, 'node-1'), pod(3, 'node-1'), pod(4, 'node-1')] }))
  const first = placed(three)
  const two = applyFrame(three, frames.next({ removed: [2] }))
  const second = placed(two, first.slots)
  const third = placed(applyFrame(two, frames.next({ rows: [pod(9, 'node-1')] })), second.slots)

  expect(placesOf(second.layout).get(4)).toBe(placesOf(first.layout).get(4))
  expect(placesOf(third.layout).get(9)).toBe(placesOf(first.layout).get(2))
})

test('nodes stand in the order in which they were created', () => {
  const rows = [{ ...node(1, 'late'), created: 20 }, { ...node(2, 'early'), created: 10 }]
  const { layout } = placed(applyFrame(emptyWorld, frameBuilder().next({ rows })))

  expect(layout.nodes.map(({ row }) => row.name)).toEqual(['early', 'late'])
})

test('slots do not depend on how the worker numbered the rows', () => {
  const pods = (ids: readonly number[]) => ids.map((id, i) => ({ ...pod(id, 'node-1'), name: `web-${i}`, created: i }))
  const keys = (ids: readonly number[]) =>
    placed(applyFrame(emptyWorld, frameBuilder().next({ rows: [node(1, 'node-1'), ...pods(ids)] }))).layout.nodes.flatMap((frame) => frame.pods.map(({ row, slot }) => `${row.name} ${slot}`).sort())

  expect(keys([9, 3, 7])).toEqual(keys([3, 7, 9]))
})

test.each([1, 3, 9, 40])('every pod of %i nodes is shown or counted, and stands in its frame', (count) => {
  const rows = Array.from({ length: 110 }, (_, i) => pod(100 + i, 'node-1'))
  const [frame] = placed(machines(count, rows)).layout.nodes
  const { rect, pods = [], hidden = 0 } = frame ?? {}

  expect(pods.length + hidden).toBe(110)
  const outside = pods.filter((inner) => !rect || inner.rect.x < rect.x || inner.rect.x + inner.rect.w > rect.x + rect.w || inner.rect.y < rect.y || inner.rect.y + inner.rect.h > rect.y + rect.h)
  expect(outside).toEqual([])
})

test.each([2, 3, 6, 10, 40])('%i nodes do not touch each other', (count) => {
  const rects = placed(machines(count)).layout.nodes.map(({ rect }) => rect)
  const touching = rects.flatMap((a, i) => rects.slice(i + 1).filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h))

  expect(touching).toEqual([])
})

test('slots, and the cards of what did not change, are the same objects', () => {
  const frames = frameBuilder()
  const one = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1'), pod(2, 'node-1'), service(3, 'web')] }))
  const before = placed(one)
  const cards = sceneNodes([], { world: one, layout: before.layout, focus: noFocus })
  const later = applyFrame(one, frames.next({ now: 9, rows: [{ ...pod(2, 'node-1'), phase: 'Completed' }] }))
  const after = placed(later, before.slots)
  const again = sceneNodes(cards, { world: later, layout: after.layout, focus: noFocus })

  expect(after.slots).toBe(before.slots)
  expect(again.filter((card, i) => card !== cards[i]).map(({ id }) => id).sort()).toEqual(['nodes/node-1', 'pods/shop/web-2#2'])
  expect(sceneNodes(again, { world: later, layout: after.layout, focus: noFocus })).toBe(again)
})

test('React Flow never holds more nodes than its limit', () => {
  const nodes = Array.from({ length: 20 }, (_, i) => node(i + 1, `node-${i}`))
  const pods = nodes.flatMap(({ name }, i) => Array.from({ length: 8 }, (_, k) => pod(100 + i * 8 + k, name)))
  const world = applyFrame(emptyWorld, frameBuilder().next({ rows: [...nodes, ...pods] }))
  const cards = sceneNodes([], { world, layout: placed(world).layout, focus: noFocus })

  expect(cards.length).toBeLessThanOrEqual(150)
})

test.each([2, 3, 4, 6, 8, 10, 25, 40])('%i nodes stand left of the panel, in their own size', (count) => {
  const { layout } = placed(machines(count))
  expect(Math.max(...layout.nodes.map(({ rect }) => rect.x + rect.w))).toBeLessThanOrEqual(wide.room.w)
  expect(layout.height).toBeLessThanOrEqual(wide.room.h * 1.01)
})

test.each([0, 1, 3, 4, 7, 10, 12])('%i Services stand below each other, and leave the picture its size', (count) => {
  const { layout } = placed(machines(2, Array.from({ length: count }, (_, i) => service(100 + i, `svc-${i}`))))
  const feet = [...layout.gates.map(({ rect }) => rect), ...(layout.dns ? [layout.dns] : [])]

  expect(layout.gates).toHaveLength(count)
  expect(layout.height * 0.985).toBeLessThanOrEqual(wide.room.h)
  for (const [i, { y }] of feet.entries()) if (i > 0) expect(y - (feet[i - 1]?.y ?? 0)).toBeGreaterThan(feet[i - 1]?.h ?? 0)
  if (count <= 3) expect(layout.gates.every(({ rect }) => rect.h === wide.gate.h)).toBe(true)
})

test('a further node moves none as long as the frames keep their size', () => {
  const places = (count: number) => placed(machines(count)).layout.nodes.map(({ rect }) => rect)
  expect(places(6).slice(0, 5)).toEqual(places(5))
  expect(places(20).slice(0, 12)).toEqual(places(12))
})

test('machines that joined together are counted', () => {
  expect(placed(machines(12)).layout.nodes.map(({ row }) => row.name).slice(8)).toEqual(['node-9', 'node-10', 'node-11', 'node-12'])
})

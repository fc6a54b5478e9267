import { describe, expect, test } from 'vitest'
import { frameData, type FrameData } from './field.ts'
import { frameBuilder, node, pod, type RowGiven } from './frame-builder.ts'
import { noFocus } from './graph.ts'
import { layOut, nextSlots, noSlots } from './layout.ts'
import { measuresOf } from './measures.ts'
import type { SchedulingTrace } from '../worker/protocol.ts'
import { applyFrame, emptyWorld } from './world.ts'

const added = '2026-01-01T08:00:00Z'
const addedAt = Date.parse(added) / 1000

const unreachable: RowGiven = {
  ...node(1, 'node-1'),
  phase: 'NotReady',
  detail: {
    conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }],
    taints: ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect, timeAdded: added })),
  },
}

function frameOf(rows: readonly RowGiven[], trace?: SchedulingTrace): FrameData {
  const world = applyFrame(emptyWorld, frameBuilder().next({ rows }))
  const layout = layOut(world, nextSlots(noSlots, world), measuresOf(960, 784))
  const waiting = world.byNode.get('')?.[0]
  const focus = { ...noFocus, refused: trace && waiting ? { pod: waiting, trace } : null }
  const [placed] = layout.nodes
  if (!placed) throw new Error('no node')
  return frameData(placed, { layout, focus, world, squares: false })
}

describe('a node that is not heard of', () => {
  test('says when the first of its pods will be evicted: after 300 s unless a toleration says otherwise', () => {
    const frame = frameOf([unreachable, pod(2, 'node-1')])
    expect(frame.state).toBe('unknown')
    expect(frame.taints.map(({ text, evictsAt }) => [text, evictsAt])).toEqual([['unreachable:NoSchedule', 0], ['unreachable:NoExecute', addedAt + 300]])

    const tolerant = { ...pod(2, 'node-1'), detail: { noExecute: [{ key: 'node.kubernetes.io/unreachable', seconds: 20 }] } }
    expect(frameOf([unreachable, tolerant, pod(3, 'node-1')]).taints[1]?.evictsAt).toBe(addedAt + 20)
  })

  test('evicts nobody who tolerates the taint for ever, and at once whoever does not', () => {
    const stays = { ...pod(2, 'node-1'), detail: { noExecute: [{ key: '' }] } }
    expect(frameOf([unreachable, stays]).taints[1]?.evictsAt).toBe(0)
    expect(frameOf([unreachable, { ...stays, detail: { noExecute: [] } }]).taints[1]?.evictsAt).toBe(addedAt)
  })
})

test('a node whose kubelet says that it is not ready is another thing than one that is not heard of', () => {
  const says = { ...unreachable, detail: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }] } }
  expect(frameOf([says]).state).toBe('not-ready')
})

describe('why a node took the pending pod not', () => {
  const verdicts = [{ plugin: 'NodeUnschedulable', pass: true, reason: '' }, { plugin: 'NodeResourcesFit', pass: false, reason: 'Insufficient cpu' }]
  const trace: SchedulingTrace = { pod: 'pods/shop/web-9', at: 0, attempt: 1, nodes: [{ node: 'node-1', filters: verdicts, scores: [], total: 0 }], chosen: '', tie: false, message: '' }
  const waiting = pod(9, '')

  test('stands in the row in which it would stand', () => {
    const frame = frameOf([node(1, 'node-1'), pod(2, 'node-1'), waiting], trace)
    expect(frame.refusal).toMatchObject({ verdict: { plugin: 'NodeResourcesFit', reason: 'Insufficient cpu' }, short: false, rect: { x: 16, y: 148, w: 332, h: 64 } })
    expect(frame.free).toHaveLength(1)
  })

  test('takes one cell, then the foot, where the frame is full', () => {
    const pods = [2, 3, 4].map((id) => pod(id, 'node-1'))
    expect(frameOf([node(1, 'node-1'), ...pods, waiting], trace).refusal).toMatchObject({ short: true, rect: { x: 190, y: 148, w: 158 } })
    expect(frameOf([node(1, 'node-1'), ...pods, pod(5, 'node-1'), waiting], trace).refusal).toMatchObject({ short: true, rect: { x: 16, y: 228, w: 332, h: 28 } })
  })
})

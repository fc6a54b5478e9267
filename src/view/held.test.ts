import { expect, test } from 'vitest'
import type { Fact, Flight } from '../worker/protocol.ts'
import { frameBuilder, node, pod } from './frame-builder.ts'
import { noFocus } from './graph.ts'
import { measuresOf } from './measures.ts'
import { createPictures } from './picture.ts'
import { applyFrame, emptyWorld, type World } from './world.ts'

const write = (revision: number, start: number): { readonly flights: readonly Flight[]; readonly facts: readonly Fact[] } => ({
  flights: [{ id: revision, type: 'api', from: 'process/kube-apiserver', to: 'process/etcd', start, end: start + 2_500, outcome: 'ok', reply: false, request: 0, cause: 0, exact: false, label: `write ${revision}` }],
  facts: [{ id: revision, at: start, code: 'etcd.stored', level: 'detail', actor: 'process/etcd', object: '', cause: 0, revision, params: {} }],
})

const measures = measuresOf(960, 784)
const slow = { playing: true, speed: 0.01 }

/** Where the picture has the pod: on its node, in the tray, or nowhere. */
function place(world: World): string {
  const { layout } = createPictures().of(world, measures, noFocus)
  if (layout.nodes.some(({ pods }) => pods.length > 0)) return 'node'
  return layout.pending.length > 0 ? 'tray' : 'nowhere'
}

function story(pace: { readonly playing: boolean; readonly speed: number }): readonly string[] {
  const frames = frameBuilder()
  let world = applyFrame(emptyWorld, frames.next({ rows: [node(1, 'node-1')], ...pace }))
  const at = (now: number, given: Parameters<typeof frames.next>[0] = {}): string => {
    world = applyFrame(world, frames.next({ now, ...pace, ...given }))
    return place(world)
  }
  return [
    at(1_000, { rows: [{ ...pod(2, ''), revision: 10 }], ...write(10, 1_000) }),
    at(1_800, { rows: [{ ...pod(2, 'node-1'), revision: 11 }], ...write(11, 1_800) }),
    at(2_600),
    at(5_000),
  ]
}

test('in slow motion a pod appears, and moves to its node, when the envelopes have arrived', () => {
  expect(story(slow)).toEqual(['nowhere', 'nowhere', 'tray', 'node'])
})

test('at full speed, and when the clock stands, the picture shows what is true', () => {
  expect(story({ playing: true, speed: 1 })).toEqual(['tray', 'node', 'node', 'node'])
  expect(story({ playing: false, speed: 0.01 })).toEqual(['tray', 'node', 'node', 'node'])
})

import { describe, expect, it } from 'vitest'
import { createChronicle, lifeLimit, markLimit, wordedLimit } from './chronicle.ts'
import { timelineView } from './timeline-view.ts'

const levels = ['event', 'event', 'event', 'warning', 'detail'] as const

describe('a chronicle of very many facts', () => {
  const chronicle = createChronicle(() => 'deployments.apps/a/one')
  const count = 3 * markLimit
  for (let id = 1; id <= count; id++) {
    const isPod = id % 50 === 0
    chronicle.add({ id, at: id * 1_000, code: isPod ? 'etcd.stored' : 'x', level: levels[id % 5] ?? 'event', actor: '', object: `pods/a/p${Math.floor(id / 100)}`, cause: 0, revision: 0, params: isPod ? { kind: 'Pod', verb: id % 100 === 0 ? 'create' : 'delete' } : {} }, id * 1_000)
  }

  it('keeps to its limits, and to its first and last mark', () => {
    expect(chronicle.marks.at.length).toBeLessThanOrEqual(markLimit)
    expect(chronicle.worded.length).toBeLessThanOrEqual(2 * wordedLimit)
    expect(chronicle.lives.length).toBeLessThanOrEqual(2 * lifeLimit)
    expect(chronicle.marks.at[0]).toBe(1_000)
    expect(chronicle.marks.at.at(-1)).toBe(count * 1_000)
  })

  it('is shown in as many places as there are pixels', () => {
    const view = timelineView(chronicle, { from: 0, to: count * 1_000, bins: 1_300 })
    expect(Math.max(...view.marks.map((places) => places.length))).toBeLessThanOrEqual(1_301)
    expect(view.lanes).toHaveLength(1)
    expect(view.lanes[0]?.bars.length).toBeLessThanOrEqual(2_600)
  })
})

import { describe, expect, it } from 'vitest'
import type { BranchSummary } from '../worker/protocol.ts'
import { axisOf, branchLines, laneName, placeOf, podsText, timeOf, windowOf } from './lanes.ts'

const line = { left: 100, right: 1_100 }
const seconds = (count: number) => count * 1_000_000

describe('the window onto a branch', () => {
  it('holds all of it at first, and the present when zoomed in', () => {
    expect(windowOf(line, { now: seconds(10), furthest: seconds(100), zoom: 1 })).toMatchObject({ from: 0, to: seconds(106) })
    const near = windowOf(line, { now: seconds(50), furthest: seconds(100), zoom: 8 })
    expect(near.from).toBeLessThan(seconds(50))
    expect(near.to).toBeGreaterThan(seconds(50))
    expect(near.to - near.from).toBe(seconds(106) / 8)
  })

  it('knows the time of each pixel', () => {
    const window = windowOf(line, { now: seconds(50), furthest: seconds(100), zoom: 4 })
    expect(timeOf(window, placeOf(window, seconds(47)))).toBeCloseTo(seconds(47), 0)
  })

  it('has labels at round times, and room for each', () => {
    for (const furthest of [20, 150, 4_000, 400_000]) {
      const labels = axisOf(windowOf(line, { now: 0, furthest: seconds(furthest), zoom: 1 }))
      expect(labels.length).toBeGreaterThan(1)
      expect(labels.length).toBeLessThanOrEqual(12)
    }
  })
})

describe('branches', () => {
  const branch = (id: number, parent: number, current = false): BranchSummary => ({ id, name: '', parent, from: 0, head: 0, current })

  it('run beside each other, the open one first, each leaving the one that it grew from', () => {
    const lines = branchLines([branch(1, 0), branch(2, 1), branch(3, 1), branch(4, 2, true)])
    expect(lines.map((shown) => [shown.branch.id, shown.row, shown.parentRow])).toEqual([[4, 0, 1], [2, 1, 2], [1, 2, -1], [3, 3, 2]])
  })
})

describe('a lane', () => {
  it('is named as its workload, with the Namespace where two are called the same', () => {
    const lanes = ['deployments.apps/a/web', 'deployments.apps/b/web', 'deployments.apps/a/db'].map((owner) => ({ owner, bars: [] }))
    expect(lanes.map((lane) => laneName(lane, lanes))).toEqual(['web (a)', 'web (b)', 'db'])
  })

  it('says which Pods there were, or how many', () => {
    expect(podsText({ from: 0, to: 1, pods: ['pods/a/web-5f8-k2x9p', 'pods/a/web-5f8-w8d4z'] })).toBe('k2x9p, w8d4z')
    expect(podsText({ from: 0, to: 1, pods: Array.from({ length: 9 }, (_, index) => `pods/a/web-${index}`) })).toBe('9 Pods')
  })
})

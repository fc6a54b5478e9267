import { describe, expect, it } from 'vitest'
import type { Fact } from '../worker/protocol.ts'
import { labelsThatFit, tickAt, tickLabel, ticksBeyond, ticksOf, timeScale, xOf } from './timeline.ts'

const fact = (at: number, level: Fact['level'], code = 'etcd.stored', params: Fact['params'] = {}): Fact => ({ id: at, at, code, level, actor: '', object: 'deployments.apps/x/servera', cause: 0, revision: 0, params })

const line = { left: 100, right: 1_100 }
const seconds = (count: number) => count * 1_000_000

describe('the timeline', () => {
  it('keeps the head off its right end however late it is', () => {
    for (const now of [0, seconds(60), seconds(140), seconds(3_600), seconds(1_000_000)]) {
      const scale = timeScale(now, line)
      expect(xOf(scale, now)).toBeLessThanOrEqual(100 + 0.92 * 1_000 + 0.001)
      expect(xOf(scale, 0)).toBe(100)
    }
  })

  it('never jumps: as the clock goes on, the scale grows without a step', () => {
    const before = xOf(timeScale(seconds(128.8), line), seconds(60))
    const after = xOf(timeScale(seconds(128.9), line), seconds(60))
    expect(Math.abs(before - after)).toBeLessThan(1)
  })

  it('marks every fact but details; those of the birth are plain events', () => {
    const ticks = ticksOf([fact(100_000, 'input'), fact(seconds(2), 'detail'), fact(seconds(3), 'input'), fact(seconds(4), 'error')])
    expect(ticks.map(({ level }) => level)).toEqual(['event', 'input', 'error'])
  })

  it('knows the rest of the branch by its marks, before what the page was told and after it', () => {
    const told = [fact(seconds(50), 'event'), fact(seconds(60), 'input')]
    const marks = [[seconds(10), seconds(55), seconds(90)], [seconds(60)], [], [seconds(80)]]
    const beyond = ticksBeyond(told, { marks, worded: [fact(seconds(80), 'error')], lanes: [], moreLanes: 0 })
    expect(beyond.map(({ at, level }) => [at / 1_000_000, level])).toEqual([[10, 'event'], [80, 'error'], [80, 'error'], [90, 'event']])
  })

  it('has words for actions and refusals', () => {
    expect(tickLabel(fact(seconds(2), 'input', 'kubectl.request', { method: 'POST', path: '/api/v1/namespaces', kind: 'Namespace', name: 'x' }))?.key).toBe('timeline.create')
    expect(tickLabel(fact(seconds(2), 'input', 'kubectl.request', { method: 'PATCH', path: '/x/scale', kind: 'Deployment', name: 'x' }))?.key).toBe('timeline.scale')
    expect(tickLabel(fact(seconds(2), 'error', 'apiserver.refused', { code: 422, reason: 'Invalid' }))).toEqual({ key: 'timeline.refused', params: { code: 422, reason: 'Invalid' } })
    expect(tickLabel(fact(100_000, 'input', 'kubectl.request', { method: 'POST', path: '', kind: 'IngressClass', name: 'nginx' }))).toBeUndefined()
  })

  it('shows words only where they have room, errors first, then the newest', () => {
    const label = (id: number, x: number, weight: number) => ({ id, x, width: 80, weight })
    expect(labelsThatFit([label(1, 200, 1), label(2, 260, 1), label(3, 500, 1), label(4, 510, 3)], { left: 0, right: 1_000 }).map(({ id }) => id)).toEqual([2, 4])
    expect(labelsThatFit([label(1, 20, 3), label(2, 990, 3)], { left: 0, right: 1_000 })).toEqual([])
  })

  it('opens the weightiest mark within reach', () => {
    const ticks = ticksOf([fact(seconds(20), 'event'), fact(seconds(21), 'error')])
    const scale = timeScale(seconds(30), line)
    expect(tickAt(ticks, scale, { x: xOf(scale, seconds(20)), reach: 14 })?.level).toBe('error')
    expect(tickAt(ticks, scale, { x: xOf(scale, seconds(60)), reach: 14 })).toBeUndefined()
  })
})

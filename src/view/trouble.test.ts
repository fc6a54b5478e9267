import { expect, test } from 'vitest'
import type { ActiveFault, Fact } from '../worker/protocol.ts'
import { linkFaultsOf, nextStopped, noneStopped, troublesOf } from './trouble.ts'

const told = (code: string, part: string, at: number): Fact => ({ id: at, at, code, level: 'input', actor: '', object: '', cause: 0, revision: 0, params: { part } })
const machine = ['kube-proxy/node-2', 'kubelet/node-2', 'node/node-2']
const off = nextStopped(noneStopped, { stopped: machine, facts: [told('part.stopped', 'node/node-2', 7)], now: 9 })

test('a machine that is off is one trouble, not three, since it was switched off', () => {
  expect([...off]).toEqual(machine.map((part) => [part, 7]))
  expect(troublesOf(off, [])).toEqual([{ type: 'stopped', key: 'node/node-2', part: 'node/node-2', since: 7 }])
})

test('while nothing is stopped or started it is the same object', () => {
  expect(nextStopped(off, { stopped: machine, facts: [], now: 20 })).toBe(off)
})

test('processes of a machine that boots are no trouble', () => {
  const boots = nextStopped(off, { stopped: machine.slice(0, 2), facts: [told('part.started', 'node/node-2', 30)], now: 31 })
  expect(boots.size).toBe(2)
  expect(troublesOf(boots, [])).toEqual([])
  const again = nextStopped(boots, { stopped: ['kubelet/node-2'], facts: [told('part.stopped', 'kubelet/node-2', 40)], now: 41 })
  expect(troublesOf(again, [])).toEqual([{ type: 'stopped', key: 'kubelet/node-2', part: 'kubelet/node-2', since: 40 }])
})

test('a link shows its worst fault first, at both of its ends', () => {
  const faults: readonly ActiveFault[] = [
    { id: 1, since: 1, order: { type: 'slow', a: 'node-1', milliseconds: 100 } },
    { id: 2, since: 2, order: { type: 'partition', a: 'node-2', b: 'node-1' } },
    { id: 3, since: 3, order: { type: 'watch', part: 'kube-scheduler', mode: 'drop' } },
  ]
  expect(linkFaultsOf(faults, 'node-1').map(({ id }) => id)).toEqual([2, 1])
  expect(linkFaultsOf(faults, 'node-2').map(({ id }) => id)).toEqual([2])
})

import { expect, it } from 'vitest'
import type { Pod } from '../../../api/generated/types.ts'
import { logarithmicAge, victims } from './victims.ts'

interface Facts {
  readonly node?: string
  readonly phase?: 'Pending' | 'Running' | 'Unknown'
  readonly readySince?: string
  readonly cost?: string
  readonly restarts?: number
  readonly created?: string
}

const noon = 1_767_268_800 // 2026-01-01T12:00:00Z
const pod = (name: string, { node = 'node-1', phase = 'Running', readySince = '2026-01-01T11:00:00Z', cost, restarts = 0, created = '2026-01-01T10:00:00Z' }: Facts = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid: name, creationTimestamp: created, ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }) },
  spec: { containers: [], ...(node !== '' && { nodeName: node }) },
  status: {
    phase,
    conditions: [{ type: 'Ready', status: readySince === '' ? 'False' : 'True', lastTransitionTime: readySince || created }],
    containerStatuses: [{ name: 'c', image: '', imageID: '', ready: true, restartCount: restarts }],
  },
})

it.each([
  { name: 'one without a node', pods: [pod('a'), pod('b', { node: '', phase: 'Pending', readySince: '' })] },
  { name: 'a pending one', pods: [pod('a'), pod('b', { phase: 'Pending', readySince: '' })] },
  { name: 'one in an unknown phase', pods: [pod('a'), pod('b', { phase: 'Unknown' })] },
  { name: 'one that is not ready', pods: [pod('a'), pod('b', { readySince: '' })] },
  { name: 'the cheaper one', pods: [pod('a'), pod('b', { cost: '-5' })] },
  { name: 'one of two on the same node', pods: [pod('a', { node: 'node-2' }), pod('b'), pod('c')] },
  { name: 'the one that became ready last', pods: [pod('a', { readySince: '2026-01-01T10:00:00Z' }), pod('b', { readySince: '2026-01-01T11:59:00Z' })] },
  { name: 'the one that restarted more', pods: [pod('a'), pod('b', { restarts: 3 })] },
  { name: 'the younger one', pods: [pod('a', { created: '2025-12-01T10:00:00Z' }), pod('b')] },
  { name: 'of two that became ready at about the same time, the smaller uid', pods: [pod('c', { readySince: '2026-01-01T11:00:01Z' }), pod('b')] },
])('a set that shrinks by one gives up $name', ({ pods }) => {
  expect(victims(pods, { count: 1, related: pods, now: noon }).map(({ metadata }) => metadata.name)).toEqual(['b'])
})

it('ages count in powers of two of nanoseconds', () => {
  expect([0, 1, 2, 60].map(logarithmicAge)).toEqual([-1, 29, 30, 35])
})

import { expect, test } from 'vitest'
import type { Deployment } from '../api/generated/types.ts'
import { frameBuilder, node, pod, type RowGiven } from './frame-builder.ts'
import { rolloutOf, type Rollout } from './rollout.ts'
import { applyFrame, emptyWorld } from './world.ts'

const owner: RowGiven = { id: 1, resource: 'deployments.apps', namespace: 'shop', name: 'web', phase: 'Progressing', ready: 2, desired: 2 }
const set = (id: number, revision: number, desired: number): RowGiven => ({
  id,
  resource: 'replicasets.apps',
  namespace: 'shop',
  name: `web-${id}`,
  owner: 1,
  desired,
  detail: { revision: String(revision), images: `shop/web:app-v${revision}`, available: 0 },
})

const deployment = (spec: Partial<Deployment['spec']> = {}, status: Deployment['status'] = {}): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', annotations: { 'deployment.kubernetes.io/revision': '2' } },
  spec: { replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }, progressDeadlineSeconds: 600, ...spec } as Deployment['spec'],
  status,
})

function rollout(rows: readonly RowGiven[], of = deployment()): Rollout {
  const world = applyFrame(emptyWorld, frameBuilder().next({ rows: [owner, node(9, 'node-1'), ...rows] }))
  const row = world.byKey.get('deployments.apps/shop/web')
  if (!row) throw new Error('no Deployment')
  return rolloutOf(world, row, of)
}

const old = [{ ...pod(10, 'node-1'), owner: 2 }, { ...pod(11, 'node-1'), owner: 2 }]

test('old and new ReplicaSet stand beside each other with their pods, wanted and there', () => {
  const { sets, history } = rollout([set(2, 1, 2), set(3, 2, 1), set(4, 0, 0), ...old])
  expect(sets.map(({ tag, isNew, pods, missing }) => [tag, isNew, pods.length, missing])).toEqual([['v1', false, 2, 0], ['v2', true, 0, 1]])
  expect(history.map(({ revision }) => revision)).toEqual([2, 1, 0])
})

test.each([
  { name: '25 % of two: one more, none less', spec: {}, surge: 1, unavailable: 0 },
  { name: 'both zero: one less, or nothing would move', spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }, surge: 0, unavailable: 1 },
  { name: '25 % of ten: surge rounds up, unavailable down', spec: { replicas: 10 }, surge: 3, unavailable: 2 },
] as const)('limits: $name', ({ spec, surge, unavailable }) => {
  const found = rollout([set(3, 2, 1)], deployment(spec as Partial<Deployment['spec']>))
  expect([found.surge.count, found.unavailable.count]).toEqual([surge, unavailable])
})

test('the deadline counts from the last progress, and has passed when the controller says so', () => {
  const condition = (status: 'True' | 'False') => ({ conditions: [{ type: 'Progressing', status, lastUpdateTime: '2026-01-01T08:00:00Z' }] }) as Deployment['status']
  const at = Date.parse('2026-01-01T08:10:00Z') / 1000
  expect(rollout([], deployment({}, condition('True'))).deadline).toEqual({ seconds: 600, at, state: 'running' })
  expect(rollout([], deployment({}, condition('False'))).deadline?.state).toBe('passed')
})

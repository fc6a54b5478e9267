import { expect, test } from 'vitest'
import { frameBuilder, node, pod, service, slice, type RowGiven } from './frame-builder.ts'
import { childrenOf, neighboursOf, parentOf, siblingAt } from './kin.ts'
import { applyFrame, emptyWorld, type Row, type World } from './world.ts'

const namespaced = (id: number, resource: string, name: string, more: Partial<RowGiven> = {}): RowGiven => ({ id, resource, namespace: 'shop', name, ...more })

const world: World = applyFrame(
  emptyWorld,
  frameBuilder().next({
    rows: [
      node(1, 'node-1'),
      node(2, 'node-2'),
      { id: 3, resource: 'namespaces', name: 'shop' },
      namespaced(4, 'deployments.apps', 'web', { desired: 2, ready: 2 }),
      namespaced(5, 'replicasets.apps', 'web-old', { owner: 4, desired: 0, ready: 0 }),
      namespaced(6, 'replicasets.apps', 'web-new', { owner: 4, desired: 2, ready: 2 }),
      { ...pod(7, 'node-1'), owner: 6 },
      { ...pod(8, 'node-2'), owner: 6 },
      pod(9, 'node-2', 'alone'),
      pod(10, '', 'waiting'),
      service(11, 'web'),
      { ...slice(12, 'web', [{ name: 'web-7', node: 'node-1' }]), owner: 11 },
    ],
  }),
)

const row = (id: number): Row => {
  const found = world.rows.get(id)
  if (!found) throw new Error(`no row ${id}`)
  return found
}
const names = (rows: readonly (Row | undefined)[]) => rows.map((each) => each?.name)

test('an object belongs to its owner, else to its node, else to its Namespace', () => {
  expect(names([7, 6, 9, 10, 4, 3, 1].map((id) => parentOf(world, row(id))))).toEqual(['web-new', 'web', 'node-2', 'shop', 'shop', undefined, undefined])
})

test('the first thing a Deployment owns is the ReplicaSet that wants Pods, not one that was wound down', () => {
  expect(names(childrenOf(world, row(4)))).toEqual(['web-new', 'web-old'])
  expect(names(childrenOf(world, row(6)))).toEqual(['web-7', 'web-8'])
})

test('a node holds its Pods, a Namespace what nothing else owns', () => {
  expect(names(childrenOf(world, row(2)))).toEqual(['web-8', 'alone-9'])
  expect(names(childrenOf(world, row(3)))).toEqual(['web', 'alone-9', 'waiting-10', 'web'])
})

test('siblings have the same owner and follow each other in a ring', () => {
  expect(siblingAt(world, row(7), 1)?.name).toBe('web-8')
  expect(siblingAt(world, row(8), 1)?.name).toBe('web-7')
  expect(siblingAt(world, row(1), -1)?.name).toBe('node-2')
  expect(siblingAt(world, row(9), 1)?.name).toBe('waiting-10')
  expect(siblingAt(world, row(4), 1)).toBeUndefined()
})

test('near a Pod are its owner, its Service, its node and its siblings', () => {
  expect(neighboursOf(world, row(7)).map(({ key }) => key)).toEqual(['replicasets.apps/shop/web-new', 'services/shop/web', 'nodes/node-1', 'pods/shop/web-8'])
})

test('near a Service are the Pods behind it', () => {
  expect(neighboursOf(world, row(11)).map(({ key }) => key)).toContain('pods/shop/web-7')
})

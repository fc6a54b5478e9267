import { describe, expect, it } from 'vitest'
import { isPointed, lineage } from './pointed.ts'
import type { Row } from './world.ts'

function row(id: number, resource: string, name: string, { owner = 0, namespace = 'shop' } = {}): Row {
  const key = namespace === '' ? `${resource}/${name}` : `${resource}/${namespace}/${name}`
  return { id, key, resource, namespace, name, uid: `u${id}`, owner, node: '', ip: '', app: 'web', phase: '', health: 'ok', ready: 1, desired: 1, restarts: -1, cpuMilli: -1, memoryBytes: -1, created: 0, revision: 1, deleting: false, labels: {}, detail: {} }
}

const [deployment, replicaSet, pod, service, stranger, node] = [
  row(1, 'deployments.apps', 'web'),
  row(2, 'replicasets.apps', 'web-1', { owner: 1 }),
  row(3, 'pods', 'web-1-a', { owner: 2 }),
  row(4, 'services', 'web'),
  row(5, 'pods', 'web-1-a', { namespace: 'other' }),
  row(6, 'nodes', 'node-1', { namespace: '' }),
] as const
const all = [deployment, replicaSet, pod, service, stranger, node]
const world = { rows: new Map(all.map((each) => [each.id, each])) }
const pointed = (key: string) => all.filter((each) => isPointed(world, key, each)).map(({ key: found }) => found)

describe('what a manifest stands for', () => {
  it.each([
    { name: 'a Deployment for what it made, and what that made', key: deployment.key, stands: [deployment.key, replicaSet.key, pod.key] },
    { name: 'a Service for itself', key: service.key, stands: [service.key] },
    { name: 'a Pod for itself', key: pod.key, stands: [pod.key] },
    { name: 'a node for itself', key: node.key, stands: [node.key] },
    { name: 'a Namespace for all that is in it', key: 'namespaces/other', stands: [stranger.key] },
    { name: 'one that is not there for nothing', key: 'deployments.apps/shop/api', stands: [] },
    { name: 'no cursor for nothing', key: '', stands: [] },
  ])('$name', ({ key, stands }) => expect(pointed(key)).toEqual(stands))

  it('is found from a Pod upwards', () => {
    expect(lineage(world, pod).map(({ key }) => key)).toEqual([pod.key, replicaSet.key, deployment.key])
  })

  it('ends where owners go in a circle', () => {
    const circle = { rows: new Map([[1, row(1, 'pods', 'a', { owner: 2 })], [2, row(2, 'pods', 'b', { owner: 1 })]]) }
    expect(isPointed(circle, 'pods/shop/c', row(1, 'pods', 'a', { owner: 2 }))).toBe(false)
  })
})

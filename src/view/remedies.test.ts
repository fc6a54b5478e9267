import { expect, it } from 'vitest'
import type { WhySentence } from '../worker/protocol.ts'
import { remediesOf } from './remedies.ts'

const said = (code: string, params: WhySentence['params'] = {}, level: WhySentence['level'] = 'answer'): WhySentence => ({ code, params, objects: [], level })

it('a cordoned node can be uncordoned, once', () => {
  const node = { node: 'nodes/node-2' }
  expect(remediesOf([said('filter.cordoned', node), said('node.cordoned.input', { ...node, at: 1 })], 'pods/x/y')).toEqual([
    { key: 'uncordon', name: 'node-2', act: { type: 'kubectl', words: ['uncordon', 'node-2'] } },
  ])
})

it('what is stopped can be started, but not who merely did something', () => {
  expect(remediesOf([said('node.silent.machine', { node: 'nodes/node-2', part: 'node/node-2', age: 1 }), said('deleted.part', { part: 'kubelet/node-1', at: 1 })], 'nodes/node-2')).toEqual([
    { key: 'start', name: 'node-2', act: { type: 'start', part: 'node/node-2' } },
  ])
})

it('a rollout that waits can be taken back if there is an earlier set', () => {
  const waits = said('deployment.waits-for', { pod: 'pods/shop/a', replicaset: 'replicasets.apps/shop/b' })
  const replaced = said('deployment.replaced', { from: 'replicasets.apps/shop/a', to: 'replicasets.apps/shop/b', at: 1 }, 'detail')
  expect(remediesOf([waits], 'deployments.apps/shop/web')).toEqual([])
  expect(remediesOf([waits, replaced], 'deployments.apps/shop/web')).toMatchObject([{ act: { words: ['rollout', 'undo', 'deployment/web', '-n', 'shop'] } }])
})

import { expect, test } from 'vitest'
import type { Hop } from '../worker/protocol.ts'
import { wayOf } from './way.ts'

const hop = (given: Partial<Hop>): Hop => ({ type: 'send', depth: 0, start: 0, duration: 1, told: 0, from: '', to: '', fromAddress: '', toAddress: '', outcome: 'ok', params: {}, ...given })

test('a link that the ingress controller makes to a pod is drawn from the Service it looked up', () => {
  const { edges, places } = wayOf([
    hop({ from: 'internet', to: 'process/ingress-controller' }),
    hop({ type: 'rewrite', from: 'process/ingress-controller', to: 'services/shop/b' }),
    hop({ type: 'link', from: 'process/ingress-controller', to: 'pods/shop/b-1' }),
    hop({ type: 'send', depth: 1, from: 'pods/shop/b-1', to: 'services/shop/a' }),
    hop({ type: 'rule', depth: 1, from: 'services/shop/a', to: 'pods/shop/a-1', params: { node: 'node-1' } }),
    hop({ type: 'reply', from: 'pods/shop/b-1', to: 'process/ingress-controller' }),
  ])

  expect([...edges]).toContain('services/shop/b pods/shop/b-1')
  expect([...edges]).toContain('services/shop/a pods/shop/a-1')
  expect([...edges]).not.toContain('pods/shop/b-1 process/ingress-controller')
  expect(places.has('kube-proxy/node-1')).toBe(true)
})

import { describe, expect, it } from 'vitest'
import type { Hop } from '../worker/protocol.ts'
import { addressType } from './address.ts'
import { frameBuilder } from './frame-builder.ts'
import { waterfallOf } from './waterfall.ts'
import { applyFrame, emptyWorld } from './world.ts'

const space = 'my-test-space'
const pod = (id: number, app: string, tail: string) => ({ id, resource: 'pods', namespace: space, name: `${app}-5894957bbb-${tail}`, app })
const node = (id: number, name: string, ip: string, podCIDR: string) => ({ id, resource: 'nodes', name, ip, detail: { podCIDR } })
const world = applyFrame(
  emptyWorld,
  frameBuilder().next({
    rows: [node(1, 'node-1', '10.0.0.11', '10.244.1.0/24'), pod(2, 'servera', 'k2x9p'), pod(3, 'serverb', 'q7n5c'), { id: 4, resource: 'services', namespace: space, name: 'serverb-svc' }],
  }),
)

const servera = `pods/${space}/servera-5894957bbb-k2x9p`
const serverb = `pods/${space}/serverb-5894957bbb-q7n5c`
const service = `services/${space}/serverb-svc`

const hop = (type: Hop['type'], start: number, given: Partial<Hop> = {}): Hop => ({ type, depth: 0, start, duration: 0, told: start, from: servera, to: serverb, fromAddress: '', toAddress: '', outcome: 'ok', params: {}, ...given })

const hops: readonly Hop[] = [
  hop('dns', 100, { duration: 500, to: 'process/coredns', params: { name: 'serverb-svc.my-test-space.svc.cluster.local', code: 'NOERROR', answer: '10.96.31.7' } }),
  hop('send', 600, { to: service, fromAddress: '10.244.1.3:32769', toAddress: '10.96.31.7:9602', params: { method: 'GET', path: '/clientapi' } }),
  hop('rule', 600, { from: service, fromAddress: '10.96.31.7:9602', toAddress: '10.244.2.4:9502', params: { node: 'node-1', service: `${space}/serverb-svc`, endpoints: 2 } }),
  hop('link', 600, { duration: 300, fromAddress: '10.244.1.3:32769', toAddress: '10.244.2.4:9502', params: { crossNode: 'true' } }),
  hop('serve', 900, { duration: 1_000, from: serverb, params: { method: 'GET', path: '/clientapi' } }),
  hop('dns', 1_200, { depth: 1, outcome: 'client-error', from: serverb, to: 'process/coredns', params: { name: 'nowhere', code: 'NXDOMAIN', answer: '' } }),
]

describe('the waterfall of a request', () => {
  const lines = waterfallOf(world, { start: 100, hops })

  it('makes one line of a call to a Service, the rule that was hit and the way to the pod', () => {
    expect(lines.map(({ title }) => title.key.split('.').at(-1))).toEqual(['dns', 'rule', 'serve', 'dns'])
    expect(lines[1]).toMatchObject({ start: 500, duration: 300, isCrossNode: true, object: serverb, addresses: ['10.96.31.7:9602', '10.244.2.4:9502'] })
  })

  it('calls pods by their app and the end of their name', () => {
    expect(lines[1]?.title.params).toEqual({ service: 'serverb-svc', pod: 'serverb q7n5c' })
  })

  it('tells what DNS was asked and what it said', () => {
    expect(lines[0]?.details).toEqual([{ key: 'inspector.request.hop.dnsAnswer', params: { name: 'serverb-svc.my-test-space' } }])
    expect(lines[0]?.addresses).toEqual(['10.96.31.7'])
    expect(lines[3]?.details).toEqual([{ key: 'inspector.request.hop.dnsFailed', params: { name: 'nowhere', code: 'NXDOMAIN' } }])
  })

  it('keeps nested calls apart', () => {
    expect(lines.map(({ depth }) => depth)).toEqual([0, 0, 0, 1])
  })
})

describe('the colour of an address', () => {
  it.each([
    { address: '10.0.0.11', type: 'node' },
    { address: '10.244.1.3:9502', type: 'pod' },
    { address: '10.111.120.169:9602', type: 'cluster' },
    { address: '10.112.0.1', type: 'other' },
    { address: '203.0.113.10:80', type: 'other' },
    { address: '', type: 'other' },
  ])('$address is of type $type', ({ address, type }) => {
    expect(addressType(world, address)).toBe(type)
  })
})

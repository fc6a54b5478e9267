import { expect, it } from 'vitest'
import type { Endpoint, EndpointSlice } from '../../../api/generated/types.ts'
import { maxEndpointsPerSlice, planSlices, recycled, withPlaceholder, type SliceShape } from './reconcile.ts'

const ports = [{ name: '', port: 80, protocol: 'TCP' }] as const
const labels = { 'kubernetes.io/service-name': 'web' }

const endpoint = (index: number, ready = true): Endpoint => ({
  addresses: [`10.244.1.${index}`],
  conditions: { ready, serving: ready, terminating: false },
  targetRef: { kind: 'Pod', name: `web-${index}`, uid: `${index}` },
})
const endpoints = (from: number, count: number): Endpoint[] => Array.from({ length: count }, (_, index) => endpoint(from + index))

const slice = (name: string, held: readonly Endpoint[], withPorts: EndpointSlice['ports'] = ports): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, labels },
  addressType: 'IPv4',
  endpoints: held,
  ...(withPorts && { ports: withPorts }),
})
const shape: SliceShape = { labels, create: (withPorts, held) => slice('', held, withPorts) }

const sizes = (slices: readonly EndpointSlice[]) => slices.map(({ metadata, endpoints = [] }) => [metadata.name, endpoints.length])
const plan = (existing: readonly EndpointSlice[], wanted: readonly Endpoint[]) => {
  const plan = planSlices(existing, wanted.length > 0 ? [{ ports, endpoints: wanted }] : [], shape)
  const result = recycled(withPlaceholder(existing, plan, shape))
  return { create: sizes(result.create), update: sizes(result.update), delete: sizes(result.delete) }
}

it('a Service without endpoints has one empty slice', () => {
  expect(plan([], [])).toEqual({ create: [['', 0]], update: [], delete: [] })
  expect(plan([slice('web-a', [], [])], [])).toEqual({ create: [], update: [], delete: [] })
})

it('the first endpoint goes into the empty slice', () => {
  expect(plan([slice('web-a', [], [])], endpoints(1, 1))).toEqual({ create: [], update: [['web-a', 1]], delete: [] })
})

it('ten new endpoints and two slices with five free places each make one new slice', () => {
  const held = [slice('web-a', endpoints(0, 95)), slice('web-b', endpoints(100, 95))]
  expect(plan(held, [...endpoints(0, 95), ...endpoints(100, 95), ...endpoints(200, 10)])).toEqual({ create: [['', 10]], update: [], delete: [] })
})

it('new endpoints fill a slice that changes anyway', () => {
  const held = [slice('web-a', endpoints(0, 95)), slice('web-b', endpoints(100, 95))]
  const wanted = [...endpoints(0, 94), ...endpoints(100, 95), ...endpoints(200, 6)]
  expect(plan(held, wanted)).toEqual({ create: [], update: [['web-a', 100]], delete: [] })
})

it('250 endpoints make three slices', () => {
  expect(plan([], endpoints(0, 250)).create).toEqual([['', maxEndpointsPerSlice], ['', maxEndpointsPerSlice], ['', 50]])
})

it('a pod that becomes unready changes its slice only', () => {
  const held = [slice('web-a', endpoints(0, 100)), slice('web-b', endpoints(100, 3))]
  expect(plan(held, [...endpoints(0, 100), ...endpoints(100, 2), endpoint(102, false)])).toEqual({ create: [], update: [['web-b', 3]], delete: [] })
})

it('nothing is written when nothing changed', () => {
  expect(plan([slice('web-a', endpoints(0, 3))], endpoints(0, 3))).toEqual({ create: [], update: [], delete: [] })
})

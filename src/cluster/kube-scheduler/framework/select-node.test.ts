import { describe, expect, it } from 'vitest'
import type { Node, Pod, Service } from '../../../api/generated/types.ts'
import { freeze } from '../../../sim/freeze.ts'
import { createInformer } from '../../client-go/informer.ts'
import { setNode, setPod } from '../cache/cluster-cache.ts'
import { plugins } from '../plugins.ts'
import { planPreemption } from '../preemption/plan.ts'
import { createState, viewOf, type SchedulerState } from '../state.ts'
import { explainFailure } from './fit-error.ts'
import { feasibleToFind, selectNode, type Selection } from './select-node.ts'

interface NodeFacts {
  readonly cpu?: string
  readonly memory?: string
  readonly pods?: string
  readonly labels?: { readonly [key: string]: string }
  readonly images?: { readonly [name: string]: number }
  readonly taints?: Node['spec']['taints']
  readonly unschedulable?: boolean
}

const node = (name: string, { cpu = '4', memory = '8Gi', pods = '110', labels = {}, images = {}, taints, unschedulable }: NodeFacts = {}): Node =>
  freeze({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...(taints && { taints }), ...(unschedulable && { unschedulable }) },
    status: {
      allocatable: { cpu, memory, pods },
      images: Object.entries(images).map(([image, sizeBytes]) => ({ names: [image], sizeBytes })),
    },
  })

interface PodFacts {
  readonly requests?: { readonly [resource: string]: string }
  readonly labels?: { readonly [key: string]: string }
  readonly images?: readonly string[]
  readonly on?: string
  readonly spec?: Partial<Pod['spec']>
}

const pod = (name: string, { requests = {}, labels = {}, images = ['pause:3.10'], on, spec }: PodFacts = {}): Pod =>
  freeze({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name, labels },
    spec: {
      containers: images.map((image, index) => ({ name: `c${index}`, image, resources: { requests } })),
      ...(on && { nodeName: on }),
      ...spec,
    },
  })

function cluster(nodes: readonly Node[], pods: readonly Pod[] = [], services: readonly Service[] = []): SchedulerState {
  const state = createState()
  state.informers.set('services', createInformer(services, 1))
  for (const one of nodes) setNode(state.cache, one)
  for (const one of pods) setPod(state.cache, one)
  return state
}

const select = (state: SchedulerState, wanted: Pod): Selection =>
  selectNode(wanted, { plugins, cluster: viewOf(state), start: 0, random: () => 0 })

const failure = (state: SchedulerState, wanted: Pod): string =>
  explainFailure(select(state, wanted), { nodes: state.cache.order.length, preemption: planPreemption(state, wanted, { selection: select(state, wanted), cluster: viewOf(state) }) }).message

/** Weighted scores of one plugin by node. */
const scores = (selection: Selection, plugin: string): { [node: string]: number } =>
  Object.fromEntries(
    selection.results.map(({ info, scores }) => {
      const found = scores.find((score) => score.plugin === plugin)
      return [info.name, found ? found.score * found.weight : -1]
    }),
  )
const totals = (selection: Selection) => Object.fromEntries(selection.results.map(({ info, total }) => [info.name, total]))

// Numbers in this file were recorded from kube-scheduler v1.36.3 (golden/scheduling, files named per test).
describe('the scores of a real scheduler', () => {
  const unevenNodes = [node('n1', { cpu: '2', memory: '4Gi' }), node('n2'), node('n3', { cpu: '9', memory: '18Gi' })]
  const asking = { requests: { cpu: '1', memory: '1Gi' } }

  it('five pods one after another fill nodes of 2, 4 and 9 cpus (score-sequence-three-nodes)', () => {
    const state = cluster(unevenNodes)
    const first = select(state, pod('p1', asking))
    expect(scores(first, 'NodeResourcesFit')).toEqual({ n1: 62, n2: 81, n3: 91 })
    expect(scores(first, 'NodeResourcesBalancedAllocation')).toEqual({ n1: 68, n2: 71, n3: 73 })
    expect(totals(first)).toEqual({ n1: 430, n2: 452, n3: 464 })
    setPod(state.cache, pod('p1', { ...asking, on: 'n3' }))
    expect(totals(select(state, pod('p2', asking)))).toEqual({ n1: 430, n2: 452, n3: 455 })
  })

  it('pods of a Service are spread by default, hosts and zones together (spread-cluster-default-with-service)', () => {
    const zone = (name: string) => ({ labels: { 'topology.kubernetes.io/zone': name } })
    const nodes = [node('n1', zone('a')), node('n2', zone('a')), node('n3', zone('b')), node('n4', zone('b'))]
    const web = { labels: { app: 'web' }, requests: { cpu: '10m', memory: '16Mi' } }
    const existing = [pod('w1', { ...web, on: 'n1' }), pod('w2', { ...web, on: 'n1' }), pod('w3', { ...web, on: 'n2' })]
    const service: Service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' } } }
    const wanted = pod('p', { labels: { app: 'web' }, requests: { cpu: '100m', memory: '64Mi' } })
    const selection = select(cluster(nodes, existing, [service]), wanted)
    expect(scores(selection, 'PodTopologySpread')).toEqual({ n1: 84, n2: 114, n3: 200, n4: 200 })
    expect(scores(select(cluster(nodes, existing), wanted), 'PodTopologySpread')).toEqual({ n1: -1, n2: -1, n3: -1, n4: -1 })
  })

  it('images count by size and by the share of nodes that have them (image-on-several-nodes)', () => {
    const nodes = [
      node('n1', { images: { 'app:v1': 900_000_000 } }),
      node('n2', { images: { 'app:v1': 900_000_000, 'db:v1': 500_000_000 } }),
      node('n3'),
    ]
    const selection = select(cluster(nodes), pod('p', { images: ['app:v1', 'db:v1'], requests: { cpu: '100m' } }))
    expect(scores(selection, 'ImageLocality')).toEqual({ n1: 27, n2: 35, n3: 0 })
    expect(totals(selection)).toEqual({ n1: 495, n2: 503, n3: 468 })
  })

  it('a pod without requests is not scored for balance', () => {
    expect(scores(select(cluster(unevenNodes), pod('p')), 'NodeResourcesBalancedAllocation')).toEqual({ n1: -1, n2: -1, n3: -1 })
  })

  it('nothing is scored when one node is left', () => {
    const selection = select(cluster([node('n1'), node('n2', { unschedulable: true })]), pod('p', asking))
    expect(selection.chosen?.info.name).toBe('n1')
    expect(selection.chosen?.scores).toEqual([])
  })
})

describe('the words of FailedScheduling', () => {
  const lastPart = (text: string) => `no new claims to deallocate, preemption: ${text}`
  const cases = [
    {
      name: 'four nodes: cordoned, tainted, no cpu, no memory (mixed-resources-and-taints)',
      nodes: [
        node('n1', { unschedulable: true }),
        node('n2', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
        node('n3', { cpu: '1' }),
        node('n4', { memory: '1Gi' }),
      ],
      pods: [],
      wanted: pod('p', { requests: { cpu: '2', memory: '2Gi' } }),
      message: `0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${lastPart(
        '0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
      )}`,
    },
    {
      name: 'room that others take could be made',
      nodes: [node('n1'), node('n2')],
      pods: [pod('a', { on: 'n1', requests: { cpu: '3' } }), pod('b', { on: 'n2', requests: { cpu: '3' } })],
      wanted: pod('p', { requests: { cpu: '2' } }),
      message: `0/2 nodes are available: 2 Insufficient cpu. ${lastPart('0/2 nodes are available: 2 No preemption victims found for incoming pod.')}`,
    },
    {
      name: 'no label fits',
      nodes: [node('n1')],
      pods: [],
      wanted: pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }),
      message: `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${lastPart(
        '0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      )}`,
    },
    {
      name: 'a host port is taken',
      nodes: [node('n1')],
      pods: [pod('a', { on: 'n1', spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] } })],
      wanted: pod('p', { spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }] }] } }),
      message: `0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. ${lastPart(
        '0/1 nodes are available: 1 No preemption victims found for incoming pod.',
      )}`,
    },
    { name: 'no node at all', nodes: [], pods: [], wanted: pod('p'), message: 'no nodes available to schedule pods' },
  ]
  it.each(cases)('$name', ({ nodes, pods, wanted, message }) => {
    expect(failure(cluster(nodes, pods), wanted)).toBe(message)
  })
})

describe('large clusters', () => {
  it.each([
    { nodes: 50, looked: 50 },
    { nodes: 100, looked: 100 },
    { nodes: 1000, looked: 420 },
    { nodes: 5000, looked: 500 },
  ])('of $nodes nodes, $looked feasible ones are enough', ({ nodes, looked }) => {
    expect(feasibleToFind(nodes)).toBe(looked)
  })

  it('zones alternate in the order of the search', () => {
    const zone = (name: string) => ({ labels: { 'topology.kubernetes.io/zone': name } })
    const state = cluster([node('n1', zone('a')), node('n2', zone('a')), node('n3', zone('b'))])
    expect(state.cache.order).toEqual(['n1', 'n3', 'n2'])
  })
})

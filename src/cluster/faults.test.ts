import { describe, expect, it } from 'vitest'
import type { FaultOrder } from '../api/fault.ts'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const deployment = (name: string, replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } } },
})
const isReady = ({ status }: { status?: { conditions?: readonly { type: string; status: string }[] } }): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false
const ready = (story: Story): number => story.pods().filter(isReady).length
const scale = (story: Story, replicas: number): number => story.call('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { spec: { replicas } })
const readiness = (story: Story, name: string): string =>
  story.list('minions' as 'nodes', name)[0]?.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? ''
const addressOf = (story: Story): string => story.list('services', 'specs/default/web')[0]?.spec.clusterIP ?? ''
const onNode = (story: Story, node: string) => story.pods().filter(({ spec }) => spec.nodeName === node)

function running(seed: number, replicas = 4): Story {
  const story = openStory(seed)
  story.create(deployment('web', replicas), serviceOf('web', 80, 80))
  story.until('all pods are ready', () => ready(story) === replicas)
  return story
}

const inject = (story: Story, order: FaultOrder): number => {
  const injected = story.cluster.fault(order)
  expect(injected).toMatchObject({ ok: true })
  return injected.ok ? injected.id : 0
}

describe('an order of trouble', () => {
  const wrong: readonly { readonly name: string; readonly order: unknown; readonly code: string; readonly names: object }[] = [
    { name: 'nothing', order: undefined, code: 'fault.object', names: { value: 'nothing' } },
    { name: 'no such fault', order: { type: 'fire' }, code: 'fault.type', names: { value: '"fire"', known: 'crash, watch, kill-container, partition, slow, loss' } },
    { name: 'a field it does not have', order: { type: 'slow', a: 'node-1', ms: 5 }, code: 'fault.field', names: { type: 'slow', value: '"ms"', known: 'a, b, milliseconds' } },
    { name: 'a part that writes nothing', order: { type: 'crash', part: 'coredns', write: 1, when: 'before' }, code: 'fault.choice', names: { field: 'part', known: 'ingress-controller, kube-controller-manager, kube-scheduler, kubelet/node-1, kubelet/node-2', value: '"coredns"' } },
    { name: 'a write before the first', order: { type: 'crash', part: 'kube-scheduler', write: 0, when: 'before' }, code: 'fault.whole', names: { field: 'write', from: 1, to: 1_000_000, value: '0' } },
    { name: 'a side that there is not', order: { type: 'crash', part: 'kube-scheduler', write: 1, when: 'during' }, code: 'fault.choice', names: { field: 'when', known: 'before, after', value: '"during"' } },
    { name: 'a resource that nobody knows', order: { type: 'watch', part: 'coredns', mode: 'drop', resource: 'gadgets' }, code: 'fault.resource', names: { value: '"gadgets"' } },
    { name: 'a pod that does not run', order: { type: 'kill-container', pod: 'default/web' }, code: 'fault.pod-idle', names: { pod: 'default/web' } },
    { name: 'an end that there is not', order: { type: 'partition', a: 'node-7' }, code: 'fault.choice', names: { field: 'a', known: 'node-1, node-2, control-plane, internet', value: '"node-7"' } },
    { name: 'a link with one end', order: { type: 'partition', a: 'node-1', b: 'node-1' }, code: 'fault.ends', names: { end: 'node-1' } },
    { name: 'more than all packets', order: { type: 'loss', a: 'node-1', percent: 101 }, code: 'fault.number', names: { field: 'percent', from: 0.001, to: 100, value: '101' } },
    { name: 'no time at all', order: { type: 'slow', a: 'node-1' }, code: 'fault.number', names: { field: 'milliseconds', from: 0.001, to: 3_600_000, value: 'nothing' } },
  ]
  it.each(wrong)('is refused by what is wrong with it: $name', ({ order, code, names }) => {
    const { cluster } = openStory(1)
    expect(cluster.fault(order as FaultOrder)).toEqual({ ok: false, refusal: { code, params: names } })
    expect(cluster.faults()).toEqual([])
  })

  it('lasts until it is healed, and is healed once', () => {
    const { cluster } = openStory(1)
    const since = cluster.kernel.world.now
    const order: FaultOrder = { type: 'slow', a: 'node-1', milliseconds: 50 }
    expect(cluster.fault(order)).toEqual({ ok: true, id: 1 })
    expect(cluster.faults()).toEqual([{ id: 1, since, order }])
    expect(cluster.heal(1)).toEqual({ ok: true })
    expect(cluster.faults()).toEqual([])
    expect(cluster.heal(1)).toEqual({ ok: false, refusal: { code: 'fault.over', params: { value: '1' } } })
  })
})

describe('a process that crashes at a write', () => {
  it('has not written if it dies before, and does it again when it is back', () => {
    const story = running(2, 2)
    inject(story, { type: 'crash', part: 'kube-controller-manager', write: 2, when: 'before' })
    scale(story, 4)
    story.until('it has died', () => story.cluster.stopped().includes('kube-controller-manager'))
    expect(story.pods()).toHaveLength(2)
    expect(story.cluster.faults()).toEqual([])
    expect(story.facts.filter(({ code }) => code === 'part.crashed').map(({ params }) => params)).toEqual([{ part: 'kube-controller-manager', when: 'before' }])
    story.until('it is back', () => story.cluster.stopped().length === 0, 2)
    story.until('four are ready', () => ready(story) === 4)
    story.run(30)
    expect(story.pods()).toHaveLength(4)
  })

  it('creates nothing twice if it dies after the write and before the answer', () => {
    const story = running(3, 2)
    for (const write of [1, 2, 3, 4, 5]) inject(story, { type: 'crash', part: 'kube-controller-manager', write, when: 'after' })
    scale(story, 6)
    story.until('six are ready', () => ready(story) === 6)
    story.run(30)
    expect(story.pods()).toHaveLength(6)
    expect(story.facts.filter(({ code }) => code === 'part.crashed')).toHaveLength(5)
  })

  it('keeps its machine, if it is a kubelet', () => {
    const story = running(4, 4)
    inject(story, { type: 'crash', part: 'kubelet/node-1', write: 1, when: 'before' })
    const before = onNode(story, 'node-1').map(({ status }) => status?.containerStatuses?.[0]?.containerID)
    story.until('it has died', () => story.cluster.stopped().includes('kubelet/node-1'))
    expect(story.request({ from: 'node/node-2', url: `http://${onNode(story, 'node-1')[0]?.status?.podIP ?? ''}/` }).status).toBe(200)
    story.run(30)
    expect(onNode(story, 'node-1').map(({ status }) => status?.containerStatuses?.[0]?.containerID)).toEqual(before)
    expect(readiness(story, 'node-1')).toBe('True')
  })
})

describe('a watch in trouble', () => {
  it('that loses events leaves its cache stale until the process lists again', () => {
    const story = running(5, 2)
    const id = inject(story, { type: 'watch', part: 'coredns', mode: 'drop', resource: 'services' })
    story.create(serviceOf('late', 80, 80))
    story.run(5)
    const from = `pod/default/${story.pods()[0]?.metadata.name ?? ''}`
    expect(story.request({ from, url: 'http://late/' }).error).toContain('NXDOMAIN')
    expect(story.request({ from, url: 'http://web/' }).status).toBe(200)
    story.cluster.heal(id)
    expect(story.request({ from, url: 'http://late/' }).error).toContain('NXDOMAIN')
    story.cluster.stop('coredns')
    story.cluster.start('coredns')
    story.run(1)
    expect(story.request({ from, url: 'http://late/' }).error).toBe('Connection refused')
  })

  it('that is late makes its process late', () => {
    const story = openStory(6)
    inject(story, { type: 'watch', part: 'kube-scheduler', mode: 'delay', milliseconds: 5_000 })
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.run(4.9)
    expect(story.pod('web')?.spec.nodeName).toBeUndefined()
    story.run(0.2)
    expect(story.pod('web')?.spec.nodeName).toBeDefined()
  })

  it('out of order ends where one in order ends', () => {
    const story = running(7, 4)
    inject(story, { type: 'watch', part: 'kubelet/node-1', mode: 'reorder' })
    inject(story, { type: 'watch', part: 'kubelet/node-2', mode: 'reorder', resource: 'pods', milliseconds: 3_000 })
    scale(story, 8)
    story.run(5)
    scale(story, 3)
    story.until('three are left and ready', () => story.pods().length === 3 && ready(story) === 3, 120)
  })
})

describe('a container that is killed', () => {
  it('ends with 137 and is restarted by the kubelet', () => {
    const story = running(8, 1)
    const name = story.pods()[0]?.metadata.name ?? ''
    inject(story, { type: 'kill-container', pod: `default/${name}`, container: 'c' })
    expect(story.cluster.faults()).toEqual([])
    story.until('it runs again', () => story.pod(name)?.status?.containerStatuses?.[0]?.restartCount === 1 && ready(story) === 1)
    expect(story.pod(name)?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
  })
})

describe('a link in trouble', () => {
  it('that is cut lets nothing through to the node, neither packets nor the API, until it is healed', () => {
    const story = running(9)
    const id = inject(story, { type: 'partition', a: 'node-1' })
    const [local] = onNode(story, 'node-1')
    const url = `http://${local?.status?.podIP ?? ''}/`
    expect(story.request({ from: 'node/node-2', url }).error).toBe('Connection timed out')
    expect(story.request({ from: 'node/node-1', url }).status).toBe(200)
    story.until('the node is Unknown', () => readiness(story, 'node-1') === 'Unknown')
    expect(readiness(story, 'node-2')).toBe('True')
    scale(story, 6)
    story.run(60)
    expect(onNode(story, 'node-2').filter(isReady).length).toBe(story.pods().length - onNode(story, 'node-1').length)
    story.cluster.heal(id)
    story.until('the node is back', () => readiness(story, 'node-1') === 'True', 30)
    story.until('it serves', () => story.request({ from: 'node/node-2', url }).status === 200, 5)
    story.until('six are ready', () => ready(story) === 6, 60)
  })

  it('between two nodes leaves both with the API server', () => {
    const story = running(10)
    inject(story, { type: 'partition', a: 'node-1', b: 'node-2' })
    const url = `http://${onNode(story, 'node-1')[0]?.status?.podIP ?? ''}/`
    expect(story.request({ from: 'node/node-2', url }).error).toBe('Connection timed out')
    story.run(120)
    expect([readiness(story, 'node-1'), readiness(story, 'node-2')]).toEqual(['True', 'True'])
  })

  it('that was cut shortly has missed nothing in the end', () => {
    const story = running(11)
    const id = inject(story, { type: 'partition', a: 'control-plane' })
    scale(story, 2)
    story.run(10)
    expect(story.pods()).toHaveLength(4)
    story.cluster.heal(id)
    story.until('two are left', () => story.pods().length === 2, 60)
    expect([readiness(story, 'node-1'), readiness(story, 'node-2')]).toEqual(['True', 'True'])
  })

  it('that is slow takes that much longer, each way', () => {
    const story = running(12)
    const url = `http://${onNode(story, 'node-1')[0]?.status?.podIP ?? ''}/`
    inject(story, { type: 'slow', a: 'node-1', b: 'node-2', milliseconds: 400 })
    const began = story.now()
    expect(story.request({ from: 'node/node-2', url }).status).toBe(200)
    expect(story.now() - began).toBeGreaterThan(0.8)
    expect(story.now() - began).toBeLessThan(1)
  })

  it('that loses packets answers late, and not at all if it loses them all', () => {
    const story = running(13)
    const url = `http://${onNode(story, 'node-1')[0]?.status?.podIP ?? ''}/`
    const half = inject(story, { type: 'loss', a: 'node-1', percent: 50 })
    const began = story.now()
    const answers = Array.from({ length: 20 }, () => story.request({ from: 'node/node-2', url }).status)
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(15)
    expect(story.now() - began).toBeGreaterThan(5)
    story.cluster.heal(half)
    inject(story, { type: 'loss', a: 'node-1', percent: 100 })
    expect(story.request({ from: 'node/node-2', url }).error).toBe('Connection timed out')
    expect(story.request({ from: 'internet', url: `http://10.0.0.11:80/` }).error).toBe('Connection timed out')
  })

  it('to the internet loses the registries with it', () => {
    const story = openStory(15)
    const id = inject(story, { type: 'partition', a: 'internet' })
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.run(35)
    const message =
      'rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "docker.io/library/nginx:1.27": failed to resolve reference "docker.io/library/nginx:1.27": failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.27": dial tcp 203.0.113.20:443: i/o timeout'
    expect(story.events('web')).toContain(`Failed: Failed to pull image "nginx:1.27": ${message}`)
    expect(story.pod('web')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/)
    story.cluster.heal(id)
    story.until('it is pulled', () => isReady(story.pod('web') ?? {}), 60)
  })

  it('to the control plane loses its names with it', () => {
    const story = running(14)
    inject(story, { type: 'partition', a: 'node-1', b: 'control-plane' })
    const from = `pod/default/${onNode(story, 'node-1')[0]?.metadata.name ?? ''}`
    expect(story.request({ from, url: 'http://web/' }).error).toContain('Timeout while contacting DNS servers')
    expect(story.request({ from, url: `http://${addressOf(story)}/` }).status).toBe(200)
  })
})

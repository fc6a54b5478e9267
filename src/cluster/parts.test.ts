import { describe, expect, it } from 'vitest'
import type { Node } from '../api/generated/types.ts'
import { isStream } from '../api/meta/http.ts'
import { apply } from '../kubectl/apply.ts'
import { kubectl } from '../kubectl/kubectl.ts'
import type { HttpAnswer, HttpRequest } from '../api/meta/http.ts'
import { assert } from '../sim/assert.ts'
import { everything, namespace } from './testing/seed.ts'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const deployment = (name: string, replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] } },
  },
})
const isReady = ({ status }: { status?: { conditions?: readonly { type: string; status: string }[] } }): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false
const ready = (story: Story, prefix = 'web'): number => story.pods().filter((pod) => pod.metadata.name.startsWith(prefix) && isReady(pod) && pod.metadata.deletionTimestamp === undefined).length
const nodeOf = (story: Story, name: string): Node | undefined => story.list('minions' as 'nodes', name)[0]
const readiness = (story: Story, name: string) => nodeOf(story, name)?.status?.conditions?.find(({ type }) => type === 'Ready')
const scale = (story: Story, replicas: number): number => story.call('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { spec: { replicas } })
const handleOf = (story: Story) => (request: HttpRequest): HttpAnswer => {
  const answer = story.cluster.handle(request)
  assert(!isStream(answer), 'a stream')
  return answer
}

/** A Deployment of four nginx behind a Service, all ready. */
function running(seed: number, replicas = 4): Story {
  const story = openStory(seed)
  story.create(deployment('web', replicas), serviceOf('web', 80, 80))
  story.until('all pods are ready', () => ready(story) === replicas)
  return story
}

describe('stopping and starting parts', () => {
  it('refuses a part that does not exist by name, and changes nothing twice', () => {
    const { cluster } = openStory(1)
    expect(cluster.stop('kube-schedular')).toMatchObject({ ok: false, refusal: { code: 'part.unknown', params: { value: '"kube-schedular"' } } })
    expect(cluster.stop('kubelet/node-9')).toMatchObject({ ok: false, refusal: { code: 'part.unknown', params: { value: '"kubelet/node-9"' } } })
    expect(cluster.stop('network')).toMatchObject({ ok: false })
    expect(cluster.stop('node/node-1')).toEqual({ ok: true })
    expect(cluster.stop('node/node-1')).toEqual({ ok: true })
    expect(cluster.stopped()).toEqual(['kube-proxy/node-1', 'kubelet/node-1', 'node/node-1'])
    expect(cluster.start('kubelet/node-1')).toEqual({ ok: false, refusal: { code: 'part.machine', params: { part: 'kubelet/node-1', machine: 'node/node-1' } } })
    expect(cluster.start('node/node-1')).toEqual({ ok: true })
    cluster.kernel.run((cluster.kernel.world.now + 6_000_000) as never)
    expect(cluster.stopped()).toEqual([])
  })

  it('tells that a part was stopped and started', () => {
    const story = openStory(1)
    story.cluster.stop('kube-scheduler')
    story.cluster.start('kube-scheduler')
    story.cluster.stop('node/node-2')
    const told = story.facts.filter(({ code }) => code.startsWith('part.')).map(({ code, actor, object, level, params }) => [code, actor, object, level, params['part']])
    expect(told).toEqual([
      ['part.stopped', 'process/kube-scheduler', '', 'input', 'kube-scheduler'],
      ['part.started', 'process/kube-scheduler', '', 'input', 'kube-scheduler'],
      ['part.stopped', 'nodes/node-2', 'nodes/node-2', 'input', 'node/node-2'],
    ])
  })

  it('leaves pods Pending without a scheduler, which catches up', () => {
    const story = openStory(2)
    story.cluster.stop('kube-scheduler')
    story.create(deployment('web', 3))
    story.run(60)
    expect(story.pods().map(({ status, spec }) => [status?.phase, spec.nodeName])).toEqual([1, 2, 3].map(() => ['Pending', undefined]))
    story.cluster.start('kube-scheduler')
    story.until('all are ready', () => ready(story) === 3)
  })

  it('heals nothing without a controller manager, which catches up', () => {
    const story = running(3)
    story.cluster.stop('kube-controller-manager')
    const [victim] = story.pods()
    story.call('DELETE', `/api/v1/namespaces/default/pods/${victim?.metadata.name ?? ''}`)
    scale(story, 6)
    story.run(60)
    expect(story.pods()).toHaveLength(3)
    story.cluster.start('kube-controller-manager')
    story.until('six are ready', () => ready(story) === 6)
    story.run(30)
    expect(story.pods()).toHaveLength(6)
  })

  it('refuses every connection without an API server, while traffic flows and kubelets restart containers', () => {
    const story = running(4)
    story.create(podOf('crash', { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 20; exit 1'] }))
    story.until('it runs', () => isReady(story.pod('crash') ?? {}))
    story.cluster.stop('kube-apiserver')
    const refused = 'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?'
    expect(kubectl(['get', 'pods'], { handle: handleOf(story), stdin: '', readFile: () => undefined, now: '' }).output.at(-1)).toEqual({ type: 'error', text: refused })
    const applied = apply({ text: JSON.stringify(deployment('late', 1)), file: 'late.yaml', handle: handleOf(story) })
    expect(applied.output.at(-1)?.text).toBe(
      'error: error validating "late.yaml": error validating data: failed to download openapi: Get "https://10.0.0.1:6443/openapi/v2?timeout=32s": dial tcp 10.0.0.1:6443: connect: connection refused; if you choose to ignore these errors, turn validation off with --validate=false',
    )
    expect(scale(story, 2)).toBe(503)
    const address = story.list('services', 'specs/default/web')[0]?.spec.clusterIP ?? ''
    story.run(60)
    expect(story.request({ from: 'node/node-1', url: `http://${address}/` }).status).toBe(200)
    expect(story.facts.filter(({ code, params }) => code === 'kubelet.started' && params['pod'] === 'crash').length).toBeGreaterThan(1)
    story.cluster.start('kube-apiserver')
    story.run(61)
    expect(story.pod('crash')?.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(1)
    expect(scale(story, 2)).toBe(200)
    story.until('two are left', () => story.pods().filter(({ metadata }) => metadata.name.startsWith('web')).length === 2)
  })

  it('lists and watches again in every component when the API server returns', () => {
    const story = running(5)
    story.cluster.stop('kube-apiserver')
    story.run(5)
    story.cluster.start('kube-apiserver')
    // Within the back-off nobody watches yet: what is written now is found by the list.
    story.create(deployment('early', 1), serviceOf('early', 80, 80))
    story.run(20)
    expect(ready(story, 'early')).toBe(1)
    scale(story, 5)
    story.until('the new one is ready', () => ready(story) === 5)
    const address = story.list('services', 'specs/default/early')[0]?.spec.clusterIP ?? ''
    expect(story.request({ from: 'node/node-2', url: `http://${address}/` }).status).toBe(200)
    const [pod] = story.pods()
    expect(story.request({ from: `pod/default/${pod?.metadata.name ?? ''}`, url: 'http://early/' }).status).toBe(200)
    for (const name of ['node-1', 'node-2']) expect(readiness(story, name)?.status).toBe('True')
  })

  it('answers errors without etcd', () => {
    const story = running(6)
    story.cluster.stop('etcd')
    expect(kubectl(['get', 'pods'], { handle: handleOf(story), stdin: '', readFile: () => undefined, now: '' }).output.at(-1)?.text).toBe('Error from server: etcdserver: request timed out')
    expect(scale(story, 6)).toBe(500)
    story.run(30)
    story.cluster.start('etcd')
    expect(scale(story, 6)).toBe(200)
    story.until('six are ready', () => ready(story) === 6)
  })

  it.each(['kube-apiserver', 'etcd'])('takes no node for lost because %s was away for long', (part) => {
    const story = running(15)
    story.cluster.stop(part)
    story.run(180)
    story.cluster.start(part)
    const given: string[] = []
    for (let second = 0; second < 120; second++) {
      story.run(1)
      for (const name of ['node-1', 'node-2']) if (readiness(story, name)?.status !== 'True') given.push(name)
    }
    expect(given).toEqual([])
    expect(ready(story)).toBe(4)
    expect(story.facts.filter(({ code }) => code === 'part.lost-leadership').map(({ params }) => params['part']).sort()).toEqual(['kube-controller-manager', 'kube-scheduler'])
  })

  it('has nobody act in the place of who lost the lease before it has run out, 15 s after its last renewal', () => {
    const story = running(15)
    story.cluster.stop('kube-apiserver')
    story.run(11)
    story.cluster.start('kube-apiserver')
    expect(scale(story, 6)).toBe(200)
    story.run(3.8)
    expect(story.pods()).toHaveLength(4)
    story.until('its successor makes the pods', () => story.pods().length === 6, 5)
  })

  it('ends watches from outside with the API server', () => {
    const { cluster } = openStory(7)
    const stream = cluster.handle({ method: 'GET', path: '/api/v1/pods', query: { watch: 'true' }, headers: {}, body: '' })
    assert(isStream(stream), 'no stream')
    expect(stream.read().ended).toBe(false)
    cluster.stop('kube-apiserver')
    cluster.start('kube-apiserver')
    expect(stream.read().ended).toBe(true)
  })

  it('lets rules go stale without kube-proxy, which catches up', () => {
    const story = running(8, 2)
    story.cluster.stop('kube-proxy/node-1')
    const address = story.list('services', 'specs/default/web')[0]?.spec.clusterIP ?? ''
    for (const { metadata } of story.pods()) story.call('DELETE', `/api/v1/namespaces/default/pods/${metadata.name}`)
    story.run(60)
    expect(ready(story)).toBe(2)
    expect(story.request({ from: 'node/node-1', url: `http://${address}/` }).error).toBe('Connection timed out')
    expect(story.request({ from: 'node/node-2', url: `http://${address}/` }).status).toBe(200)
    story.cluster.start('kube-proxy/node-1')
    story.run(3)
    expect(story.request({ from: 'node/node-1', url: `http://${address}/` }).status).toBe(200)
  })

  it('resolves no names without CoreDNS, while addresses work', () => {
    const story = running(9, 2)
    story.cluster.stop('coredns')
    const from = `pod/default/${story.pods()[0]?.metadata.name ?? ''}`
    expect(story.request({ from, url: 'http://web/' }).error).toContain('Could not resolve host: web (Timeout while contacting DNS servers)')
    expect(story.request({ from, url: `http://${story.list('services', 'specs/default/web')[0]?.spec.clusterIP ?? ''}/` }).status).toBe(200)
    story.cluster.start('coredns')
    story.run(1)
    expect(story.request({ from, url: 'http://web/' }).status).toBe(200)
  })

  it('refuses connections from the internet without the ingress controller', () => {
    const story = openStory(10)
    const [space, ...others] = everything
    if (space) story.create(space)
    story.run(1)
    story.create(...others)
    story.until('all pods are ready', () => story.pods(namespace).filter(isReady).length === 4)
    const ask = () => story.request({ from: 'internet', url: 'http://demo/myservers' })
    expect(ask().status).toBe(200)
    story.cluster.stop('ingress-controller')
    expect(ask().error).toBe('Connection refused')
    story.cluster.start('ingress-controller')
    story.run(2)
    expect(ask().status).toBe(200)
  })
})

describe('a kubelet that is stopped', () => {
  it('leaves its containers running while the node becomes Unknown, is tainted and its pods are evicted', () => {
    const story = running(11)
    story.cluster.stop('kubelet/node-1')
    const stoppedAt = story.now()
    const local = story.pods().filter(({ spec }) => spec.nodeName === 'node-1')
    story.until('the node is Unknown', () => readiness(story, 'node-1')?.status === 'Unknown')
    story.run(1)
    expect(story.events('node-1')).toContain('NodeNotReady: Node node-1 status is now: NodeNotReady')
    expect(local.every(({ metadata }) => story.events(metadata.name).includes('NodeNotReady: Node is not ready'))).toBe(true)
    expect(local.map(({ metadata }) => isReady(story.pod(metadata.name) ?? {}))).toEqual(local.map(() => false))
    expect(story.now() - stoppedAt).toBeGreaterThan(40)
    expect(story.now() - stoppedAt).toBeLessThan(56)
    expect(readiness(story, 'node-1')).toMatchObject({ reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' })
    expect(story.request({ from: 'node/node-2', url: `http://${local[0]?.status?.podIP ?? ''}/` }).status).toBe(200)
    story.until('pods are being evicted', () => story.pods().some(({ metadata }) => metadata.deletionTimestamp !== undefined), 400)
    expect(story.now() - stoppedAt).toBeGreaterThan(340)
    expect(story.now() - stoppedAt).toBeLessThan(360)
    story.until('the others replace them', () => story.pods().filter(({ spec }) => spec.nodeName === 'node-2').filter(isReady).length === 4, 60)
    story.run(600)
    expect(story.pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(local.length)
    story.cluster.start('kubelet/node-1')
    story.until('they are gone', () => story.pods().length === 4, 60)
    story.until('the node is back', () => readiness(story, 'node-1')?.status === 'True' && (nodeOf(story, 'node-1')?.spec.taints ?? []).length === 0, 60)
  })

  it('does not restart containers when it returns', () => {
    const story = running(12)
    const before = story.pods().map(({ metadata, status }) => [metadata.uid, status?.containerStatuses?.[0]?.containerID])
    story.cluster.stop('kubelet/node-1')
    story.run(20)
    story.cluster.start('kubelet/node-1')
    story.run(60)
    expect(story.pods().map(({ metadata, status }) => [metadata.uid, status?.containerStatuses?.[0]?.containerID])).toEqual(before)
    expect(story.pods().map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([0, 0, 0, 0])
    expect(ready(story)).toBe(4)
  })
})

describe('a Node that is deleted', () => {
  it('takes its pods with it after the quarantine, and stays away until its kubelet is started anew', () => {
    const story = running(16)
    story.call('DELETE', '/api/v1/nodes/node-2')
    story.run(30)
    expect(story.pods().filter(({ spec }) => spec.nodeName === 'node-2')).toHaveLength(2)
    story.run(60)
    expect(story.pods().map(({ spec }) => spec.nodeName)).toEqual(['node-1', 'node-1', 'node-1', 'node-1'])
    expect(ready(story)).toBe(4)
    story.run(600)
    expect(nodeOf(story, 'node-2')).toBeUndefined()
    expect(['node-1', 'node-2'].map((name) => story.list('leases' as never, `kube-node-lease/${name}`).length)).toEqual([1, 0])
    story.cluster.stop('kubelet/node-2')
    story.cluster.start('kubelet/node-2')
    story.until('it is Ready again', () => readiness(story, 'node-2')?.status === 'True')
    story.create(deployment('more', 4))
    story.until('its pods run there too', () => story.pods().filter((pod) => pod.spec.nodeName === 'node-2' && isReady(pod)).length > 1)
  })

  it('is taken up again by a kubelet that runs, if somebody makes it by hand', () => {
    const story = running(17)
    story.call('DELETE', '/api/v1/nodes/node-2')
    story.run(60)
    story.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-2' } })
    story.until('it is Ready', () => readiness(story, 'node-2')?.status === 'True', 30)
  })
})

describe('a machine that is switched off and on', () => {
  it('loses its containers, which its kubelet starts again with one restart more', () => {
    const story = running(13)
    const local = story.pods().filter(({ spec }) => spec.nodeName === 'node-1')
    story.cluster.stop('node/node-1')
    expect(story.request({ from: 'node/node-2', url: `http://${local[0]?.status?.podIP ?? ''}/` }).error).toBe('Connection timed out')
    story.cluster.start('node/node-1')
    story.until('all are ready again', () => ready(story) === 4 && local.every(({ metadata }) => story.pod(metadata.name)?.status?.containerStatuses?.[0]?.restartCount === 1))
    const [first] = local
    expect(story.pod(first?.metadata.name ?? '')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown' })
    expect(story.events(first?.metadata.name ?? '')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
    const address = story.list('services', 'specs/default/web')[0]?.spec.clusterIP ?? ''
    story.run(5)
    expect(story.request({ from: 'node/node-1', url: `http://${address}/` }).status).toBe(200)
    expect(story.events('node-1').some((text) => text.startsWith('Rebooted: Node node-1 has been rebooted, boot id: '))).toBe(true)
  })
})

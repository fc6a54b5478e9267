import { beforeAll, describe, expect, it } from 'vitest'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const onNode = (nodeName: string) => ({ nodeName })
const web = { image: 'nginx:1.27', ports: [{ containerPort: 80 }] }

describe('a Service', () => {
  let story: Story
  beforeAll(() => {
    story = openStory(71)
    story.create(
      podOf('web', web, onNode('node-1')),
      { ...podOf('web-2', web, onNode('node-2')), metadata: { name: 'web-2', labels: { app: 'web' } } },
      podOf('client', { image: 'busybox:1.36', command: ['sleep', '3600'] }, onNode('node-1')),
      serviceOf('web', 8080, 80, { type: 'NodePort', ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }] }),
      { ...serviceOf('sticky', 80, 80, { sessionAffinity: 'ClientIP', selector: { app: 'web' } }) },
      { ...serviceOf('headless', 80, 80, { clusterIP: 'None', selector: { app: 'web' } }) },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'outside' }, spec: { type: 'ExternalName', externalName: 'example.com' } },
    )
    story.run(15)
  })
  const addressOf = (pod: string): string => story.pod(pod)?.status?.podIP ?? ''
  const servedBy = (from: string, url: string) => story.request({ from, url }).hops.find(({ type }) => type === 'serve')?.to

  it('of type NodePort answers on every node, also on one that another pod serves for', () => {
    for (const node of ['10.0.0.11', '10.0.0.12']) {
      const served = Array.from({ length: 12 }, () => servedBy('internet', `http://${node}:30080/`))
      expect([...new Set(served)].sort()).toEqual(['pods/default/web', 'pods/default/web-2'])
    }
    expect(story.request({ from: 'internet', url: 'http://10.0.0.11:30081/' }).error).toBe('Connection refused')
  })

  it('spreads requests over its endpoints, and keeps a client at one with ClientIP affinity', () => {
    const many = (url: string) => new Set(Array.from({ length: 12 }, () => servedBy('pod/default/client', url)))
    expect(many('http://web:8080/').size).toBe(2)
    expect(many('http://sticky/').size).toBe(1)
  })

  it('without a cluster address is answered by DNS with the addresses of its pods', () => {
    const { status, hops } = story.request({ from: 'pod/default/client', url: 'http://headless/' })
    expect(status).toBe(200)
    expect(hops.map(({ type }) => type)).not.toContain('rule')
    expect(String(hops[0]?.params['answer']).split(', ').sort()).toEqual([addressOf('web'), addressOf('web-2')].sort())
  })

  it('of type ExternalName is an alias and nothing else', () => {
    const { hops } = story.request({ from: 'pod/default/client', url: 'http://outside/' })
    expect(hops[0]?.params).toMatchObject({ name: 'outside.default.svc.cluster.local', canonical: 'example.com' })
  })

  it('is reached over the bridge on one machine and over the overlay between two', () => {
    const link = (address: string) => story.request({ from: 'pod/default/client', url: `http://${address}/` }).hops.find(({ type }) => type === 'link')
    const [near, far] = [link(addressOf('web')), link(addressOf('web-2'))]
    expect([near?.params['crossNode'], far?.params['crossNode']]).toEqual(['false', 'true'])
    expect(near?.duration ?? 0).toBeLessThan(far?.duration ?? 0)
  })

  it('draws a request as flights from place to place, and the answer back over the same places', () => {
    story.flights.length = 0
    story.request({ from: 'pod/default/client', url: 'http://web:8080/' })
    const legs = story.flights.filter(({ flight }) => flight === 'http').map(({ from, to, reply }) => `${from} ${reply ? '<' : '>'} ${to}`)
    expect(legs[0]).toBe('pods/default/client > services/default/web')
    expect(legs[1]).toMatch(/^services\/default\/web > pods\/default\/web(-2)?$/)
    expect(legs[2]).toMatch(/^pods\/default\/web(-2)? < services\/default\/web$/)
    expect(legs[3]).toBe('services/default/web < pods/default/client')
  })

  it('answers a stream of requests until it is stopped, without news for the timeline', () => {
    story.facts.length = 0
    const ordered = story.cluster.startTraffic({ from: 'pod/default/client', url: 'http://web:8080/', method: 'GET' }, 10)
    story.run(2)
    if (ordered.ok) story.cluster.stopTraffic(ordered.id)
    story.run(1)
    const answered = story.facts.filter(({ code }) => code === 'request.answered')
    expect(answered.length).toBeGreaterThanOrEqual(20)
    expect(answered.length).toBeLessThanOrEqual(21)
    expect(answered.every(({ level }) => level === 'detail')).toBe(true)
  })
})

describe('without CoreDNS', () => {
  it('a name cannot be resolved, an address still answers', () => {
    const story = openStory(72)
    story.create(podOf('web', web, onNode('node-1')), podOf('client', { image: 'busybox:1.36', command: ['sleep', '3600'] }), serviceOf('web', 80, 80))
    story.run(15)
    story.cluster.kernel.stop('coredns')
    expect(story.request({ from: 'pod/default/client', url: 'http://web/' }).error).toContain('Could not resolve host: web (Timeout')
    expect(story.request({ from: 'pod/default/client', url: `http://${story.pod('web')?.status?.podIP ?? ''}/` }).status).toBe(200)
    story.cluster.kernel.start('coredns')
    story.run(1)
    expect(story.request({ from: 'pod/default/client', url: 'http://web/' }).status).toBe(200)
  })
})

describe('an order that makes no sense', () => {
  it('is refused with a reason', () => {
    const story = openStory(73)
    const messages = [
      { from: 'internet', url: 'ftp://demo/' },
      { from: 'somewhere', url: 'http://demo/' },
      { from: 'pod/default/nobody', url: 'http://demo/' },
      { from: 'node/node-9', url: 'http://demo/' },
    ].map((order) => story.cluster.send({ ...order, method: 'GET' }))
    expect(messages.every(({ ok }) => !ok)).toBe(true)
  })
})

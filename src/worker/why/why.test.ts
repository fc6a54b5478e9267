import { describe, expect, it } from 'vitest'
import type { WhySentence } from '../protocol.ts'
import { openPage } from '../testing/page.ts'
import { answers, apply, codes, deployment, find, nameOf, patch, pod, podsOf, service, shop, whyFirst, type Page } from '../testing/shop.ts'

describe('why a pod waits for a node', () => {
  it('says for each node the first filter that refused, with its numbers', () => {
    const page = shop()
    patch(page, '/api/v1/nodes/node-2', { spec: { unschedulable: true } })
    page.call('advance', 1_000)
    apply(page, deployment('big', { container: { resources: { requests: { cpu: '3900m' } } } }))
    page.call('advance', 2_000)
    apply(page, pod('late', { resources: { requests: { cpu: '200m' } } }))
    page.call('advance', 2_000)
    const said = page.call('why', 'pod/shop/late')
    expect(answers(said)).toEqual(['pod.unscheduled.no-fit', 'filter.insufficient', 'filter.cordoned'])
    expect(find(said, 'filter.insufficient')).toMatchObject({ params: { node: 'nodes/node-1', resource: 'cpu', wanted: 200, free: 100, total: 4000 }, objects: ['nodes/node-1'] })
    expect(find(said, 'pod.queue.waiting')?.params).toMatchObject({ attempts: 1 })
  })

  it('names a taint that is not tolerated and a label that is missing', () => {
    const page = shop()
    patch(page, '/api/v1/nodes/node-1', { spec: { taints: [{ key: 'team', value: 'blue', effect: 'NoSchedule' }] } })
    page.call('advance', 1_000)
    apply(page, pod('picky', {}, { nodeSelector: { disk: 'ssd' } }))
    page.call('advance', 2_000)
    const said = page.call('why', 'pods/shop/picky')
    expect(find(said, 'filter.tainted')?.params).toMatchObject({ node: 'nodes/node-1', taint: 'team=blue:NoSchedule' })
    expect(find(said, 'filter.selector')?.params).toMatchObject({ node: 'nodes/node-2', selector: 'disk=ssd' })
  })

  it('knows other schedulers and gates', () => {
    const page = shop(pod('other', {}, { schedulerName: 'my-scheduler' }))
    page.call('advance', 2_000)
    expect(answers(page.call('why', 'pods/shop/other'))).toEqual(['pod.unscheduled.other-scheduler'])
  })
})

describe('why a pod is where it is', () => {
  it('says the draw, the only node left, or the node that its spec names', () => {
    const page = shop(deployment('web'), pod('named', {}, { nodeName: 'node-1' }))
    patch(page, '/api/v1/nodes/node-2', { spec: { unschedulable: true } })
    page.call('advance', 8_000)
    const web = podsOf(page).find(({ metadata }) => metadata.labels?.['app'] === 'web')
    const said = page.call('why', `pods/shop/${web?.metadata.name ?? ''}`)
    expect(answers(said)).toEqual(['pod.ready'])
    expect(codes(said).some((code) => code.startsWith('pod.placed.'))).toBe(true)
    expect(find(page.call('why', 'pods/shop/named'), 'pod.placed.named')?.objects).toEqual(['nodes/node-1'])
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { replicas: 2 } })
    page.call('advance', 8_000)
    const second = podsOf(page).find(({ metadata }) => metadata.labels?.['app'] === 'web' && metadata.name !== web?.metadata.name)
    expect(find(page.call('why', `pods/shop/${second?.metadata.name ?? ''}`), 'pod.placed.only-of')?.params).toMatchObject({ node: 'nodes/node-1', count: 2 })
  })

  it('follows its making back to what a person did', () => {
    const page = shop(deployment('web'))
    page.call('advance', 8_000)
    const said = whyFirst(page)
    expect(find(said, 'origin.controller')?.params).toMatchObject({ controller: 'replicaset' })
    expect(find(said, 'origin.root.create')?.objects).toEqual(['deployments.apps/shop/web'])
  })
})

describe('why a container does not run', () => {
  it('says which image cannot be pulled, why, and when it is tried again', () => {
    const page = shop(pod('bad', { image: 'nginx:no-such-tag' }))
    page.call('advance', 3_000)
    const said = page.call('why', 'pods/shop/bad')
    expect(answers(said).slice(0, 2)).toEqual(['pod.image.failed', 'pod.next-try'])
    expect(find(said, 'pod.image.failed')?.params).toMatchObject({ container: 'c', image: 'nginx:no-such-tag' })
    expect(Number(find(said, 'pod.next-try')?.params['left'])).toBeGreaterThan(0)
  })

  it('says how a crashing container ends, how often, and when it is started again', () => {
    const page = shop(pod('crash', { image: 'busybox', command: ['sh', '-c', 'exit 3'] }))
    page.call('advanceUntil', 'pods/shop/crash', '{.status.containerStatuses[0].state.waiting.reason}', 'CrashLoopBackOff', 60_000)
    const said = page.call('why', 'pods/shop/crash')
    expect(answers(said).slice(0, 3)).toEqual(['pod.crash-loop', 'pod.exit.code', 'pod.next-start'])
    expect(find(said, 'pod.exit.code')?.params).toEqual({ container: 'c', exitCode: 3 })
    expect(Number(find(said, 'pod.next-start')?.params['left'])).toBeLessThanOrEqual(10_000_000)
  })

  it('says that a liveness probe had it started again', () => {
    const page = shop(pod('sick', { livenessProbe: { httpGet: { path: '/', port: 81 }, periodSeconds: 2, failureThreshold: 2 } }))
    page.call('advanceUntil', 'pods/shop/sick', '{.status.containerStatuses[0].restartCount}', 1, 120_000)
    page.call('advance', 1_000)
    const said = page.call('why', 'pods/shop/sick')
    expect(answers(said)).toEqual(expect.arrayContaining(['pod.restarted', 'pod.exit.probe']))
    expect(find(said, 'pod.exit.probe')?.params).toMatchObject({ probe: 'liveness', container: 'c' })
  })
})

describe('why a pod gets no requests', () => {
  const unready = { readinessProbe: { httpGet: { path: '/', port: 81 }, periodSeconds: 2 } }

  it('gives the readiness probe’s last answer and the Service that leaves it out', () => {
    const page = shop(deployment('web', { container: unready }), service('web', { app: 'web' }))
    page.call('advance', 15_000)
    const said = whyFirst(page)
    expect(answers(said)).toEqual(['pod.not-ready.readiness', 'endpoints.not-ready'])
    expect(String(find(said, 'pod.not-ready.readiness')?.params['message'])).toContain('connection refused')
    expect(find(said, 'endpoints.not-ready')?.objects).toEqual(['services/shop/web'])
    expect(answers(page.call('why', 'svc/shop/web'))).toEqual(['service.none-ready', 'service.left-out.not-ready', 'pod.not-ready.readiness', 'service.refuses'])
  })

  it('counts what would be too many names', () => {
    const page = shop(deployment('web', { replicas: 20, container: unready }), service('web', { app: 'web' }))
    page.call('advance', 20_000)
    expect(find(page.call('why', 'svc/shop/web'), 'more')).toMatchObject({ level: 'detail', params: { count: 7 } })
  })

  it('names the label that does not match', () => {
    const page = shop(deployment('web'), service('web', { app: 'wep' }))
    page.call('advance', 8_000)
    expect(find(whyFirst(page), 'endpoints.mismatch')?.params).toEqual({ service: 'services/shop/web', key: 'app', value: 'wep', has: 'web' })
    const said = page.call('why', 'services/shop/web')
    expect(answers(said)).toEqual(['service.no-match', 'service.nearest', 'service.refuses'])
  })

  it('names a readiness gate that nobody sets', () => {
    const page = shop(deployment('web', { spec: { readinessGates: [{ conditionType: 'example.com/ready' }] } }))
    page.call('advance', 8_000)
    expect(find(whyFirst(page), 'pod.not-ready.gate')?.params).toEqual({ gate: 'example.com/ready' })
  })
})

describe('why a pod goes', () => {
  it('says how long it has left and who deleted it', () => {
    const page = shop(pod('slow', { image: 'busybox', command: ['sh', '-c', 'sleep 3600'] }))
    page.call('advance', 8_000)
    page.call('delete', 'pods/shop/slow')
    page.call('advance', 1_000)
    const said = page.call('why', 'pods/shop/slow')
    expect(answers(said)).toEqual(expect.arrayContaining(['pod.terminating.grace', 'deleted.input']))
    expect(Number(find(said, 'pod.terminating.grace')?.params['left'])).toBeLessThan(30_000_000)
  })

  it('says that its set had too many, even when it is gone', () => {
    const page = shop(deployment('web', { replicas: 2 }))
    page.call('advance', 8_000)
    const before = podsOf(page).map(({ metadata }) => metadata.name)
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { replicas: 1 } })
    page.call('advance', 60_000)
    const gone = before.find((name) => !podsOf(page).some(({ metadata }) => metadata.name === name)) ?? ''
    const said = page.call('why', `pods/shop/${gone}`)
    expect(answers(said)).toEqual(['gone', 'deleted.replicaset'])
    expect(find(said, 'deleted.replicaset')?.params).toMatchObject({ replicas: 1, existing: 2 })
    expect(find(said, 'origin.root.update')?.objects).toEqual(['deployments.apps/shop/web'])
  })

  it('names the finalizer that holds it', () => {
    const held = pod('held', {})
    const page = shop({ ...held, metadata: { ...held.metadata, finalizers: ['example.com/hold'] } })
    page.call('advance', 5_000)
    page.call('delete', 'pods/shop/held')
    page.call('advance', 60_000)
    expect(find(page.call('why', 'pods/shop/held'), 'finalizers')?.params).toEqual({ finalizers: 'example.com/hold' })
  })
})

describe('why a node is as it is', () => {
  it('is Ready because its kubelet reports', () => {
    expect(answers(openPage().call('why', 'node/node-1'))).toEqual(['node.ready'])
  })

  it('is cordoned by whom, and tainted for it', () => {
    const page = openPage()
    patch(page, '/api/v1/nodes/node-2', { spec: { unschedulable: true } })
    page.call('advance', 1_000)
    const said = page.call('why', 'nodes/node-2')
    expect(answers(said)).toEqual(['node.ready', 'node.cordoned.input'])
    expect(find(said, 'node.taint.unschedulable')?.params).toEqual({ taint: 'node.kubernetes.io/unschedulable:NoSchedule' })
  })

  it('made by hand is an object only', () => {
    const page = openPage()
    apply(page, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'paper' } })
    page.call('advance', 90_000)
    expect(answers(page.call('why', 'nodes/paper'))).toContain('node.no-machine')
  })
})

describe('why a request ended as it did', () => {
  const send = (page: Page, from: string, url: string): readonly WhySentence[] => {
    const id = page.call('send', { from, url })
    page.call('advance', 15_000)
    return page.call('why', `requests/${id}`)
  }
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' } },
    spec: { ingressClassName: 'nginx', rules: [{ http: { paths: [{ path: '/web(/|$)(.*)', pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
  }
  const page = shop(deployment('web', { replicas: 2 }), deployment('none', { replicas: 0 }), service('web', { app: 'web' }), service('none', { app: 'none' }), service('closed', { app: 'web' }, { ports: [{ port: 80, targetPort: 81 }] }), ingress)
  page.call('advance', 10_000)
  const from = `pod/shop/${nameOf(page)}`

  it('tells the pod that answered and how it was drawn', () => {
    const said = send(page, from, 'http://web/')
    expect(answers(said)).toEqual(['request.ok'])
    expect(find(said, 'request.chosen.drawn')?.params).toMatchObject({ service: 'services/shop/web', count: 2 })
  })

  it('tells a Service without endpoints from a port on which nobody listens', () => {
    expect(find(send(page, from, 'http://none/'), 'request.refused.rule')?.objects).toContain('services/shop/none')
    expect(answers(send(page, from, 'http://closed/'))).toEqual(['request.refused.port'])
    expect(answers(page.call('why', 'services/shop/closed'))).toEqual(['service.nobody-listens'])
  })

  it('tells a name that does not exist, and where there is one', () => {
    expect(answers(send(page, from, 'http://nobody/'))).toEqual(['request.nxdomain'])
    apply(page, { ...pod('away', {}), metadata: { name: 'away', namespace: 'default' } })
    page.call('advance', 8_000)
    expect(answers(send(page, 'pod/default/away', 'http://web/'))).toEqual(['request.nxdomain', 'request.nxdomain.elsewhere'])
    // Beyond the cluster's own names every name leads to the ingress controller.
    expect(answers(send(page, from, 'http://web.elsewhere/'))).toEqual(['request.ingress.no-path'])
    expect(answers(send(page, 'node/node-1', 'http://web/'))).toEqual(['request.nxdomain.outside'])
  })

  it('tells the path that was rewritten, the one that no rule knows, and a backend without endpoints', () => {
    const said = send(page, 'internet', 'http://demo/web/index.html')
    expect(answers(said)).toEqual([expect.stringMatching(/^request\.(ok|app-error)$/)])
    expect(find(said, 'request.rewrite')?.params).toMatchObject({ ingress: 'ingresses.networking.k8s.io/shop/web', before: '/web/index.html', after: '/index.html' })
    expect(codes(said)).toContain('request.chosen.turn')
    expect(answers(send(page, 'internet', 'http://demo/other'))).toEqual(['request.ingress.no-path'])
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { replicas: 0 } })
    page.call('advance', 40_000)
    expect(answers(send(page, 'internet', 'http://demo/web/'))).toEqual(['request.ingress.no-endpoints'])
    expect(answers(page.call('why', 'ing/shop/web'))).toEqual(['ingress.no-endpoints'])
  })

  it('tells an address that nobody owns', () => {
    const page2 = shop(deployment('web'))
    page2.call('advance', 8_000)
    expect(answers(send(page2, `pod/shop/${nameOf(page2)}`, 'http://10.99.0.1/'))).toEqual(['request.timeout.no-route'])
  })
})

describe('why a Deployment stands still', () => {
  it('waits for a pod whose image cannot be pulled, and keeps the old ones', () => {
    const page = shop(deployment('web', { replicas: 2 }))
    page.call('advance', 10_000)
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:no-such-tag' }] } } } })
    page.call('advance', 20_000)
    const said = page.call('why', 'deploy/shop/web')
    expect(answers(said)).toEqual(['deployment.rolling', 'deployment.waits-for', 'pod.image.failed', ...answers(said).filter((code) => code === 'pod.next-try'), 'deployment.keeps-old'])
    expect(find(said, 'deployment.keeps-old')?.params).toEqual({ unavailable: 0, old: 2, available: 2 })
    expect(find(said, 'deployment.replaced')?.objects).toHaveLength(2)
    page.call('advance', 620_000)
    expect(answers(page.call('why', 'deploy/shop/web'))[0]).toBe('deployment.deadline')
  })

  it('is paused, complete, or was refused', () => {
    const page = shop(deployment('web', { deployment: { paused: true } }))
    page.call('advance', 10_000)
    expect(answers(page.call('why', 'deploy/shop/web'))).toContain('deployment.paused')
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { paused: null } })
    page.call('advance', 10_000)
    expect(answers(page.call('why', 'deploy/shop/web'))).toEqual(['deployment.complete'])
    apply(page, { ...deployment('web'), spec: { ...deployment('web').spec, selector: { matchLabels: { app: 'other' } } } })
    const said = page.call('why', 'deploy/shop/web')
    expect(answers(said)).toEqual(['deployment.complete', 'refused'])
    expect(find(said, 'refused')?.params).toMatchObject({ code: 422, reason: 'Invalid' })
  })
})

it('an honest short answer for what is well, and for what never was', () => {
  const page = shop(deployment('web'), service('web', { app: 'web' }))
  page.call('advance', 10_000)
  expect(answers(page.call('why', 'services/shop/web'))).toEqual(['service.healthy'])
  expect(answers(page.call('why', 'rs/shop/none'))).toEqual(['never'])
  expect(answers(page.call('why', 'namespaces/shop'))).toEqual(['exists'])
  expect(() => page.call('why', 'nothing/at/all')).toThrow("the server doesn't have a resource type")
})

import { describe, expect, it } from 'vitest'
import { openPage } from '../testing/page.ts'
import { answers, apply, codes, deployment, find, nameOf, patch, pod, podsOf, service, shop } from '../testing/shop.ts'

describe('why trouble shows as it does', () => {
  it('no node is chosen while the scheduler is stopped', () => {
    const page = shop()
    page.call('stop', 'kube-scheduler')
    apply(page, pod('waits', {}))
    page.call('advance', 3_000)
    expect(answers(page.call('why', 'pods/shop/waits'))).toEqual(['pod.unscheduled.scheduler-stopped'])
  })

  it('a stopped machine goes from its last known state over its taint to evicted pods that nobody confirms', () => {
    const page = shop(deployment('web', { replicas: 2 }))
    page.call('advance', 10_000)
    const lost = podsOf(page).find(({ spec }) => spec.nodeName === 'node-2')?.metadata.name ?? ''
    page.call('stop', 'node/node-2')
    page.call('advance', 20_000)
    expect(answers(page.call('why', 'nodes/node-2'))).toEqual(['node.going-silent.machine'])
    expect(answers(page.call('why', `pods/shop/${lost}`))[0]).toBe('pod.silent.machine')
    page.call('advance', 50_000)
    expect(answers(page.call('why', 'nodes/node-2'))).toEqual(['node.silent.machine', 'node.evicting'])
    const said = page.call('why', `pods/shop/${lost}`)
    expect(find(said, 'pod.evicting')?.params).toMatchObject({ taint: 'node.kubernetes.io/unreachable:NoExecute', seconds: 300 })
    page.call('advance', 310_000)
    const evicted = page.call('why', `pods/shop/${lost}`)
    expect(answers(evicted).slice(0, 2)).toEqual(['pod.terminating.silent', 'deleted.taint'])
    expect(find(evicted, 'deleted.taint')?.params).toMatchObject({ node: 'nodes/node-2', seconds: 300 })
    page.call('start', 'node/node-2')
    page.call('advance', 60_000)
    expect(answers(page.call('why', `pods/shop/${lost}`))).toEqual(['gone', 'deleted.taint'])
  })

  it('a node that is cut off is told from one whose kubelet is stopped', () => {
    const page = openPage()
    page.call('stop', 'kubelet/node-1')
    page.call('fault', { type: 'partition', a: 'node-2', b: 'control-plane' })
    page.call('advance', 10_000)
    expect(answers(page.call('why', 'nodes/node-1'))).toEqual(['node.going-silent.kubelet'])
    expect(answers(page.call('why', 'nodes/node-2'))).toEqual(['node.going-silent.partition'])
    page.call('advance', 60_000)
    expect(codes(page.call('why', 'nodes/node-2'))).toEqual(expect.arrayContaining(['node.silent.partition', 'node.cut-off']))
  })

  it('a killed container and a rebooted machine are why a pod was restarted', () => {
    const page = shop(pod('plain', {}, { nodeName: 'node-1' }))
    page.call('advance', 8_000)
    page.call('fault', { type: 'kill-container', pod: 'shop/plain' })
    page.call('advance', 30_000)
    expect(answers(page.call('why', 'pods/shop/plain'))).toEqual(['pod.ready', 'pod.restarted', 'pod.exit.fault'])
    page.call('stop', 'node/node-1')
    page.call('advance', 5_000)
    page.call('start', 'node/node-1')
    page.call('advance', 60_000)
    expect(answers(page.call('why', 'pods/shop/plain'))).toEqual(['pod.ready', 'pod.restarted', 'pod.exit.reboot'])
  })

  it('out of memory is why a container is started again', () => {
    const page = shop(pod('hungry', { image: 'polinux/stress', command: ['stress'], args: ['--vm', '1', '--vm-bytes', '250M'], resources: { limits: { memory: '100Mi' } } }))
    page.call('advanceUntil', 'pods/shop/hungry', '{.status.containerStatuses[0].state.waiting.reason}', 'CrashLoopBackOff', 60_000)
    expect(find(page.call('why', 'pods/shop/hungry'), 'pod.exit.oom')?.params).toMatchObject({ resource: 'memory', limit: 104_857_600 })
  })

  it('a drained pod was evicted through the API', () => {
    const page = shop(deployment('web'))
    page.call('advance', 8_000)
    const [first] = podsOf(page)
    const name = first?.metadata.name ?? ''
    page.call('api', 'POST', `/api/v1/namespaces/shop/pods/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'shop' } })
    page.call('advance', 60_000)
    expect(answers(page.call('why', `pods/shop/${name}`))).toEqual(['gone', 'deleted.eviction'])
  })

  it('stopped helpers are named by what no longer works', () => {
    const page = shop(deployment('web', { replicas: 2 }), service('web', { app: 'web' }))
    page.call('advance', 10_000)
    const from = `pod/shop/${nameOf(page)}`
    const failing = (sender: string, url: string) => {
      const id = page.call('send', { from: sender, url })
      page.call('advance', 15_000)
      return answers(page.call('why', `request/${id}`))
    }
    for (const part of ['coredns', 'ingress-controller', 'kube-proxy/node-1']) page.call('stop', part)
    expect(failing(from, 'http://web/')).toEqual(['request.dns-stopped'])
    expect(failing('internet', 'http://demo/')).toEqual(['request.refused.ingress'])
    expect(answers(page.call('why', 'services/shop/web'))).toEqual(['service.healthy', 'service.stale'])
    page.call('stop', 'kube-controller-manager')
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { replicas: 3 } })
    page.call('advance', 1_000)
    expect(answers(page.call('why', 'deploy/shop/web'))).toEqual(['deployment.not-seen'])
    page.call('stop', 'kube-apiserver')
    expect(answers(page.call('why', 'deploy/shop/web'))[0]).toBe('control-plane-stopped')
  })

  it('packets that are lost on a cut link are why no answer comes', () => {
    const page = shop(deployment('web', { replicas: 2 }))
    page.call('advance', 10_000)
    const [one, two] = podsOf(page).toSorted((a, b) => ((a.spec.nodeName ?? '') < (b.spec.nodeName ?? '') ? -1 : 1))
    page.call('fault', { type: 'partition', a: 'node-1', b: 'node-2' })
    const id = page.call('send', { from: `pod/shop/${one?.metadata.name ?? ''}`, url: `http://${two?.status?.podIP ?? ''}/` })
    page.call('advance', 15_000)
    expect(page.call('why', `request/${id}`)[0]).toMatchObject({ code: 'request.timeout.partition-between', params: { end: 'node-1', otherEnd: 'node-2' } })
  })
})

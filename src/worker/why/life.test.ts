import { describe, expect, it } from 'vitest'
import { answers, apply, codes, deployment, find, nameOf, patch, pod, podsOf, shop } from '../testing/shop.ts'

const sleeper = { image: 'busybox', command: ['sh', '-c', 'sleep 3600'] }

describe('why a pod has not come up', () => {
  it('an init container has to end first, or keeps failing', () => {
    const init = (command: string) => ({ initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', command] }] })
    const page = shop(pod('waits', {}, init('sleep 60')), pod('fails', {}, init('exit 2')))
    page.call('advance', 10_000)
    expect(page.call('why', 'pods/shop/waits')[0]).toMatchObject({ code: 'pod.init-first', params: { container: 'first' } })
    page.call('advance', 20_000)
    expect(answers(page.call('why', 'pods/shop/fails')).slice(0, 2)).toEqual(['pod.crash-loop', 'pod.exit.code'])
  })

  it('a ConfigMap is missing, for the environment or for a volume', () => {
    const volume = { volumes: [{ name: 'v', configMap: { name: 'none' } }] }
    const page = shop(pod('env', { envFrom: [{ configMapRef: { name: 'none' } }] }), pod('files', { volumeMounts: [{ name: 'v', mountPath: '/v' }] }, volume))
    page.call('advance', 10_000)
    expect(page.call('why', 'pods/shop/env')[0]).toMatchObject({ code: 'pod.container.waiting', params: { reason: 'CreateContainerConfigError' } })
    expect(page.call('why', 'pods/shop/files')[0]).toMatchObject({ code: 'pod.setup-failed', params: { reason: 'FailedMount' } })
  })

  it('its claim is not there', () => {
    const page = shop(pod('stored', {}, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }))
    page.call('advance', 2_000)
    expect(page.call('why', 'pods/shop/stored')[0]).toMatchObject({ code: 'pod.unscheduled.claim', params: { reason: 'persistentvolumeclaim "data" not found' } })
  })

  it('its startup probe has not succeeded, or its postStart hook fails', () => {
    const page = shop(pod('starts', { startupProbe: { httpGet: { path: '/', port: 81 }, periodSeconds: 5, failureThreshold: 30 } }), pod('hooked', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'exit 1'] } } } }))
    page.call('advance', 30_000)
    expect(codes(page.call('why', 'pods/shop/starts'))[0]).toBe('pod.not-ready.startup')
    expect(answers(page.call('why', 'pods/shop/hooked')).slice(0, 2)).toEqual(['pod.crash-loop', 'pod.exit.post-start'])
  })

  it('it has ended, well or not, and is not to be started again', () => {
    const once = (code: number) => ({ image: 'busybox', command: ['sh', '-c', `exit ${code}`] })
    const page = shop(pod('well', once(0), { restartPolicy: 'Never' }), pod('ill', once(4), { restartPolicy: 'Never' }))
    page.call('advance', 20_000)
    expect(answers(page.call('why', 'pods/shop/well'))).toEqual(['pod.succeeded'])
    expect(page.call('why', 'pods/shop/ill')[0]).toMatchObject({ code: 'pod.container.ended', params: { exitCode: 4 } })
  })
})

describe('why something that was deleted is still there, or went', () => {
  it('a Deployment waits for what it owns, a namespace until it is empty', () => {
    const page = shop(deployment('slow', { container: sleeper }))
    page.call('advance', 10_000)
    page.call('api', 'DELETE', '/apis/apps/v1/namespaces/shop/deployments/slow?propagationPolicy=Foreground')
    page.call('advance', 1_000)
    expect(answers(page.call('why', 'deploy/shop/slow'))).toEqual(['foreground', 'deleted.input'])
    page.call('delete', 'namespaces/shop')
    page.call('advance', 1_000)
    expect(answers(page.call('why', 'ns/shop'))).toEqual(['namespace.holds', 'deleted.input'])
    expect(answers(page.call('why', `pods/shop/${nameOf(page)}`))).toContain('deleted.garbage')
  })

  it('a pod had to make room for a more important one, which waits for it', () => {
    const page = shop({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1_000 })
    const whole = { resources: { requests: { cpu: '4' } } }
    apply(page, pod('left', { ...sleeper, ...whole }, { nodeName: 'node-1' }), pod('right', whole, { nodeName: 'node-2', priorityClassName: 'high' }))
    page.call('advance', 10_000)
    apply(page, pod('urgent', whole, { priorityClassName: 'high' }))
    page.call('advance', 5_000)
    expect(page.call('why', 'pods/shop/urgent')[0]).toMatchObject({ code: 'pod.unscheduled.nominated', params: { node: 'nodes/node-1' } })
    expect(find(page.call('why', 'pods/shop/left'), 'deleted.preempted')?.params).toMatchObject({ node: 'nodes/node-1', by: 'pods/shop/urgent' })
  })

  it('a pod was evicted at once by a taint that it does not tolerate', () => {
    const page = shop(deployment('web'))
    page.call('advance', 8_000)
    const [first] = podsOf(page)
    patch(page, `/api/v1/nodes/${first?.spec.nodeName ?? ''}`, { spec: { taints: [{ key: 'out', effect: 'NoExecute' }] } })
    page.call('advance', 60_000)
    const said = page.call('why', `pods/shop/${first?.metadata.name ?? ''}`)
    expect(answers(said)).toEqual(['gone', 'deleted.taint-at-once'])
    expect(find(said, 'deleted.taint-at-once')?.params).toMatchObject({ node: `nodes/${first?.spec.nodeName ?? ''}`, taint: 'out:NoExecute' })
    expect(find(said, 'origin.root.update')?.objects).toEqual([`nodes/${first?.spec.nodeName ?? ''}`])
  })
})

describe('why new pods have not come', () => {
  it('Recreate waits for the old ones to go', () => {
    const page = shop(deployment('web', { container: sleeper, deployment: { strategy: { type: 'Recreate' } } }))
    page.call('advance', 10_000)
    patch(page, '/apis/apps/v1/namespaces/shop/deployments/web', { spec: { template: { metadata: { annotations: { a: 'b' } } } } })
    page.call('advance', 3_000)
    expect(page.call('why', 'deploy/shop/web')[0]).toMatchObject({ code: 'deployment.recreate-waits', objects: [`pods/shop/${nameOf(page)}`] })
  })
})

/** Liveness, readiness and startup probes: http, tcp, exec, grpc. */
import { describe, expect, it } from 'vitest'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const status = (story: Story, name: string) => story.pod(name)?.status?.containerStatuses?.[0]
const isReady = (story: Story, name: string) => status(story, name)?.ready === true
const script = (text: string, more: object = {}) => ({ image: 'busybox:1.36', command: ['sh', '-c', text], ...more })
const factsOf = (story: Story, code: string) => story.facts.filter((fact) => fact.code === code).map(({ seconds }) => seconds)
const unhealthy = (story: Story, name: string) => story.events(name).filter((text) => text.startsWith('Unhealthy')).map((text) => text.replace(/ \(x\d+\)$/, ''))
const endpoints = (story: Story) => story.list('endpointslices' as 'endpointslices.discovery.k8s.io', 'default/web').flatMap(({ endpoints: list = [] }) => list)

describe('a liveness probe', () => {
  it('that fails from the start has the container killed at the third failure, and again after the restart', () => {
    const story = openStory(401)
    const livenessProbe = { httpGet: { path: '/bad', port: 80 }, periodSeconds: 10 }
    story.create(podOf('web', { image: 'nginx:1.27', livenessProbe }))
    story.until('it is killed', () => story.events('web').includes('Killing: Container c failed liveness probe, will be restarted'), 60)
    const [started = 0] = factsOf(story, 'kubelet.started')
    expect(story.now() - started).toBeGreaterThanOrEqual(19.9)
    expect(story.now() - started).toBeLessThan(30)
    expect(unhealthy(story, 'web')).toEqual(['Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 404'])
    story.until('it is restarted twice', () => status(story, 'web')?.restartCount === 2, 60)
  })

  it('takes a server that turns bad after ten seconds, as in the documentation', () => {
    const story = openStory(402)
    const livenessProbe = { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 3, periodSeconds: 3 }
    story.create(podOf('liveness-http', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.40', args: ['liveness'], livenessProbe }))
    story.until('it is restarted', () => status(story, 'liveness-http')?.restartCount === 1, 40)
    expect(unhealthy(story, 'liveness-http')).toEqual(['Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500'])
  })

  it('waits for preStop and the grace period of a process that does not end', () => {
    const story = openStory(403)
    const livenessProbe = { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 6 }
    story.create(podOf('deaf', script('sleep 3600', { livenessProbe })))
    story.until('it is told to stop', () => story.events('deaf').some((text) => text.startsWith('Killing')), 20)
    const before = story.now()
    story.until('it is killed', () => factsOf(story, 'kubelet.exited').length === 1, 10)
    expect(story.now() - before).toBeGreaterThan(5.8)
    expect(status(story, 'deaf')?.restartCount).toBe(0)
    story.until('it is restarted', () => status(story, 'deaf')?.restartCount === 1, 5)
  })
})

describe('a readiness probe', () => {
  it('takes the pod out of its Service and puts it back after successThreshold, without a restart', () => {
    const story = openStory(411)
    const readinessProbe = { exec: { command: ['test', '-f', '/tmp/ready'] }, periodSeconds: 2, failureThreshold: 2, successThreshold: 3 }
    const text = 'touch /tmp/ready; sleep 20; rm /tmp/ready; sleep 20; touch /tmp/ready; sleep 3600'
    story.create(podOf('web', script(text, { readinessProbe })), serviceOf('web', 80, 80))
    story.until('it is ready', () => isReady(story, 'web'), 20)
    expect(endpoints(story).map(({ conditions }) => conditions?.ready)).toEqual([true])
    const [started = 0] = factsOf(story, 'kubelet.started')
    expect(story.now() - started).toBeGreaterThanOrEqual(4)
    story.until('it is not', () => !isReady(story, 'web') && endpoints(story)[0]?.conditions?.ready === false, 40)
    const lost = story.now()
    story.until('it is again', () => isReady(story, 'web'), 40)
    expect(story.now() - lost).toBeGreaterThan(10)
    expect(status(story, 'web')?.restartCount).toBe(0)
  })

  it('goes on while the pod is stopping: its endpoint serves, but is not ready', () => {
    const story = openStory(412)
    const readinessProbe = { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 }
    const lifecycle = { preStop: { exec: { command: ['sh', '-c', 'sleep 3; rm /usr/share/nginx/html/index.html; sleep 20'] } } }
    story.create(podOf('web', { image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }], readinessProbe, lifecycle }), serviceOf('web', 80, 80))
    story.until('it is ready', () => isReady(story, 'web'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.run(2)
    expect(endpoints(story)[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true })
    story.run(7)
    expect(endpoints(story)[0]?.conditions).toEqual({ ready: false, serving: false, terminating: true })
  })

  it('by command that takes too long has failed', () => {
    const story = openStory(413)
    const readinessProbe = { exec: { command: ['sh', '-c', 'sleep 5'] }, periodSeconds: 3, timeoutSeconds: 2 }
    story.create(podOf('web', script('sleep 3600', { readinessProbe })))
    story.run(12)
    expect(unhealthy(story, 'web')).toEqual(['Unhealthy: Readiness probe failed: command timed out: "sh -c sleep 5" timed out after 2s'])
    expect(isReady(story, 'web')).toBe(false)
  })

  it('by command that takes its time and ends in it succeeds', () => {
    const story = openStory(414)
    story.create(podOf('web', script('sleep 3600', { readinessProbe: { exec: { command: ['sleep', '1'] }, timeoutSeconds: 3 } })))
    story.until('it is ready', () => isReady(story, 'web'), 20)
  })

  it('says what it met: nothing listens, no such file, the wrong protocol', () => {
    const story = openStory(415)
    const cases = [
      ['http', { httpGet: { path: '/x', port: 81 } }, (ip: string) => `Get "http://${ip}:81/x": dial tcp ${ip}:81: connect: connection refused`],
      ['https', { httpGet: { path: '/', port: 80, scheme: 'HTTPS' } }, (ip: string) => `Get "https://${ip}:80/": http: server gave HTTP response to HTTPS client`],
      ['tcp', { tcpSocket: { port: 81 } }, (ip: string) => `dial tcp ${ip}:81: connect: connection refused`],
      ['exec', { exec: { command: ['cat', '/tmp/x'] } }, () => "cat: can't open '/tmp/x': No such file or directory"],
      ['grpc', { grpc: { port: 81 } }, (ip: string) => `timeout: failed to connect service "${ip}:81" within 1s: context deadline exceeded`],
    ] as const
    for (const [name, probe] of cases) story.create(podOf(name, { image: 'nginx:1.27', readinessProbe: { ...probe, initialDelaySeconds: 1 } }))
    story.run(15)
    for (const [name, , message] of cases) expect(unhealthy(story, name).map((text) => text.trim())).toEqual([`Unhealthy: Readiness probe failed: ${message(story.pod(name)?.status?.podIP ?? '')}`])
  })

  it('by gRPC succeeds where the health protocol is spoken', () => {
    const story = openStory(416)
    story.create(podOf('grpc', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.40', args: ['grpc-health-checking'], readinessProbe: { grpc: { port: 8080 } } }))
    story.until('it is ready', () => isReady(story, 'grpc'), 20)
  })
})

describe('a startup probe', () => {
  it('holds the others back, and readiness is asked as soon as it has succeeded', () => {
    const story = openStory(421)
    const startupProbe = { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 3, failureThreshold: 20 }
    const probes = { startupProbe, livenessProbe: { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 1 }, readinessProbe: { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 60 } }
    story.create(podOf('slow', script('sleep 15; touch /tmp/up; sleep 3600', probes)))
    story.until('it is ready', () => isReady(story, 'slow'), 30)
    expect(story.now()).toBeLessThan(25)
    expect(unhealthy(story, 'slow')).toEqual(["Unhealthy: Startup probe failed: cat: can't open '/tmp/up': No such file or directory\n"])
    expect(status(story, 'slow')).toMatchObject({ restartCount: 0, started: true })
  })

  it('that never succeeds has the container restarted', () => {
    const story = openStory(422)
    const startupProbe = { tcpSocket: { port: 81 }, periodSeconds: 2, failureThreshold: 3 }
    story.create(podOf('web', { image: 'nginx:1.27', startupProbe }))
    story.until('it is restarted', () => status(story, 'web')?.restartCount === 1, 20)
    expect(story.events('web')).toContain('Killing: Container c failed startup probe, will be restarted')
    expect(status(story, 'web')).toMatchObject({ ready: false, started: false })
  })
})

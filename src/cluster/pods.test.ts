import { describe, expect, it } from 'vitest'
import type { Machine } from './network/machine.ts'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const conditions = (story: Story, name: string): string[] => story.pod(name)?.status?.conditions?.map(({ type, status }) => `${type}=${status}`) ?? []
const status = (story: Story, name: string) => story.pod(name)?.status?.containerStatuses?.[0]
const startsOf = (story: Story, name: string): number[] => story.facts.filter(({ code, object }) => code === 'kubelet.started' && object.endsWith(`/${name}`)).map(({ seconds }) => seconds)
const exitsOf = (story: Story, name: string): number[] => story.facts.filter(({ code, object }) => code === 'kubelet.exited' && object.endsWith(`/${name}`)).map(({ seconds }) => seconds)

describe('a pod that starts', () => {
  it('is pulled, started and Ready, with the events a kubelet writes', () => {
    const story = openStory(11)
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.until('it is ready', () => conditions(story, 'web').includes('Ready=True'))
    expect(story.events('web')).toEqual([
      expect.stringMatching(/^Scheduled: Successfully assigned default\/web to node-[12]$/),
      'Pulling: Pulling image "nginx:1.27"',
      expect.stringMatching(/^Pulled: Successfully pulled image "nginx:1.27" in \d+(\.\d+)?m?s \(\d+(\.\d+)?m?s including waiting\)\. Image size: 62939286 bytes\.$/),
      'Created: Container created',
      'Started: Container started',
    ])
    expect(conditions(story, 'web')).toEqual(['PodReadyToStartContainers=True', 'Initialized=True', 'Ready=True', 'ContainersReady=True', 'PodScheduled=True'])
    expect(status(story, 'web')).toMatchObject({ image: 'docker.io/library/nginx:1.27', ready: true, restartCount: 0, started: true })
    expect(status(story, 'web')?.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/)
  })

  it('finds an image that is already on its machine', () => {
    const story = openStory(12)
    const onNode = { nodeName: 'node-1' }
    story.create(podOf('first', { image: 'nginx:1.27' }, onNode))
    story.run(10)
    story.create(podOf('second', { image: 'nginx:1.27' }, onNode))
    story.run(5)
    expect(story.events('second')).toContain('Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod')
    expect([story.pod('first')?.status?.podIP, story.pod('second')?.status?.podIP]).toEqual(['10.244.1.2', '10.244.1.3'])
  })

  it('waits for its init containers, one after the other', () => {
    const story = openStory(13)
    const initContainers = ['one', 'two'].map((name) => ({ name, image: 'busybox:1.36', command: ['sh', '-c', 'sleep 3'] }))
    story.create(podOf('web', { image: 'nginx:1.27' }, { initContainers }))
    story.run(4)
    expect(status(story, 'web')?.state?.waiting?.reason).toBe('PodInitializing')
    expect(story.pod('web')?.status?.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [one two]',
    })
    story.until('it is ready', () => conditions(story, 'web').includes('Ready=True'))
    const started = story.facts.filter(({ code }) => code === 'kubelet.started').map(({ params }) => params['container'])
    expect(started).toEqual(['one', 'two', 'c'])
  })

  it('gets what its environment asks for', () => {
    const story = openStory(14)
    story.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'blue' } })
    story.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, data: { token: 'czNjcmV0' } })
    const env = [
      { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
      { name: 'ME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'BOTH', value: '$(ME) is $(COLOUR)' },
    ]
    story.create(podOf('web', { image: 'nginx:1.27', env }, { nodeName: 'node-1' }))
    story.run(10)
    const machine = story.cluster.kernel.peek('node/node-1') as { sandboxes: Map<string, { containers: { env: object }[] }> }
    const [sandbox] = [...machine.sandboxes.values()]
    expect(sandbox?.containers[0]?.env).toMatchObject({ COLOUR: 'blue', TOKEN: 's3cret', BOTH: 'web is blue', KUBERNETES_SERVICE_PORT: '443' })
  })

  it('does not start while a ConfigMap it needs is missing', () => {
    const story = openStory(15)
    story.create(podOf('web', { image: 'nginx:1.27', envFrom: [{ configMapRef: { name: 'settings' } }] }))
    story.run(8)
    expect(status(story, 'web')?.state?.waiting).toMatchObject({ reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' })
    story.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'blue' } })
    story.until('it is ready', () => conditions(story, 'web').includes('Ready=True'), 30)
  })
})

describe('a pod that does not start', () => {
  it('goes between ErrImagePull and ImagePullBackOff, pulling again after 10, 20, 40 seconds', () => {
    const story = openStory(21)
    story.create(podOf('web', { image: 'mirrors-registry-hub.com/mytestspace:serverb-v2' }))
    story.until('the first pull fails', () => status(story, 'web')?.state?.waiting?.reason === 'ErrImagePull')
    story.until('it backs off', () => status(story, 'web')?.state?.waiting?.reason === 'ImagePullBackOff')
    const reference = 'mirrors-registry-hub.com/mytestspace:serverb-v2'
    const notFound = `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`
    expect(story.events('web')).toEqual(
      expect.arrayContaining([`Failed: Failed to pull image "${reference}": ${notFound}`, 'Failed: Error: ErrImagePull', `BackOff: Back-off pulling image "${reference}"`, 'Failed: Error: ImagePullBackOff']),
    )
    expect(status(story, 'web')?.state?.waiting?.message).toBe(`Back-off pulling image "${reference}": ErrImagePull: ${notFound}`)
    story.run(120)
    const pulls = story.facts.filter(({ code }) => code === 'kubelet.pulling').map(({ seconds }) => seconds)
    const gaps = pulls.slice(1).map((at, index) => at - (pulls[index] ?? 0))
    expect(gaps.map((gap, index) => gap >= 10 * 2 ** index && gap < 10 * 2 ** index + 17)).toEqual(gaps.map(() => true))
    expect(gaps.length).toBeGreaterThanOrEqual(3)
    expect(story.pod('web')?.status?.phase).toBe('Pending')
  })

  it('crashes, restarts at once, then after 10, 20, 40 seconds', () => {
    const story = openStory(22)
    story.create(podOf('job', { image: 'busybox:1.36', command: ['sh', '-c', 'echo oops; exit 3'] }))
    story.run(110)
    const starts = startsOf(story, 'job')
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0))
    expect(gaps[0]).toBeLessThan(2.5)
    for (const [index, least] of [10, 20, 40].entries()) {
      expect(gaps[index + 1]).toBeGreaterThanOrEqual(least)
      expect(gaps[index + 1]).toBeLessThan(least + 3)
    }
    const uid = story.pod('job')?.metadata.uid ?? ''
    expect(status(story, 'job')).toMatchObject({
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 1m20s restarting failed container=c pod=job_default(${uid})` } },
      lastState: { terminated: { exitCode: 3, reason: 'Error' } },
    })
    expect(story.events('job').some((text) => text.startsWith(`BackOff: Back-off restarting failed container c in pod job_default(${uid})`))).toBe(true)
    expect(exitsOf(story, 'job').length).toBe(starts.length)
  })

  it('waits five minutes at most, however often it has crashed', () => {
    const story = openStory(27)
    story.create(podOf('job', { image: 'busybox:1.36', command: ['false'] }), podOf('web', { image: 'mirrors-registry-hub.com/mytestspace:serverb-v2' }))
    story.run(1_700)
    const gapsOf = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0))
    const crashes = gapsOf(startsOf(story, 'job')).slice(1)
    const pulls = gapsOf(story.facts.filter(({ code, object }) => code === 'kubelet.pulling' && object.endsWith('/web')).map(({ seconds }) => seconds))
    for (const [index, least] of [10, 20, 40, 80, 160, 300, 300].entries()) {
      expect(crashes[index]).toBeGreaterThanOrEqual(least)
      expect(crashes[index]).toBeLessThan(least + 3)
      expect(pulls[index]).toBeGreaterThanOrEqual(least)
      expect(pulls[index]).toBeLessThan(least + 17)
    }
  })

  it('is told so if its image must not be pulled, or cannot be named', () => {
    const story = openStory(28)
    story.create(podOf('never', { image: 'nginx:1.27', imagePullPolicy: 'Never' }), podOf('wrong', { image: 'Nginx:1.27' }))
    story.run(6)
    expect(status(story, 'never')?.state?.waiting).toEqual({ reason: 'ErrImageNeverPull', message: 'Container image "nginx:1.27" is not present with pull policy of Never' })
    expect(story.events('never')).toEqual(expect.arrayContaining([expect.stringMatching(/^ErrImageNeverPull: Container image "nginx:1.27" is not present/), expect.stringMatching(/^Failed: Error: ErrImageNeverPull/)]))
    expect(status(story, 'wrong')?.state?.waiting?.reason).toBe('InvalidImageName')
  })

  it('fails for good if its init container fails and it may not be restarted', () => {
    const story = openStory(23)
    story.create(podOf('web', { image: 'nginx:1.27' }, { restartPolicy: 'Never', initContainers: [{ name: 'init', image: 'busybox:1.36', command: ['false'] }] }))
    story.run(10)
    expect(story.pod('web')?.status?.phase).toBe('Failed')
    expect(startsOf(story, 'web').length).toBe(1)
  })

  it('ends as Succeeded when its process ends with 0 and it may not be restarted', () => {
    const story = openStory(24)
    story.create(podOf('once', { image: 'busybox:1.36', command: ['sh', '-c', 'echo done; sleep 2'] }, { restartPolicy: 'Never' }))
    story.run(10)
    expect(story.pod('once')?.status?.phase).toBe('Succeeded')
    expect(status(story, 'once')?.state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
    expect(story.pod('once')?.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'PodCompleted' })
  })

  it('lets the second container of a pod find its port taken', () => {
    const story = openStory(25)
    const containers = ['a', 'b'].map((name) => ({ name, image: 'nginx:1.27' }))
    story.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'twins' }, spec: { containers } })
    story.run(10)
    const [a, b] = story.pod('twins')?.status?.containerStatuses ?? []
    expect([a?.ready, b?.ready]).toEqual([true, false])
    expect(b?.lastState?.terminated?.exitCode).toBe(1)
  })
})

describe('a container that takes more memory than its limit', () => {
  it('is OOMKilled with 137 and restarted', () => {
    const story = openStory(26)
    const resources = { requests: { memory: '50Mi' }, limits: { memory: '100Mi' } }
    const args = ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1']
    story.create(podOf('memory-demo', { image: 'polinux/stress', command: ['stress'], args, resources }))
    story.run(12)
    expect(status(story, 'memory-demo')?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
    expect(status(story, 'memory-demo')?.restartCount).toBeGreaterThanOrEqual(1)
  })
})

describe('a pod that is deleted', () => {
  it('is gone soon if its process ends on TERM', () => {
    const story = openStory(31)
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.run(10)
    expect(story.call('DELETE', '/api/v1/namespaces/default/pods/web')).toBe(200)
    story.until('it is gone', () => story.pod('web') === undefined, 3)
    expect(story.events('web').at(-1)).toBe('Killing: Stopping container c')
  })

  it('is killed with 137 at the end of its grace period if its process ignores TERM', () => {
    const story = openStory(32)
    story.create(podOf('deaf', { image: 'busybox:1.36', command: ['sleep', '3600'] }))
    story.run(10)
    const before = story.now()
    story.call('DELETE', '/api/v1/namespaces/default/pods/deaf')
    story.run(29)
    expect(story.pod('deaf')).toBeDefined()
    story.until('it is gone', () => story.pod('deaf') === undefined, 5)
    expect(story.now() - before).toBeLessThan(31.5)
    expect(story.facts.findLast(({ code }) => code === 'kubelet.exited')?.params['exitCode']).toBe(137)
  })

  it('gives its address back, but not to the next pod: they are given out round robin', () => {
    const story = openStory(33)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-2' }))
    story.run(10)
    expect(story.pod('web')?.status?.podIP).toBe('10.244.2.2')
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.run(5)
    expect((story.cluster.kernel.peek('node/node-2') as Machine).addresses.size).toBe(0)
    story.create(podOf('next', { image: 'nginx:1.27' }, { nodeName: 'node-2' }))
    story.run(5)
    expect(story.pod('next')?.status?.podIP).toBe('10.244.2.3')
  })
})

describe('probes', () => {
  it('keep a pod out of its Service until it is ready, and never restart it for that', () => {
    const story = openStory(41)
    const readinessProbe = { httpGet: { path: '/missing', port: 80 }, periodSeconds: 2 }
    story.create(podOf('web', { image: 'nginx:1.27', readinessProbe }), serviceOf('web', 80, 80))
    story.run(20)
    expect(status(story, 'web')).toMatchObject({ ready: false, started: true, restartCount: 0 })
    expect(story.events('web').some((text) => text.startsWith('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404'))).toBe(true)
    expect(story.request({ from: 'pod/default/web', url: 'http://web/' }).error).toBe('Connection refused')
  })

  it('restart a container whose liveness probe has failed three times', () => {
    const story = openStory(42)
    const livenessProbe = { httpGet: { path: '/missing', port: 80 }, periodSeconds: 10 }
    story.create(podOf('web', { image: 'nginx:1.27', livenessProbe }))
    story.run(40)
    expect(status(story, 'web')).toMatchObject({ restartCount: 1 })
    expect(story.events('web')).toContain('Killing: Container c failed liveness probe, will be restarted')
  })

  it('see the file that an exec probe looks for come and go', () => {
    const story = openStory(43)
    const livenessProbe = { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 }
    const args = ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600']
    story.create(podOf('liveness-exec', { image: 'busybox:1.36', args, livenessProbe }))
    story.run(35)
    expect(status(story, 'liveness-exec')?.restartCount).toBe(0)
    story.run(55)
    expect(status(story, 'liveness-exec')?.restartCount).toBe(1)
  })

  it('wait for the startup probe', () => {
    const story = openStory(44)
    const startupProbe = { tcpSocket: { port: 81 }, periodSeconds: 5, failureThreshold: 30 }
    const readinessProbe = { httpGet: { path: '/', port: 80 } }
    story.create(podOf('web', { image: 'nginx:1.27', startupProbe, readinessProbe }))
    story.run(30)
    expect(status(story, 'web')).toMatchObject({ started: false, ready: false })
    expect(story.events('web').some((text) => text.startsWith('Unhealthy: Readiness'))).toBe(false)
  })
})

describe('a kubelet that stops', () => {
  it('leaves its containers running, and takes them up again when it is back', () => {
    const story = openStory(51)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-1' }), serviceOf('web', 80, 80))
    story.run(10)
    const id = status(story, 'web')?.containerID
    story.cluster.kernel.stop('kubelet/node-1')
    story.run(5)
    expect(story.request({ from: 'node/node-2', url: `http://${story.pod('web')?.status?.podIP ?? ''}/` }).status).toBe(200)
    story.cluster.kernel.start('kubelet/node-1')
    story.run(5)
    expect(status(story, 'web')).toMatchObject({ containerID: id, restartCount: 0, ready: true })
  })

  it('removes what was deleted meanwhile', () => {
    const story = openStory(52)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-1' }))
    story.run(10)
    story.cluster.kernel.stop('kubelet/node-1')
    story.call('DELETE', '/api/v1/namespaces/default/pods/web', { gracePeriodSeconds: 0 })
    story.run(1)
    expect(story.pod('web')).toBeUndefined()
    story.cluster.kernel.start('kubelet/node-1')
    story.run(3)
    const machine = story.cluster.kernel.peek('node/node-1') as { sandboxes: Map<string, unknown>; addresses: Map<string, unknown> }
    expect([machine.sandboxes.size, machine.addresses.size]).toEqual([0, 0])
  })

  it('starts the containers again after the whole machine was restarted', () => {
    const story = openStory(53)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-1' }))
    story.run(10)
    const parts = ['node/node-1', 'kubelet/node-1', 'kube-proxy/node-1']
    for (const part of parts) story.cluster.kernel.stop(part)
    story.run(5)
    for (const part of parts) story.cluster.kernel.start(part)
    story.run(10)
    expect(status(story, 'web')).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } })
    expect(story.events('web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
  })
})

describe('a kube-proxy that stops', () => {
  it('leaves its rules as they were, and catches up when it is back', () => {
    const story = openStory(61)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-1' }), serviceOf('web', 80, 80))
    story.run(10)
    const ask = () => story.request({ from: 'pod/default/client', url: 'http://web/' })
    story.create(podOf('client', { image: 'busybox:1.36', command: ['sleep', '3600'] }, { nodeName: 'node-2' }))
    story.run(8)
    expect(ask().status).toBe(200)
    story.cluster.kernel.stop('kube-proxy/node-2')
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.run(5)
    expect(ask().error).toBe('Connection timed out')
    story.cluster.kernel.start('kube-proxy/node-2')
    story.run(2)
    expect(ask().error).toBe('Connection refused')
  })
})

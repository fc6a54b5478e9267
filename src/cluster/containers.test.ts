/** What containers run, write and read: commands, logs, hooks, the end of a process. */
import { describe, expect, it } from 'vitest'
import { isStream, splitUrl } from '../api/meta/http.ts'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const status = (story: Story, name: string) => story.pod(name)?.status?.containerStatuses?.[0]
const shell = (script: string, more: object = {}) => ({ image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const isReady = (story: Story, name: string) => status(story, name)?.ready === true
const exits = (story: Story, name: string) => story.facts.filter(({ code, object }) => code === 'kubelet.exited' && object.endsWith(`/${name}`))

describe('the log of a container', () => {
  it('is what its processes have written', () => {
    const story = openStory(101)
    story.create(podOf('counter', shell('i=0; while true; do echo "$i: $(date +%T)"; i=$((i+1)); sleep 1; done')))
    story.until('it runs', () => isReady(story, 'counter'))
    story.run(3.5)
    const lines = story.log('counter').split('\n')
    expect(lines.slice(0, 3)).toEqual([expect.stringMatching(/^0: \d\d:\d\d:\d\d$/), expect.stringMatching(/^1: /), expect.stringMatching(/^2: /)])
    expect(story.log('counter', 'tailLines=1')).toBe(`${lines.at(-2) ?? ''}\n`)
    expect(story.log('counter', 'limitBytes=5')).toBe(lines[0]?.slice(0, 5))
    expect(story.log('counter', 'tailLines=1&timestamps=true')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \d+: /)
    expect(story.log('counter', 'sinceSeconds=2').split('\n').length).toBeLessThan(lines.length)
    expect(story.log('counter', 'tailLines=-1')).toBe('PodLogOptions "counter" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0')
  })

  it('can be followed until the container ends', () => {
    const story = openStory(102)
    story.create(podOf('once', shell('echo one; sleep 2; echo -n two'), { restartPolicy: 'Never' }))
    story.until('it runs', () => story.log('once') === 'one\n')
    const answer = story.cluster.handle({ method: 'GET', ...splitUrl('/api/v1/namespaces/default/pods/once/log?follow=true'), headers: {}, body: '' })
    if (!isStream(answer)) throw new Error('not a stream')
    expect(answer.read()).toEqual({ text: 'one\n', ended: false })
    story.run(5)
    expect(answer.read()).toEqual({ text: 'two', ended: true })
  })

  it('is refused in the words of the API server and the kubelet', () => {
    const story = openStory(103)
    const containers = ['a', 'b'].map((name) => ({ name, ...shell('sleep 3600') }))
    story.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'two' }, spec: { containers, initContainers: [{ name: 'init', ...shell('true') }] } })
    story.create(podOf('slow', { image: 'mirrors-registry-hub.com/mytestspace:serverb-v2' }))
    story.until('the pull fails', () => status(story, 'slow')?.state?.waiting?.reason === 'ErrImagePull')
    expect(story.log('two')).toBe('a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [init]')
    expect(story.log('two', 'container=x')).toBe('container x is not valid for pod two')
    expect(story.log('slow')).toBe(`container "c" in pod "slow" is waiting to start: image can't be pulled`)
    story.until('two runs', () => isReady(story, 'two'))
    expect(story.log('two', 'container=a&previous=true')).toBe('previous terminated container "a" in pod "two" not found')
    expect(story.log('none')).toBe('pods "none" not found')
    expect(story.call('POST', '/api/v1/namespaces/default/pods/two/exec')).toBe(501)
  })

  it('of the last attempt is kept, and none older', () => {
    const story = openStory(104)
    story.create(podOf('crash', shell('echo started at $(date +%s); sleep 5; exit 1')))
    story.until('it runs for the third time', () => status(story, 'crash')?.restartCount === 2)
    expect(story.log('crash', 'previous=true')).toMatch(/^started at \d+\n$/)
    expect(story.log('crash')).toMatch(/^started at \d+\n$/)
    expect(story.log('crash', 'previous=true')).not.toBe(story.log('crash'))
  })

  it('cannot be had while the kubelet is down', () => {
    const story = openStory(105)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeName: 'node-1' }))
    story.until('it runs', () => isReady(story, 'web'))
    story.cluster.stop('kubelet/node-1')
    expect(story.log('web')).toBe('Get "https://10.0.0.11:10250/containerLogs/default/web/c": dial tcp 10.0.0.11:10250: connect: connection refused')
  })
})

describe('a process that ends', () => {
  it('leaves its exit code, its message and a longer wait each time; ten good minutes forget it', () => {
    const story = openStory(111)
    // Fails at once three times, then runs for eleven minutes and fails again.
    const script = 'n=$(cat /data/n 2>/dev/null || echo 0); echo $((n+1)) > /data/n; echo "attempt $n" > /dev/termination-log; [ $n -lt 3 ] || sleep 660; exit 7'
    const volumes = [{ name: 'data', emptyDir: {} }]
    story.create(podOf('job', shell(script, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }), { volumes }))
    story.until('it runs for the fourth time', () => status(story, 'job')?.restartCount === 3 && status(story, 'job')?.state?.running !== undefined, 120)
    expect(status(story, 'job')?.lastState?.terminated).toMatchObject({ exitCode: 7, reason: 'Error', message: 'attempt 2\n' })
    story.until('it fails again', () => exits(story, 'job').length === 4, 700)
    story.run(5)
    expect(status(story, 'job')).toMatchObject({ restartCount: 4, state: { running: {} } })
  })

  it('by doing what its trap says, if it traps TERM', () => {
    const story = openStory(112)
    story.create(podOf('polite', shell("trap 'echo terminating; exit 0' TERM; while true; do sleep 1; done")))
    story.until('it runs', () => isReady(story, 'polite'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/polite')
    story.until('it is gone', () => story.pod('polite') === undefined, 4)
    expect(exits(story, 'polite').at(-1)?.params['exitCode']).toBe(0)
  })

  it('is Failed before it is gone if it ignores TERM, and 137 is its exit code', () => {
    const story = openStory(113)
    story.create(podOf('deaf', shell("trap '' TERM; while true; do sleep 1; done"), { terminationGracePeriodSeconds: 4 }))
    story.until('it runs', () => isReady(story, 'deaf'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/deaf')
    story.until('it is Failed', () => story.pod('deaf')?.status?.phase === 'Failed', 6)
    expect(status(story, 'deaf')?.state?.terminated?.exitCode).toBe(137)
    expect(story.events('deaf').filter((text) => text.startsWith('Killing'))).toEqual(['Killing: Stopping container c'])
    story.until('it is gone', () => story.pod('deaf') === undefined, 2)
  })

  it('in CrashLoopBackOff if its command does not exist', () => {
    const story = openStory(114)
    story.create(podOf('typo', { image: 'busybox:1.36', command: ['slep', '3600'] }))
    story.until('it is held back', () => status(story, 'typo')?.state?.waiting?.reason === 'CrashLoopBackOff', 30)
    const terminated = status(story, 'typo')?.lastState?.terminated
    expect(terminated).toMatchObject({ exitCode: 128, reason: 'StartError' })
    expect(terminated?.message).toContain('exec: "slep": executable file not found in $PATH')
    expect(story.events('typo').some((text) => text.startsWith('Failed: Error: failed to create containerd task:'))).toBe(true)
  })

  it('OOMKilled with 137 if a child takes too much memory', () => {
    const story = openStory(115)
    const resources = { limits: { memory: '64Mi' } }
    story.create(podOf('hungry', shell('echo eating; tail /dev/zero', { resources })))
    story.until('it is restarted', () => status(story, 'hungry')?.restartCount === 1)
    expect(status(story, 'hungry')?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
    expect(story.log('hungry')).toBe('eating\n')
  })
})

describe('hooks', () => {
  it('hold the container back from Running until postStart has ended', () => {
    const story = openStory(121)
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'sleep 5; echo hello > /usr/share/message'] } } }
    story.create(podOf('web', { image: 'nginx:1.27', lifecycle }))
    story.until('it has started', () => story.events('web').includes('Started: Container started'))
    story.run(4)
    expect(status(story, 'web')?.state?.waiting?.reason).toBe('ContainerCreating')
    story.until('it is ready', () => isReady(story, 'web'), 3)
  })

  it('kill the container if postStart fails, without telling its output', () => {
    const story = openStory(122)
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'echo secret; exit 2'] } } }
    story.create(podOf('web', { image: 'nginx:1.27', lifecycle }))
    story.until('it is held back', () => status(story, 'web')?.state?.waiting?.reason === 'CrashLoopBackOff', 30)
    expect(story.events('web').map((text) => text.replace(/ \(x\d+\)$/, ''))).toEqual(expect.arrayContaining(['FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']))
    expect(status(story, 'web')?.restartCount).toBeGreaterThanOrEqual(1)
  })

  it('run before TERM: a server goes on serving while preStop sleeps', () => {
    const story = openStory(123)
    const lifecycle = { preStop: { sleep: { seconds: 5 } } }
    story.create(podOf('web', { image: 'nginx:1.27', lifecycle }), podOf('client', shell('sleep 3600')), serviceOf('web', 80, 80))
    story.until('they run', () => isReady(story, 'web') && isReady(story, 'client'))
    const address = story.pod('web')?.status?.podIP ?? ''
    const before = story.now()
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.run(4)
    expect(story.request({ from: 'pod/default/client', url: `http://${address}/` }).status).toBe(200)
    story.until('it is gone', () => story.pod('web') === undefined, 4)
    expect(story.now() - before).toBeGreaterThanOrEqual(5)
  })

  it('get two more seconds and no more if preStop outlives the grace period', () => {
    const story = openStory(124)
    const lifecycle = { preStop: { exec: { command: ['sleep', '600'] } } }
    story.create(podOf('slow', { image: 'busybox:1.36', command: ['sleep', '3600'], lifecycle }, { terminationGracePeriodSeconds: 5 }))
    story.until('it runs', () => isReady(story, 'slow'))
    const before = story.now()
    story.call('DELETE', '/api/v1/namespaces/default/pods/slow')
    story.until('it has ended', () => exits(story, 'slow').length === 1, 10)
    expect(story.now() - before).toBeGreaterThanOrEqual(7)
    expect(story.now() - before).toBeLessThan(7.3)
    expect(exits(story, 'slow')[0]?.params['exitCode']).toBe(137)
  })

  it('can stop the server themselves, as the documentation of preStop does', () => {
    const story = openStory(126)
    const lifecycle = { preStop: { exec: { command: ['/bin/sh', '-c', 'nginx -s quit; while killall -0 nginx; do sleep 1; done'] } } }
    story.create(podOf('web', { image: 'nginx:1.27', lifecycle }))
    story.until('it is ready', () => isReady(story, 'web'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.until('it is gone', () => story.pod('web') === undefined, 3)
    expect(exits(story, 'web').at(-1)?.params['exitCode']).toBe(0)
    expect(story.events('web').some((text) => text.startsWith('FailedPreStopHook'))).toBe(false)
  })

  it('that fail before the end are told and otherwise ignored', () => {
    const story = openStory(125)
    const lifecycle = { preStop: { httpGet: { path: '/missing', port: 80 } } }
    story.create(podOf('web', { image: 'nginx:1.27', lifecycle }))
    story.until('it is ready', () => isReady(story, 'web'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.until('it is gone', () => story.pod('web') === undefined, 4)
    expect(story.events('web')).toContain('FailedPreStopHook: PreStopHook failed')
  })
})

describe('a deletion', () => {
  it('that is forced takes the object at once; the kubelet still kills later', () => {
    const story = openStory(131)
    story.create(podOf('deaf', { image: 'busybox:1.36', command: ['sleep', '3600'] }))
    story.until('it runs', () => isReady(story, 'deaf'))
    const before = story.now()
    story.call('DELETE', '/api/v1/namespaces/default/pods/deaf', { gracePeriodSeconds: 0 })
    expect(story.pod('deaf')).toBeUndefined()
    story.create(podOf('deaf', { image: 'busybox:1.36', command: ['sleep', '3600'] }))
    story.until('the old one is killed', () => exits(story, 'deaf').length === 1, 5)
    expect(story.now() - before).toBeGreaterThanOrEqual(2)
    story.until('the new one runs', () => isReady(story, 'deaf'), 10)
  })

  it('with less grace than the first one shortens it', () => {
    const story = openStory(132)
    story.create(podOf('deaf', { image: 'busybox:1.36', command: ['sleep', '3600'] }))
    story.until('it runs', () => isReady(story, 'deaf'))
    story.call('DELETE', '/api/v1/namespaces/default/pods/deaf')
    story.run(3)
    story.call('DELETE', '/api/v1/namespaces/default/pods/deaf', { gracePeriodSeconds: 5 })
    expect(story.pod('deaf')?.metadata.deletionGracePeriodSeconds).toBe(5)
    story.until('it is gone', () => story.pod('deaf') === undefined, 6)
  })
})

describe('a running pod', () => {
  it('that is given another image has its container stopped and started with it', () => {
    const story = openStory(141)
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.until('it is ready', () => isReady(story, 'web'))
    const containers = story.pod('web')?.spec.containers.map((container) => ({ ...container, image: 'nginx:1.28' }))
    expect(story.call('PATCH', '/api/v1/namespaces/default/pods/web', { spec: { containers } })).toBe(200)
    story.until('it runs the other one', () => status(story, 'web')?.image === 'docker.io/library/nginx:1.28' && isReady(story, 'web'), 20)
    expect(status(story, 'web')?.restartCount).toBe(1)
    expect(story.events('web')).toContain('Killing: Container c definition changed, will be restarted')
  })

  it('ends when its active deadline has passed', () => {
    const story = openStory(142)
    story.create(podOf('late', shell("trap 'exit 0' TERM; while true; do sleep 1; done"), { activeDeadlineSeconds: 12, restartPolicy: 'Never' }))
    story.until('it is Failed', () => story.pod('late')?.status?.phase === 'Failed', 16)
    expect(story.pod('late')?.status).toMatchObject({ reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' })
    expect(story.events('late')).toContain('DeadlineExceeded: Pod was active on the node longer than the specified deadline')
  })

  it('does not run as root if it may not', () => {
    const story = openStory(143)
    story.create(podOf('root', { image: 'nginx:1.27', securityContext: { runAsNonRoot: true } }))
    story.run(8)
    const uid = story.pod('root')?.metadata.uid ?? ''
    expect(status(story, 'root')?.state?.waiting).toEqual({ reason: 'CreateContainerConfigError', message: `container has runAsNonRoot and image will run as root (pod: "root_default(${uid})", container: c)` })
  })

  it('cannot write where its file system is read-only', () => {
    const story = openStory(144)
    const more = { securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }
    story.create(podOf('fixed', shell('touch /etc/x; touch /tmp/x && ls /tmp; sleep 60', more), { volumes: [{ name: 'tmp', emptyDir: {} }] }))
    story.until('it runs', () => isReady(story, 'fixed'))
    expect(story.log('fixed')).toBe('touch: /etc/x: Read-only file system\nx\n')
  })

  it('restarts a container by its own rules before the policy of the pod', () => {
    const story = openStory(146)
    const restartPolicyRules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }]
    const script = '[ -f /data/tried ] && exit 1; touch /data/tried; exit 42'
    const container = shell(script, { restartPolicy: 'Never', restartPolicyRules, volumeMounts: [{ name: 'data', mountPath: '/data' }] })
    story.create(podOf('ruled', container, { restartPolicy: 'Never', volumes: [{ name: 'data', emptyDir: {} }] }))
    story.until('it has ended', () => story.pod('ruled')?.status?.phase === 'Failed', 20)
    expect(status(story, 'ruled')).toMatchObject({ restartCount: 1, state: { terminated: { exitCode: 1 } }, lastState: { terminated: { exitCode: 42 } } })
  })

  it('of a database needs its password', () => {
    const story = openStory(145)
    const env = [{ name: 'MYSQL_ROOT_PASSWORD', value: 'secret' }]
    const readinessProbe = { exec: { command: ['bash', '-c', 'mysqladmin ping -uroot -p$MYSQL_ROOT_PASSWORD'] }, periodSeconds: 2 }
    story.create(podOf('bare', { image: 'mysql:8' }), podOf('db', { image: 'mysql:8', env, readinessProbe }))
    story.until('one is ready', () => isReady(story, 'db'), 40)
    story.until('the other crashes', () => status(story, 'bare')?.state?.waiting?.reason === 'CrashLoopBackOff', 40)
    expect(story.log('bare')).toContain('password option is not specified')
  })
})

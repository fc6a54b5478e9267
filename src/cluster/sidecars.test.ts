/** Init containers and native sidecars. */
import { describe, expect, it } from 'vitest'
import { summarizePod } from '../api/kinds/pod-status.ts'
import { openStory, podOf, type Story } from './testing/story.ts'

const shell = (name: string, script: string, more: object = {}) => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const sidecar = (name: string, script: string, more: object = {}) => shell(name, script, { restartPolicy: 'Always', ...more })
/** Ends on TERM, half a second later. */
const polite = "trap 'sleep 0.5; exit 0' TERM; while true; do sleep 0.2; done"

const told = (story: Story, code: string) => story.facts.filter((fact) => fact.code === code).map(({ params }) => String(params['container']))
const cells = (story: Story, name: string): string => {
  const pod = story.pod(name)
  if (!pod) return ''
  const { ready, containers, status } = summarizePod(pod)
  return `${ready}/${containers} ${status}`
}

describe('an init container that fails', () => {
  it('is tried again with back-off; the app does not start before it ends well', () => {
    const story = openStory(201)
    const initContainers = [shell('wait', 'sleep 1; exit 1')]
    story.create(podOf('web', { image: 'nginx:1.27' }, { initContainers }))
    story.until('it is held back', () => cells(story, 'web') === '0/1 Init:CrashLoopBackOff', 30)
    expect(story.pod('web')?.status?.initContainerStatuses?.[0]).toMatchObject({ ready: false, lastState: { terminated: { exitCode: 1 } } })
    expect(story.pod('web')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('PodInitializing')
    story.run(60)
    expect(told(story, 'kubelet.started').filter((name) => name === 'wait').length).toBeGreaterThanOrEqual(4)
    expect(told(story, 'kubelet.started')).not.toContain('c')
  })

  it('lets the app start once it has what it waits for', () => {
    const story = openStory(202)
    const initContainers = [shell('wait', 'until nslookup db; do echo waiting for db; sleep 2; done')]
    story.create(podOf('web', { image: 'nginx:1.27' }, { initContainers }))
    story.until('it waits', () => story.log('web', 'container=wait').includes('waiting for db'), 20)
    expect(cells(story, 'web')).toBe('0/1 Init:0/1')
    story.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' }, spec: { ports: [{ port: 80 }] } })
    story.until('it runs', () => cells(story, 'web') === '1/1 Running', 10)
  })
})

describe('a sidecar', () => {
  it('starts in its turn, holds the others up until its startup probe succeeds, and counts as a container', () => {
    const story = openStory(211)
    const startupProbe = { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 30 }
    const initContainers = [shell('first', 'exit 0'), sidecar('proxy', 'sleep 4; touch /tmp/up; sleep 3600', { startupProbe }), shell('last', 'exit 0')]
    story.create(podOf('web', { image: 'nginx:1.27' }, { initContainers }))
    story.until('the sidecar runs', () => told(story, 'kubelet.started').includes('proxy'), 20)
    story.run(2)
    expect(told(story, 'kubelet.started')).toEqual(['first', 'proxy'])
    expect(cells(story, 'web')).toBe('0/2 Init:1/3')
    story.until('all is ready', () => cells(story, 'web') === '2/2 Running', 10)
    expect(told(story, 'kubelet.started')).toEqual(['first', 'proxy', 'last', 'c'])
    expect(story.pod('web')?.status?.initContainerStatuses?.map(({ name, ready, started }) => [name, ready, started])).toEqual([['first', true, false], ['proxy', true, true], ['last', true, false]])
  })

  it('is restarted beside the running app', () => {
    const story = openStory(212)
    story.create(podOf('web', { image: 'nginx:1.27' }, { initContainers: [sidecar('proxy', 'sleep 6; exit 1')] }))
    story.until('all is ready', () => cells(story, 'web') === '2/2 Running', 20)
    story.until('the sidecar has been restarted', () => story.pod('web')?.status?.initContainerStatuses?.[0]?.restartCount === 1, 20)
    expect(story.pod('web')?.status?.containerStatuses?.[0]?.restartCount).toBe(0)
  })

  it('ends after the main containers, the last one first', () => {
    const story = openStory(213)
    const initContainers = [sidecar('one', polite), sidecar('two', polite)]
    story.create(podOf('web', { image: 'busybox:1.36', command: ['sh', '-c', polite] }, { initContainers }))
    story.until('all is ready', () => cells(story, 'web') === '3/3 Running', 20)
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.until('it is gone', () => story.pod('web') === undefined, 10)
    expect(told(story, 'kubelet.exited').slice(-3)).toEqual(['c', 'two', 'one'])
    expect(story.events('web').filter((text) => text.startsWith('Killing')).sort()).toEqual(['Killing: Stopping container c', 'Killing: Stopping container one', 'Killing: Stopping container two'])
  })

  it('does not keep a pod from ending: it is stopped when the work is done', () => {
    const story = openStory(214)
    const pod = podOf('job', { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 3; echo done'] }, { restartPolicy: 'Never', initContainers: [sidecar('proxy', polite)] })
    story.create(pod)
    story.until('it runs', () => cells(story, 'job') === '2/2 Running', 20)
    story.until('it has ended', () => story.pod('job')?.status?.phase === 'Succeeded', 10)
    expect(told(story, 'kubelet.exited').slice(-2)).toEqual(['c', 'proxy'])
    expect(story.log('job', 'container=c')).toBe('done\n')
    expect(cells(story, 'job')).toBe('0/2 Completed')
    story.call('DELETE', '/api/v1/namespaces/default/pods/job')
    story.until('it is gone', () => story.pod('job') === undefined, 2)
  })
})

describe('a machine that is restarted', () => {
  it('runs the init containers again, and what was in an emptyDir is still there', () => {
    const story = openStory(221)
    const mount = { volumeMounts: [{ name: 'data', mountPath: '/data' }] }
    const initContainers = [shell('init', 'echo init >> /data/log', mount)]
    story.create(podOf('web', { ...shell('c', 'cat /data/log; sleep 3600'), ...mount, image: 'busybox:1.36' }, { nodeName: 'node-1', initContainers, volumes: [{ name: 'data', emptyDir: {} }] }))
    story.until('it runs', () => cells(story, 'web') === '1/1 Running', 20)
    expect(story.log('web')).toBe('init\n')
    story.cluster.stop('node/node-1')
    story.run(5)
    story.cluster.start('node/node-1')
    story.until('it runs again', () => story.pod('web')?.status?.containerStatuses?.[0]?.restartCount === 1 && cells(story, 'web') === '1/1 Running', 30)
    expect(story.events('web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
    expect(story.log('web')).toBe('init\ninit\n')
    expect(story.pod('web')?.status?.initContainerStatuses?.[0]?.restartCount).toBe(1)
  })
})

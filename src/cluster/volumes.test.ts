/** ConfigMaps, Secrets and the pod's own fields in a container: as variables, as arguments, as files. */
import { describe, expect, it } from 'vitest'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const configMap = (name: string, data: object, more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data, ...more })
const secret = (name: string, stringData: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData })
const status = (story: Story, name: string) => story.pod(name)?.status?.containerStatuses?.[0]
const isRunning = (story: Story, name: string) => status(story, name)?.state?.running !== undefined
const script = (text: string, more: object = {}) => ({ image: 'busybox:1.36', command: ['sh', '-c', text], ...more })
/** What a container prints that runs this once. */
function printed(story: Story, text: string, { container = {}, spec = {} }: { container?: object; spec?: object } = {}): string {
  story.create(podOf('once', script(text, container), { restartPolicy: 'Never', ...spec }))
  story.until('it has ended', () => ['Succeeded', 'Failed'].includes(story.pod('once')?.status?.phase ?? ''), 30)
  return story.log('once')
}
const edit = (story: Story, name: string, data: object) => story.call('PATCH', `/api/v1/namespaces/default/configmaps/${name}`, { data })

describe('variables', () => {
  it('come from ConfigMaps, Secrets, the pod and its resources; later ones and own ones win', () => {
    const story = openStory(301)
    story.create(configMap('settings', { colour: 'blue', size: 'big' }), secret('keys', { token: 's3cret' }))
    const env = [
      { name: 'colour', value: 'green' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
      { name: 'NONE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'none', optional: true } } },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
      { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { name: 'BOTH', value: '$(APP) on $(NODE), $$(NODE), $(MISSING)' },
    ]
    const envFrom = [{ configMapRef: { name: 'settings' } }, { prefix: 'S_', secretRef: { name: 'keys' } }, { configMapRef: { name: 'absent', optional: true } }]
    const text = 'echo "$colour $size $TOKEN $S_token ${NONE-unset} $LIMIT $CPU"; echo "$BOTH"; echo "$1"'
    const container = { env, envFrom, args: ['--', 'size is $(size)'], resources: { limits: { memory: '64Mi', cpu: '1500m' } } }
    expect(printed(story, text, { container, spec: { nodeName: 'node-1' } })).toBe('green big s3cret s3cret unset 64 2\nonce on node-1, $(NODE), $(MISSING)\nsize is big\n')
  })

  it('that are missing hold the container back, by name', () => {
    const story = openStory(302)
    story.create(configMap('settings', { colour: 'blue' }))
    const pods = [
      ['no-map', { configMapKeyRef: { name: 'absent', key: 'x' } }, 'configmap "absent" not found'],
      ['no-key', { configMapKeyRef: { name: 'settings', key: 'x' } }, "couldn't find key x in ConfigMap default/settings"],
      ['no-secret', { secretKeyRef: { name: 'absent', key: 'x' } }, 'secret "absent" not found'],
    ] as const
    for (const [name, valueFrom] of pods) story.create(podOf(name, script('env', { env: [{ name: 'X', valueFrom }] })))
    story.run(10)
    for (const [name, , message] of pods) {
      expect(status(story, name)?.state?.waiting).toEqual({ reason: 'CreateContainerConfigError', message })
      expect(story.events(name).some((text) => text.startsWith(`Failed: Error: ${message}`))).toBe(true)
    }
  })
})

describe('volumes', () => {
  it('show ConfigMaps, Secrets and the pod as files, with the paths and permissions that are asked for', () => {
    const story = openStory(311)
    story.create(configMap('settings', { 'app.conf': 'mode=fast\n', other: 'x' }), secret('keys', { token: 's3cret' }))
    const volumes = [
      { name: 'conf', configMap: { name: 'settings', items: [{ key: 'app.conf', path: 'etc/app.conf', mode: 0o400 }] } },
      { name: 'keys', secret: { secretName: 'keys', defaultMode: 0o440 } },
      { name: 'all', projected: { sources: [{ configMap: { name: 'settings' } }, { secret: { name: 'keys' } }, { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }] } },
      { name: 'scratch', emptyDir: {} },
    ]
    const volumeMounts = [
      { name: 'conf', mountPath: '/conf' },
      { name: 'keys', mountPath: '/keys' },
      { name: 'all', mountPath: '/all' },
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'conf', mountPath: '/one.conf', subPath: 'etc/app.conf' },
    ]
    const text = 'cat /conf/etc/app.conf /one.conf; stat -c %a /conf/etc/app.conf /keys/token; ls /all; cat /all/labels; echo; echo x > /conf/new; echo y > /scratch/new && cat /scratch/new; cat /var/run/secrets/kubernetes.io/serviceaccount/namespace'
    expect(printed(story, text, { container: { volumeMounts }, spec: { volumes } })).toBe(
      "mode=fast\nmode=fast\n400\napp.conf\nlabels\nother\ntoken\napp=\"once\"\nsh: can't create /conf/new: Read-only file system\ny\ndefault",
    )
  })

  it('are shared by the containers of a pod', () => {
    const story = openStory(312)
    const volumeMounts = [{ name: 'html', mountPath: '/usr/share/nginx/html' }]
    const containers = [{ name: 'nginx', image: 'nginx:1.27', volumeMounts }, { name: 'writer', ...script('while true; do date >> /usr/share/nginx/html/index.html; sleep 1; done', { volumeMounts }) }]
    story.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers, volumes: [{ name: 'html', emptyDir: {} }] } }, serviceOf('web', 80, 80))
    story.run(10)
    const { body } = story.request({ from: 'node/node-1', url: `http://${story.pod('web')?.status?.podIP ?? ''}/` })
    expect(body.trim().split('\n').length).toBeGreaterThan(3)
  })

  it('that need something missing keep the pod in ContainerCreating, until it is there', () => {
    const story = openStory(313)
    const volumes = [{ name: 'conf', configMap: { name: 'absent' } }, { name: 'maybe', configMap: { name: 'never', optional: true } }]
    story.create(podOf('web', { image: 'nginx:1.27', volumeMounts: [{ name: 'conf', mountPath: '/conf' }, { name: 'maybe', mountPath: '/maybe' }] }, { volumes }))
    story.run(8)
    expect(status(story, 'web')?.state?.waiting?.reason).toBe('ContainerCreating')
    expect(story.events('web').at(-1)).toMatch(/^FailedMount: MountVolume\.SetUp failed for volume "conf" : configmap "absent" not found \(x\d\)$/)
    story.run(150)
    expect(story.events('web').some((text) => text.startsWith('FailedMount: Unable to attach or mount volumes: unmounted volumes=[conf]'))).toBe(true)
    story.create(configMap('absent', { a: '1' }))
    story.until('it runs', () => isRunning(story, 'web'), 125)
  })

  it('of a key or a kind that is not there are refused by name', () => {
    const story = openStory(314)
    story.create(configMap('settings', { a: '1' }))
    const mount = (volume: object) => ({ volumes: [{ name: 'v', ...volume }] })
    const cases = [
      ['key', { configMap: { name: 'settings', items: [{ key: 'b', path: 'b' }] } }, 'configmap references non-existent config key: b'],
      ['path', { hostPath: { path: '/nowhere', type: 'Directory' } }, 'hostPath type check failed: /nowhere is not a directory'],
      ['nfs', { nfs: { server: 'nas', path: '/x' } }, 'nfs volumes are not part of this simulation (pod nfs)'],
    ] as const
    for (const [name, volume] of cases) story.create(podOf(name, { image: 'nginx:1.27' }, mount(volume)))
    story.run(4)
    for (const [name, , problem] of cases) expect(story.events(name).some((text) => text.startsWith(`FailedMount: MountVolume.SetUp failed for volume "v" : ${problem}`))).toBe(true)
  })

  it('on the host outlive the pod; an emptyDir does not', () => {
    const story = openStory(315)
    const volumes = [{ name: 'host', hostPath: { path: '/srv/data', type: 'DirectoryOrCreate' } }, { name: 'scratch', emptyDir: {} }]
    const volumeMounts = [{ name: 'host', mountPath: '/host' }, { name: 'scratch', mountPath: '/scratch' }]
    const text = 'ls /host /scratch; touch /host/a /scratch/b'
    const spec = { volumes, nodeName: 'node-1' }
    expect(printed(story, text, { container: { volumeMounts }, spec })).toBe('/host:\n/scratch:\n')
    story.call('DELETE', '/api/v1/namespaces/default/pods/once')
    story.until('it is gone', () => story.pod('once') === undefined, 3)
    expect(printed(story, text, { container: { volumeMounts }, spec })).toBe('/host:\na\n/scratch:\n')
  })
})

describe('an edit of a ConfigMap', () => {
  it('reaches a plain volume after the sync delay, and neither subPath nor variables ever', () => {
    const story = openStory(321)
    story.create(configMap('settings', { colour: 'blue' }))
    const volumeMounts = [{ name: 'conf', mountPath: '/conf' }, { name: 'conf', mountPath: '/pinned', subPath: 'colour' }]
    const env = [{ name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } }]
    const text = 'while true; do echo "$(cat /conf/colour) $(cat /pinned) $COLOUR $1"; sleep 1; done'
    story.create(podOf('web', script(text, { env, volumeMounts, args: ['--', '$(COLOUR)'] }), { volumes: [{ name: 'conf', configMap: { name: 'settings' } }] }))
    story.until('it runs', () => isRunning(story, 'web'))
    const last = () => story.log('web', 'tailLines=1')
    story.run(100)
    edit(story, 'settings', { colour: 'red' })
    story.run(2)
    expect(last()).toBe('blue blue blue blue\n')
    story.until('the file has changed', () => last() === 'red blue blue blue\n', 91)
    story.run(200)
    expect(last()).toBe('red blue blue blue\n')
    expect(status(story, 'web')?.restartCount).toBe(0)
  })

  it('is refused if it is immutable; deleting it is not', () => {
    const story = openStory(322)
    story.create(configMap('fixed', { a: '1' }, { immutable: true }))
    const patch = { method: 'PATCH', path: '/api/v1/namespaces/default/configmaps/fixed', query: {}, headers: { 'content-type': 'application/merge-patch+json' } } as const
    const answer = (body: object) => {
      const response = story.cluster.handle({ ...patch, body: JSON.stringify(body) })
      return { code: response.code, message: 'body' in response ? (JSON.parse(response.body) as { message?: string }).message : '' }
    }
    expect(answer({ data: { a: '2' } })).toEqual({ code: 422, message: 'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set' })
    expect(answer({ immutable: false })).toMatchObject({ code: 422 })
    expect(answer({ metadata: { labels: { a: 'b' } } })).toMatchObject({ code: 200 })
    expect(story.call('DELETE', '/api/v1/namespaces/default/configmaps/fixed')).toBe(200)
  })
})

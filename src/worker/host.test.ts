import { describe, expect, it } from 'vitest'
import { deployment, namespace } from './testing/manifests.ts'
import { openPage } from './testing/page.ts'

describe('frames', () => {
  it('begin with a full one', () => {
    const { posted, frames } = openPage()
    expect(posted.map(({ type }) => type)).toEqual(['boot', 'frame'])
    expect(frames[0]).toMatchObject({ full: true, epoch: 1, playing: false })
  })

  it('wait for the last to be acknowledged, and then tell everything', () => {
    const page = openPage()
    page.call('apply', namespace, 'namespace.yaml')
    page.call('advance', 1_000)
    expect(page.frames).toHaveLength(1)
    page.acknowledge()
    expect(page.frames).toHaveLength(2)
    expect(page.frames[1]).toMatchObject({ full: false })
    expect(page.frames[1]?.now).toBeGreaterThan(page.frames[0]?.now ?? 0)
  })

  it('tell of a pause that came while one was under way', () => {
    const page = openPage()
    page.call('play', 1)
    page.acknowledge()
    page.call('pause')
    page.acknowledge()
    expect(page.frames.at(-1)).toMatchObject({ playing: false })
  })

  it('come while time runs, and end with it', () => {
    const page = openPage()
    page.acknowledge()
    page.call('play', 1)
    for (let round = 0; round < 50; round++) {
      page.acknowledge()
      page.pass(20)
    }
    const { now = 0 } = page.frames.at(-1) ?? {}
    expect(now - (page.frames[0]?.now ?? 0)).toBeGreaterThan(500_000)
    page.call('pause')
    page.acknowledge()
    const count = page.frames.length
    for (let round = 0; round < 10; round++) page.pass(20)
    expect(page.frames).toHaveLength(count)
  })

  it('carry what is down and what trouble lasts', () => {
    const page = openPage()
    page.call('stop', 'node/node-1')
    const id = page.call('fault', { type: 'slow', a: 'node-2', milliseconds: 50 })
    page.acknowledge()
    expect(page.frames.at(-1)).toMatchObject({
      stopped: ['kube-proxy/node-1', 'kubelet/node-1', 'node/node-1'],
      faults: [{ id, order: { type: 'slow', a: 'node-2', milliseconds: 50 } }],
    })
    page.call('start', 'node/node-1')
    page.call('heal', id)
    page.call('advance', 10_000)
    page.acknowledge()
    page.acknowledge()
    expect(page.frames.at(-1)).toMatchObject({ stopped: [], faults: [] })
  })

  it('begin anew with another epoch after a reset', () => {
    const page = openPage()
    page.call('apply', namespace, 'namespace.yaml')
    page.call('reset', 1)
    expect(page.frames.at(-1)).toMatchObject({ full: true, epoch: 2, revision: page.frames[0]?.revision })
  })
})

describe('the door', () => {
  it('answers a wish that cannot be granted with a sentence, and lives', () => {
    const page = openPage()
    expect(() => page.call('advance', -1)).toThrow('time only goes forward, by milliseconds')
    expect(() => page.call('advance', Infinity)).toThrow('time only goes forward, by milliseconds')
    expect(() => page.call('play', 0)).toThrow('the speed must be a number above 0')
    expect(() => page.call('api', 'FETCH', '/api')).toThrow('no HTTP method FETCH')
    const refused = (code: string, params: object): unknown => expect.objectContaining({ refusal: { code, params: expect.objectContaining(params) as object } })
    expect(() => page.call('request', { from: 'the moon', url: 'http://a/' })).toThrow(refused('request.from', { value: '"the moon"' }))
    expect(() => page.call('startTraffic', { from: 'internet', url: 'ftp://a/' }, 5)).toThrow(refused('request.url', { value: '"ftp://a/"' }))
    expect(() => page.call('startTraffic', { from: 'internet', url: 'http://a/' }, 0)).toThrow(refused('request.rate', { limit: 200 }))
    expect(() => page.call('send', null as never)).toThrow(refused('request.url', { value: 'nothing' }))
    expect(() => page.call('send', { from: 'pod/default/gone', url: 'http://a/' })).toThrow(refused('request.pod-idle', { pod: 'gone' }))
    expect(() => page.call('advanceUntil', 'nothing/a', '{.a}', 1, 1)).toThrow(`the server doesn't have a resource type "nothing"`)
    expect(() => page.call('stop', 'kube-dns')).toThrow(refused('part.unknown', { value: '"kube-dns"' }))
    expect(() => page.call('start', 5 as never)).toThrow(refused('part.unknown', { value: '5' }))
    expect(() => page.call('addNode', 'node-1')).toThrow(refused('machine.taken', { name: 'node-1' }))
    expect(() => page.call('addNode', 'Big One')).toThrow(refused('machine.name', { value: '"Big One"' }))
    expect(() => page.call('addNode', 5 as never)).toThrow(refused('machine.text', { value: '5' }))
    expect(() => page.call('fault', { type: 'fire' } as never)).toThrow(refused('fault.type', { value: '"fire"' }))
    expect(() => page.call('fault', null as never)).toThrow(refused('fault.object', { value: 'null' }))
    expect(() => page.call('heal', 9)).toThrow(refused('fault.over', { value: '9' }))
    expect(page.call('api', 'GET', '/api/v1/nodes')).toMatchObject({ code: 200 })
    expect(page.posted.some(({ type }) => type === 'crashed')).toBe(false)
  })

  it('says whether the field got its value in time, and when', () => {
    const page = openPage()
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    const ready = page.call('advanceUntil', 'deploy/shop/web', '{.status.readyReplicas}', 1, 30_000)
    expect(ready.met).toBe(true)
    const never = page.call('advanceUntil', 'deploy/shop/web', '{.status.readyReplicas}', 2, 500)
    expect(never).toEqual({ met: false, now: ready.now + 500 })
  })
})

it('says which kinds of Kubernetes it lacks', () => {
  const [boot] = openPage().posted.filter((message) => message.type === 'boot')
  expect(boot?.lacking).toContain('apps/v1 StatefulSet')
  expect(boot?.lacking).not.toContain('apps/v1 Deployment')
})

describe('the door to the API', () => {
  it('sends a value as JSON, and a text as it is', () => {
    const page = openPage()
    const at = '/api/v1/namespaces'
    expect(page.call('api', 'POST', at, { metadata: { name: 'value' } })).toMatchObject({ code: 201 })
    expect(page.call('api', 'POST', at, '{"metadata": {"name": "text"}}')).toMatchObject({ code: 201 })
    expect(page.call('api', 'POST', at, 'metadata:\n  name: yaml\n', 'application/yaml')).toMatchObject({ code: 201, body: { metadata: { name: 'yaml' } } })
    expect(page.call('api', 'PATCH', `${at}/text`, '{"metadata": {"labels": {"a": "b"}}}')).toMatchObject({ code: 200, body: { metadata: { labels: { a: 'b' } } } })
  })
})

describe('the door to logs', () => {
  it('gives the text that a container has printed, as text', () => {
    const page = openPage()
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'once' }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['echo', '123'] }] } }
    page.call('apply', JSON.stringify(pod), 'pod.yaml')
    page.call('advanceUntil', 'pod/default/once', '{.status.phase}', 'Succeeded', 30_000)
    expect(page.call('api', 'GET', '/api/v1/namespaces/default/pods/once/log?tailLines=1')).toEqual({ code: 200, body: '123\n' })
  })
})

describe('time', () => {
  it('goes back and forth, and says where it is', () => {
    const page = openPage()
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    page.call('advance', 10_000)
    const [now, hash] = [page.call('now'), page.call('hash')]
    page.acknowledge()
    expect(page.call('seek', 15_000)).toBe(15_000)
    page.acknowledge()
    expect(page.frames.at(-1)).toMatchObject({ full: true, rewound: true, now: 15_000_000, head: now * 1_000, playing: false })
    expect(page.call('advance', now - 15_000)).toBe(now)
    expect(page.call('hash')).toBe(hash)
    expect(() => page.call('seek', -1)).toThrow('a moment is a number of milliseconds')
    expect(() => page.call('seek', NaN)).toThrow('a moment is a number of milliseconds')
  })

  it('means by a time the moment at which it was read, before or after what was done then', () => {
    const page = openPage()
    const before = { now: page.call('now'), hash: page.call('hash') }
    page.call('apply', namespace, 'namespace.yaml')
    page.call('advance', 1_000)
    for (let round = 0; round < 2; round++) {
      page.call('seek', before.now)
      expect(page.call('hash')).toBe(before.hash)
    }
    page.call('switchTo', 'main')
    page.call('apply', deployment('web'), 'web.yaml')
    const after = { now: page.call('now'), hash: page.call('hash') }
    page.call('advance', 1_000)
    page.call('seek', after.now)
    expect(page.call('hash')).toBe(after.hash)
  })

  it('undoes one Apply as a whole, and has nothing left to undo then', () => {
    const page = openPage()
    const [start, hash] = [page.call('now'), page.call('hash')]
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    page.call('advance', 10_000)
    const done = page.call('hash')
    expect(page.call('undo')).toBe(start)
    expect(page.call('hash')).toBe(hash)
    expect(page.call('branches')).toMatchObject([{ id: 1, name: 'main', current: false }, { parent: 1, from: start * 1_000, current: true }])
    expect(() => page.call('undo')).toThrow(expect.objectContaining({ refusal: { code: 'undo', params: {} } }))
    page.call('switchTo', 'main')
    expect(page.call('hash')).toBe(done)
    expect(() => page.call('dropBranch', 'main')).toThrow(expect.objectContaining({ refusal: { code: 'branch-open', params: {} } }))
    expect(() => page.call('switchTo', 'nowhere')).toThrow('there is no branch "nowhere"')
  })

  it('tells the difference between two moments, field by field', () => {
    const page = openPage()
    page.call('apply', namespace, 'namespace.yaml')
    const a = page.call('advance', 1_000)
    page.call('apply', `${deployment('web')}\n---\n${deployment('other')}`, 'web.yaml')
    const b = page.call('advance', 10_000)
    page.call('scale', 'deployments.apps/shop/web', 2)
    page.call('delete', 'deployments.apps/shop/other')
    const c = page.call('advance', 40_000)
    const hash = page.call('hash')
    const mark = (milliseconds: number, branch = 1) => ({ branch, at: Math.round(milliseconds * 1_000) })
    const born = page.call('difference', mark(a), mark(b))
    expect(born.born).toEqual(expect.arrayContaining(['deployments.apps/shop/web', 'deployments.apps/shop/other']))
    expect(born.counts).toMatchObject({ gone: 0 })
    const later = page.call('difference', mark(b), mark(c))
    expect(later.gone.filter((key) => key.startsWith('pods/'))).toHaveLength(1)
    const web = later.changed.find(({ object }) => object === 'deployments.apps/shop/web')
    expect(web?.fields).toEqual(expect.arrayContaining([
      { path: 'spec.replicas', before: '1', after: '2' },
      { path: 'status.readyReplicas', before: '1', after: '2' },
    ]))
    const ofNodes = later.changed.filter(({ object }) => object.startsWith('nodes/')).flatMap(({ fields }) => fields.map(({ path }) => path))
    expect(new Set(ofNodes)).toEqual(new Set(['status.images']))
    expect([page.call('hash'), page.call('now')]).toEqual([hash, c])
  })

  it('tells what sets two branches apart, wherever one stands', () => {
    const page = openPage()
    page.call('apply', namespace, 'namespace.yaml')
    page.call('advance', 1_000)
    page.call('apply', `${deployment('web')}\n---\n${deployment('other')}`, 'web.yaml')
    const fork = page.call('advance', 10_000)
    page.call('scale', 'deployments.apps/shop/web', 2)
    page.call('delete', 'deployments.apps/shop/other')
    page.call('advance', 40_000)
    page.call('seek', fork)
    page.call('scale', 'deployments.apps/shop/web', 3)
    const now = page.call('advance', 40_000)
    const hash = page.call('hash')
    const [main, other] = [{ branch: 1, at: Math.round(now * 1_000) }, { branch: 2, at: Math.round(now * 1_000) }]
    const found = page.call('difference', main, other)
    expect(found.born).toEqual(expect.arrayContaining(['deployments.apps/shop/other']))
    expect(found.changed.find(({ object }) => object === 'deployments.apps/shop/web')?.fields).toEqual(expect.arrayContaining([{ path: 'spec.replicas', before: '2', after: '3' }]))
    expect(page.call('difference', other, main).gone).toEqual(found.born)
    page.call('switchTo', 1)
    expect(page.call('difference', main, other)).toEqual(found)
    expect(page.call('difference', { branch: 1, at: fork * 1_000 }, { branch: 2, at: fork * 1_000 }).counts).toEqual({ born: 0, gone: 0, changed: 0 })
    page.call('switchTo', 2)
    expect(page.call('hash')).toBe(hash)
    expect(() => page.call('difference', main, { branch: 7, at: 0 })).toThrow('there is no branch 7')
  })

  it('has a lane for each workload, and marks for what was done', () => {
    const page = openPage()
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    const now = page.call('advance', 10_000)
    page.call('seek', 5_000)
    const { marks, worded, lanes } = page.call('timeline', { from: 0, to: now * 1_000, bins: 500 })
    expect(marks[1]).toContain(12_000_000)
    expect(worded.map(({ code }) => code)).toEqual(expect.arrayContaining(['kubectl.request']))
    expect(lanes).toMatchObject([{ owner: 'deployments.apps/shop/web', bars: [{ to: -1 }] }])
    expect(lanes[0]?.bars[0]?.pods).toHaveLength(1)
  })

  it('undoes a drain as a whole, with what it did while time ran', () => {
    const page = openPage()
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    page.call('scale', 'deployments.apps/shop/web', 4)
    page.call('advance', 15_000)
    const before = page.call('hash')
    page.call('kubectl', ['drain', 'node-1', '--ignore-daemonsets'])
    page.call('advance', 60_000)
    expect(page.call('hash')).not.toBe(before)
    page.call('undo')
    expect(page.call('hash')).toBe(before)
  })

  it('gives the same bytes at any speed, in whatever slices', () => {
    const still = openPage()
    const running = openPage()
    for (const page of [still, running]) page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    for (const speed of [0.1, 1, 10, 3]) {
      running.call('play', speed)
      for (let round = 0; round < 12; round++) {
        running.acknowledge()
        running.pass(7 + 11 * round)
      }
    }
    running.call('pause')
    still.call('advance', running.call('now') - still.call('now'))
    expect(still.call('now')).toBe(running.call('now'))
    expect(still.call('hash')).toBe(running.call('hash'))
  })

  it('steps from change to change of one object', () => {
    const page = openPage()
    page.call('apply', `${namespace}\n---\n${deployment('web')}`, 'web.yaml')
    const changes: number[] = []
    for (let i = 0; i < 3; i++) changes.push(page.call('change', 'deployments.apps/shop/web', 'next') ?? 0)
    expect(changes).toEqual(changes.toSorted((a, b) => a - b))
    expect(page.call('change', 'deployments.apps/shop/web', 'previous')).toBeLessThan(changes[2] ?? 0)
    const before = page.call('now')
    const fact = page.call('step')
    expect(page.call('now')).toBeGreaterThanOrEqual(before)
    expect(fact).not.toBeNull()
    expect(page.call('previous')).toBeLessThanOrEqual(before)
  })
})

describe('a trace', () => {
  const page = openPage()
  page.call('apply', `${namespace}\n---\n${deployment('web')}\n---\n${deployment('other')}`, 'web.yaml')
  page.call('advance', 10_000)
  const codes = (object: string) => page.call('trace', object).map(({ code }) => code)

  it('of what was applied goes from the request to the pod that is ready', () => {
    const chain = codes('deployments.apps/shop/web')
    expect(chain.slice(0, 3)).toEqual(['kubectl.request', 'etcd.stored', 'apiserver.accepted'])
    expect(chain).toEqual(expect.arrayContaining(['deployment.created-replicaset', 'replicaset.created-pods', 'scheduler.bound', 'kubelet.started', 'kubelet.ready']))
  })

  it('does not run into another', () => {
    const objects = page.call('trace', 'deployments.apps/shop/web').map(({ object }) => object)
    expect(objects.some((object) => object.includes('other'))).toBe(false)
  })

  it('of a pod that a controller made begins with the scheduler', () => {
    const { body } = page.call('api', 'GET', '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb')
    const { items } = body as { items: { metadata: { name: string } }[] }
    expect(codes(`pods/shop/${items[0]?.metadata.name ?? ''}`)[0]).toBe('scheduler.bound')
  })

  it('of what never was is empty', () => {
    expect(codes('pods/shop/none')).toEqual([])
  })
})

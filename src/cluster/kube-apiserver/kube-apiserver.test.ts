import { describe, expect, it } from 'vitest'
import { openTestServer } from '../testing/api-server.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'
const pods = '/api/v1/namespaces/default/pods'
const services = '/api/v1/namespaces/default/services'
const deployments = '/apis/apps/v1/namespaces/default/deployments'

const pod = (name: string, spec: object = {}) => ({ metadata: { name }, spec: { containers: [{ name: 'web', image: 'nginx' }], ...spec } })
const deployment = (name: string) => ({
  metadata: { name },
  spec: { replicas: 2, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
})

describe('writing', () => {
  it('refuses an update of an object that was modified in between, in kubectl’s words', () => {
    const { send } = openTestServer()
    const { body } = send('POST', deployments, deployment('web'))
    expect(send('PUT', `${deployments}/web`, body).code).toBe(200)
    expect(send('PATCH', `${deployments}/web`, { spec: { replicas: 3 } }, 'application/merge-patch+json').body.metadata['generation']).toBe(2)
    const late = send('PUT', `${deployments}/web`, body)
    expect(late.code).toBe(409)
    expect(late.body.message).toBe(
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    )
  })

  it('writes nothing when nothing changes', () => {
    const { send, store } = openTestServer()
    const { body } = send('POST', configMaps, { metadata: { name: 'conf' }, data: { a: '1' } })
    const before = store.revision
    expect(send('PUT', `${configMaps}/conf`, body).body.metadata['resourceVersion']).toBe(body.metadata['resourceVersion'])
    expect(send('PATCH', `${configMaps}/conf`, {}, 'application/merge-patch+json').code).toBe(200)
    expect(store.revision).toBe(before)
  })

  it('counts a generation for the spec, and for a Deployment’s annotations, but not for labels or status', () => {
    const { send } = openTestServer()
    send('POST', deployments, deployment('web'))
    const generation = (path: string, patch: object) => send('PATCH', path, patch, 'application/merge-patch+json').body.metadata['generation']
    expect(generation(`${deployments}/web`, { metadata: { labels: { tier: 'a' } } })).toBe(1)
    expect(generation(`${deployments}/web/status`, { status: { replicas: 2 } })).toBe(1)
    expect(generation(`${deployments}/web`, { metadata: { annotations: { note: 'x' } } })).toBe(2)
    expect(generation(`${deployments}/web`, { spec: { replicas: 5 } })).toBe(3)
  })

  it('reports every unknown and repeated field in the order of the text', () => {
    const { send } = openTestServer()
    const text = '{"metadata":{"name":"a","label":{}},"data":{"a":"1","a":"2"},"dta":{}}'
    expect(send('POST', `${configMaps}?fieldValidation=Strict`, text).body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.label", duplicate field "data.a", unknown field "dta"',
    )
    expect(send('POST', `${configMaps}?fieldValidation=Warn`, text).warning).toBe(
      '299 - "unknown field \\"metadata.label\\"",299 - "duplicate field \\"data.a\\"",299 - "unknown field \\"dta\\""',
    )
  })

  it('leaves no trace of a dry run', () => {
    const { send, store } = openTestServer()
    const before = store.revision
    expect(send('POST', `${services}?dryRun=All`, { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } }).code).toBe(201)
    expect(store.revision).toBe(before)
    expect(send('GET', `${services}/web`).code).toBe(404)
  })

  it('draws another name when a generated one is taken', () => {
    const { send } = openTestServer()
    const names = Array.from({ length: 20 }, () => String(send('POST', configMaps, { metadata: { generateName: 'x-' } }).body.metadata['name']))
    expect(new Set(names).size).toBe(20)
    for (const name of names) expect(name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  })
})

describe('deleting', () => {
  it('gives a running pod its grace period, and takes an unscheduled one at once', () => {
    const { send } = openTestServer()
    send('POST', pods, pod('waiting'))
    send('POST', pods, pod('running', { nodeName: 'node-1' }))
    expect(send('DELETE', `${pods}/waiting`).body.metadata['deletionGracePeriodSeconds']).toBe(0)
    expect(send('GET', `${pods}/waiting`).code).toBe(404)
    expect(send('DELETE', `${pods}/running`).body.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T08:00:30Z', generation: 2 })
    expect(send('DELETE', `${pods}/running?gracePeriodSeconds=10`).body.metadata).toMatchObject({ deletionGracePeriodSeconds: 10, deletionTimestamp: '2026-01-01T08:00:10Z' })
    expect(send('DELETE', `${pods}/running?gracePeriodSeconds=0`).code).toBe(200)
    expect(send('GET', `${pods}/running`).code).toBe(404)
  })

  it('keeps an object until its last finalizer is taken off', () => {
    const { send } = openTestServer()
    send('POST', configMaps, { metadata: { name: 'held', finalizers: ['example.com/hold'] } })
    expect(send('DELETE', `${configMaps}/held`).body.metadata['deletionTimestamp']).toBe('2026-01-01T08:00:00Z')
    expect(send('GET', `${configMaps}/held`).code).toBe(200)
    send('PATCH', `${configMaps}/held`, { metadata: { finalizers: null } }, 'application/merge-patch+json')
    expect(send('GET', `${configMaps}/held`).code).toBe(404)
  })

  it.each([
    { name: 'foreground', policy: 'Foreground', finalizers: ['foregroundDeletion'] },
    { name: 'orphan', policy: 'Orphan', finalizers: ['orphan'] },
  ])('keeps the propagation policy as a finalizer: $name', ({ policy, finalizers }) => {
    const { send } = openTestServer()
    send('POST', deployments, deployment('web'))
    const { body } = send('DELETE', `${deployments}/web?propagationPolicy=${policy}`)
    expect(body.metadata['finalizers']).toEqual(finalizers)
    expect(send('DELETE', `${deployments}/web?propagationPolicy=Sideways`).code).toBe(422)
  })

  it('lets a namespace go only when its spec is finalized, and nothing be made in it meanwhile', () => {
    const { send } = openTestServer()
    send('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } })
    expect(send('DELETE', '/api/v1/namespaces/shop').body.status).toEqual({ phase: 'Terminating' })
    const late = send('POST', '/api/v1/namespaces/shop/configmaps', { metadata: { name: 'late' } })
    expect(late.body.message).toBe('configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated')
    send('PUT', '/api/v1/namespaces/shop/finalize', { metadata: { name: 'shop' }, spec: { finalizers: [] } })
    expect(send('GET', '/api/v1/namespaces/shop').code).toBe(404)
    expect(send('DELETE', '/api/v1/namespaces/default').code).toBe(403)
  })
})

describe('reading', () => {
  it('shows all pages of a list at the revision of the first one', () => {
    const { send } = openTestServer()
    for (const name of ['a', 'b', 'c']) send('POST', configMaps, { metadata: { name } })
    const first = send('GET', `${configMaps}?limit=2`)
    expect(first.body.metadata['remainingItemCount']).toBe(1)
    send('DELETE', `${configMaps}/c`)
    const second = send('GET', `${configMaps}?limit=2&continue=${String(first.body.metadata['continue'])}`)
    expect(second.body['items']).toMatchObject([{ metadata: { name: 'c' } }])
  })

  it('says 410 to a page of a revision that is forgotten, with a token for the rest as it is now', () => {
    const { send, store } = openTestServer()
    for (const name of ['a', 'b', 'c']) send('POST', configMaps, { metadata: { name } })
    const pageAfter = (token: unknown) => send('GET', `${configMaps}?limit=1&continue=${String(token)}`)
    const first = send('GET', `${configMaps}?limit=1`)
    send('DELETE', `${configMaps}/b`)
    store.compacted = store.revision
    const expired = pageAfter(first.body.metadata['continue'])
    expect([expired.code, expired.body['reason'], expired.body.message?.slice(0, 56)]).toEqual([410, 'Expired', 'The provided continue parameter is too old to display a '])
    expect(pageAfter(expired.body.metadata['continue']).body['items']).toMatchObject([{ metadata: { name: 'c' } }])
  })

  it('says 504 to a list at a revision that is still to come', () => {
    const { send, store } = openTestServer()
    const early = send('GET', `${configMaps}?resourceVersion=900000`)
    expect([early.code, early.body['reason'], early.body.message]).toEqual([504, 'Timeout', `Timeout: Too large resource version: 900000, current: ${store.revision}`])
  })

  it('tells a watcher DELETED when an object leaves its selector and ADDED when it comes back', () => {
    const { send, watch } = openTestServer()
    const events = watch(`${configMaps}?watch=true&labelSelector=tier%3Dx`)
    send('POST', configMaps, { metadata: { name: 'conf', labels: { tier: 'x' } } })
    const move = (tier: string) => send('PATCH', `${configMaps}/conf`, { metadata: { labels: { tier } } }, 'application/merge-patch+json')
    move('y')
    move('z')
    move('x')
    send('DELETE', `${configMaps}/conf`)
    expect(events().map(({ type }) => type)).toEqual(['ADDED', 'DELETED', 'ADDED', 'DELETED'])
  })

  it('ends the initial events of a streamed list with a bookmark', () => {
    const { send, watch } = openTestServer()
    send('POST', configMaps, { metadata: { name: 'conf' } })
    const events = watch(`${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`)
    expect(events().map(({ type, object }) => [type, object.metadata.name])).toEqual([['ADDED', 'conf'], ['BOOKMARK', undefined]])
  })

  it('says 410 to a watch from before what is remembered', () => {
    const { send, store } = openTestServer()
    store.compacted = store.revision
    expect(send('GET', `${configMaps}?watch=true&resourceVersion=2`).code).toBe(410)
  })
})

describe('Services', () => {
  const ports = (...list: object[]) => ({ type: 'NodePort', ports: list })

  it('get an address of the upper band and give it back when they are deleted', () => {
    const { send } = openTestServer()
    const first = send('POST', services, { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } })
    const address = String(first.body.spec?.['clusterIP'])
    expect(address).toMatch(/^10\.(?:9[6-9]|10\d|11[01])\./)
    const asking = { spec: { clusterIP: address, ports: [{ port: 80 }] } }
    expect(send('POST', services, { metadata: { name: 'twin' }, ...asking }).body.message).toContain('provided IP is already allocated')
    send('DELETE', `${services}/web`)
    expect(send('POST', services, { metadata: { name: 'twin' }, ...asking }).code).toBe(201)
  })

  it('share a node port between the protocols of one port, and keep it through an update without it', () => {
    const { send } = openTestServer()
    const spec = ports({ name: 'dns', port: 53 }, { name: 'dns-udp', port: 53, protocol: 'UDP' })
    const made = send('POST', services, { metadata: { name: 'dns' }, spec })
    const nodePort: unknown = expect.any(Number)
    expect(made.body.spec?.['ports']).toMatchObject([{ nodePort }, { nodePort }])
    const { spec: given = {} } = made.body
    // made.body.spec ?? {}
    expect(new Set((given['ports'] as { nodePort: number }[]).map((port) => port.nodePort)).size).toBe(1)
    const again = send('PUT', `${services}/dns`, { metadata: { name: 'dns' }, spec })
    expect(again.body.spec).toEqual(made.body.spec)
  })

  it('are refused a node port outside the range', () => {
    const { send } = openTestServer()
    expect(send('POST', services, { metadata: { name: 'webapp' }, spec: ports({ port: 80, nodePort: 8080 }) }).body.message).toBe(
      'Service "webapp" is invalid: spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767',
    )
  })
})

describe('admission', () => {
  const nodes = '/api/v1/nodes'
  const priorityClasses = '/apis/scheduling.k8s.io/v1/priorityclasses'

  it('tells a pod the zone of the node it is bound to', () => {
    const { send } = openTestServer()
    send('POST', nodes, { metadata: { name: 'node-1', labels: { 'topology.kubernetes.io/zone': 'a', rack: '7' } } })
    send('POST', pods, pod('web'))
    expect(send('POST', `${pods}/web/binding`, { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-1' } }).code).toBe(201)
    expect(send('GET', `${pods}/web`).body.metadata['labels']).toEqual({ 'topology.kubernetes.io/zone': 'a' })
    const again = send('POST', `${pods}/web/binding`, { metadata: { name: 'web' }, target: { kind: 'Node', name: 'node-2' } })
    expect(again.body.message).toBe('Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"')
  })

  it('turns a priority class into a number, which pods may not write themselves', () => {
    const { send } = openTestServer()
    send('POST', priorityClasses, { metadata: { name: 'high' }, value: 1000, globalDefault: true })
    expect(send('POST', pods, pod('web')).body.spec).toMatchObject({ priority: 1000, priorityClassName: 'high' })
    expect(send('POST', pods, pod('own', { priority: 5 })).body.message).toContain('must not be provided in pod spec')
    expect(send('POST', priorityClasses, { metadata: { name: 'other' }, value: 1, globalDefault: true }).body.message).toBe(
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass high is already marked as default. Only one default can exist',
    )
  })

  it('gives an Ingress without a class the default one', () => {
    const { send } = openTestServer()
    const classes = '/apis/networking.k8s.io/v1/ingressclasses'
    send('POST', classes, { metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } }, spec: { controller: 'k8s.io/ingress-nginx' } })
    const backend = { service: { name: 'web', port: { number: 80 } } }
    const made = send('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', { metadata: { name: 'web' }, spec: { defaultBackend: backend } })
    expect(made.body.spec).toMatchObject({ ingressClassName: 'nginx' })
  })

  it('refuses a pod whose service account is missing', () => {
    const { send } = openTestServer()
    expect(send('POST', pods, pod('web', { serviceAccountName: 'ghost' })).body.message).toBe(
      'pods "web" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
    )
  })
})

import { describe, expect, it } from 'vitest'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

interface Owner {
  readonly name: string
  readonly uid: string
  readonly blocks?: boolean
}

const configMap = (name: string, owners: readonly Owner[] = [], namespace = 'default'): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ownerReferences: owners.map((owner) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: owner.name, uid: owner.uid, blockOwnerDeletion: owner.blocks ?? true })) },
})

const uidOf = (story: Story, name: string): string => story.list('configmaps', `default/${name}`)[0]?.metadata.uid ?? ''
const names = (story: Story): string[] => story.list('configmaps', 'default/').map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt')
const path = '/api/v1/namespaces/default/configmaps'
const foreground = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground' }

describe('the garbage collector', () => {
  it('keeps what has another living owner, also if one owner goes in the foreground', () => {
    const story = openStory(1)
    story.create(configMap('going'), configMap('staying'))
    story.create(configMap('child', [{ name: 'going', uid: uidOf(story, 'going') }, { name: 'staying', uid: uidOf(story, 'staying') }]))
    story.call('DELETE', `${path}/going`, foreground)
    story.until('the owner is gone', () => !names(story).includes('going'))
    story.run(5)
    expect(names(story)).toEqual(['staying', 'child'])
    expect(story.list('configmaps', 'default/child')[0]?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['staying'])
  })

  it('is not held up by three objects that own each other', () => {
    const story = openStory(1)
    story.create(configMap('a'), configMap('b'), configMap('c'))
    const owns = (owner: string, object: string) => story.call('PATCH', `${path}/${object}`, { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid: uidOf(story, owner), blockOwnerDeletion: true }] } })
    owns('a', 'b')
    owns('b', 'c')
    owns('c', 'a')
    story.run(1)
    story.call('DELETE', `${path}/a`, foreground)
    story.until('all are gone', () => names(story).length === 0)
  })

  it('takes an owner in another namespace for absent, and says so', () => {
    const story = openStory(1)
    story.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
    story.create(configMap('owner'))
    story.create(configMap('child', [{ name: 'owner', uid: uidOf(story, 'owner') }], 'shop'))
    story.until('the child is gone', () => story.list('configmaps', 'shop/child').length === 0)
    expect(story.events('child').join()).toContain('OwnerRefInvalidNamespace')
    expect(names(story)).toEqual(['owner'])
  })

  it('removes what names an owner that is not there', () => {
    const story = openStory(1)
    story.create(configMap('orphan', [{ name: 'nobody', uid: '11111111-2222-3333-4444-555555555555' }]))
    story.until('it is gone', () => names(story).length === 0)
  })

  it('lets an owner in the foreground wait for those only that block it', () => {
    const story = openStory(1)
    story.create(configMap('owner'))
    const held = (name: string, blocks: boolean) => {
      const object = configMap(name, [{ name: 'owner', uid: uidOf(story, 'owner'), blocks }]) as { metadata: object }
      return { ...object, metadata: { ...object.metadata, finalizers: ['example.com/hold'] } }
    }
    story.create(held('blocker', true), held('other', false))
    story.call('DELETE', `${path}/owner`, foreground)
    story.run(5)
    expect(names(story)).toEqual(['owner', 'blocker', 'other'])
    story.call('PATCH', `${path}/blocker`, { metadata: { finalizers: null } })
    story.until('the owner is gone', () => !names(story).includes('owner'))
    expect(names(story)).toEqual(['other'])
  })
})

it('a namespace that cannot be emptied says what is left and what holds it', () => {
  const story = openStory(1)
  story.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  story.run(1)
  story.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace: 'shop', finalizers: ['example.com/hold'] } })
  story.call('DELETE', '/api/v1/namespaces/shop')
  story.run(8)
  const conditions = Object.fromEntries((story.list('namespaces', 'shop')[0]?.status?.conditions ?? []).map(({ type, status, reason, message }) => [type, `${status} ${reason}: ${message}`]))
  expect(conditions).toMatchObject({
    NamespaceDeletionDiscoveryFailure: 'False ResourcesDiscovered: All resources successfully discovered',
    NamespaceDeletionGroupVersionParsingFailure: 'False ParsedGroupVersions: All legacy kube types successfully parsed',
    NamespaceDeletionContentFailure: 'False ContentDeleted: All content successfully deleted, may be waiting on finalization',
    NamespaceContentRemaining: 'True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
    NamespaceFinalizersRemaining: 'True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  })
  story.call('PATCH', '/api/v1/namespaces/shop/configmaps/held', { metadata: { finalizers: null } })
  story.until('it is gone', () => story.list('namespaces', 'shop').length === 0)
})

it('a ReplicaSet adopts pods that match it, and makes only what is missing', () => {
  const story = openStory(1)
  story.create(podOf('mine', { image: 'nginx:1.27' }))
  story.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web' }, spec: { replicas: 2, selector: { matchLabels: { app: 'mine' } }, template: { metadata: { labels: { app: 'mine' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } } } })
  story.until('there are two', () => story.pods().length === 2)
  story.run(5)
  expect(story.pods()).toHaveLength(2)
  expect(story.pod('mine')?.metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'web', controller: true }])
})

describe('an endpoint', () => {
  const endpoints = (story: Story) => story.list('endpointslices' as 'endpointslices.discovery.k8s.io', 'default/web').flatMap(({ endpoints: found }) => (found ?? []).map(({ conditions }) => conditions))
  const slow = { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 3600'], readinessProbe: { exec: { command: ['cat', '/nothing'] } } }

  it('is ready as its pod is, unless the Service asks for those that are not', () => {
    const story = openStory(1)
    story.create(podOf('web', slow), serviceOf('web', 80, 80))
    story.until('it is there', () => endpoints(story).length === 1)
    expect(endpoints(story)).toEqual([{ ready: false, serving: false, terminating: false }])
    story.call('PATCH', '/api/v1/namespaces/default/services/web', { spec: { publishNotReadyAddresses: true } })
    story.run(2)
    expect(endpoints(story)).toEqual([{ ready: true, serving: false, terminating: false }])
  })

  it('of a pod that is going still serves, but is not ready', () => {
    const story = openStory(1)
    story.create(podOf('web', { image: 'busybox:1.36', command: ['sh', '-c', 'trap "" TERM; sleep 3600'] }, { terminationGracePeriodSeconds: 20 }), serviceOf('web', 80, 80))
    story.until('it is ready', () => endpoints(story)[0]?.ready === true)
    story.call('DELETE', '/api/v1/namespaces/default/pods/web')
    story.run(2)
    expect(endpoints(story)).toEqual([{ ready: false, serving: true, terminating: true }])
  })
})

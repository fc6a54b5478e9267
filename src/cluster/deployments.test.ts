import { describe, expect, it } from 'vitest'
import type { ReplicaSet } from '../api/generated/types.ts'
import { openStory, podOf, serviceOf, type Story } from './testing/story.ts'

const path = '/apis/apps/v1/namespaces/default/deployments'

const deploymentOf = (replicas: number, image = 'nginx:1.27', spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'web', image }] } },
    ...spec,
  },
})

const deployment = (story: Story) => story.list('deployments' as 'deployments.apps', 'default/web')[0]
const sets = (story: Story) => story.list('replicasets' as 'replicasets.apps', 'default/')
const sizes = (story: Story) => sets(story).map(({ spec }) => spec?.replicas)
const condition = (story: Story, type: string) => {
  const found = deployment(story)?.status?.conditions?.find((one) => one.type === type)
  return found && `${found.status} ${found.reason}`
}
const isRolledOut = (story: Story) => () => condition(story, 'Progressing') === 'True NewReplicaSetAvailable'

function opened(replicas: number, spec: object = {}): Story {
  const story = openStory(1)
  story.create(deploymentOf(replicas, 'nginx:1.27', spec))
  story.until('the Deployment is rolled out', isRolledOut(story))
  return story
}
const setImage = (story: Story, image: string) => story.call('PATCH', `${path}/web`, { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } })

describe('a new Deployment', () => {
  it('makes one ReplicaSet, and that makes the pods', () => {
    const story = opened(3)
    expect(sizes(story)).toEqual([3])
    expect(story.pods()).toHaveLength(3)
    expect(deployment(story)?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1')
    const { name } = sets(story)[0]!.metadata
    expect(story.events('web')).toEqual([`ScalingReplicaSet: Scaled up replica set ${name} from 0 to 3`])
    expect(story.events(name).map((text) => text.replace(/: web.*/, ''))).toEqual(Array(3).fill('SuccessfulCreate: Created pod'))
    expect(condition(story, 'Available')).toBe('True MinimumReplicasAvailable')
  })

  it('counts its pods once they are made, not one by one: what comes due during a sync waits for its API calls', () => {
    const story = opened(8)
    const counted = new Set<number>()
    for (const { current } of story.cluster.store().log.values()) {
      const set = current?.value
      if (set?.kind === 'ReplicaSet' && 'status' in set) counted.add((set as ReplicaSet).status?.replicas ?? 0)
    }
    // The last pod may be heard of after the sync has ended.
    expect([...counted].filter((count) => count !== 7)).toEqual([0, 8])
  })

  it('is told before what follows from it', () => {
    const story = opened(2)
    const codes = ['kubectl.request', 'etcd.stored', 'deployment.created-replicaset', 'replicaset.created-pods', 'scheduler.bound', 'kubelet.admitted', 'kubelet.ready']
    const times = codes.map((code) => story.facts.find((fact) => fact.code === code)?.seconds ?? Infinity)
    expect([...times].sort((a, b) => a - b)).toEqual(times)
  })
})

describe('a rolling update', () => {
  it('never drops below the available minimum and never has more pods than the surge allows', () => {
    const story = opened(4)
    setImage(story, 'nginx:1.28')
    const seen: { available: number; pods: number }[] = []
    story.until('the new template is rolled out', () => {
      const active = story.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      const available = active.filter(({ status }) => status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))
      seen.push({ available: available.length, pods: active.length })
      return sizes(story)[1] === 4 && isRolledOut(story)()
    })
    expect(Math.min(...seen.map(({ available }) => available))).toBeGreaterThanOrEqual(3)
    expect(Math.max(...seen.map(({ pods }) => pods))).toBeLessThanOrEqual(5)
    expect(sizes(story)).toEqual([0, 4])
  })

  it('to an image that does not exist stands still, keeps the old pods, and is not rolled back', () => {
    const story = opened(10, { progressDeadlineSeconds: 30 })
    setImage(story, 'nginx:no-such-tag')
    story.run(20)
    expect(sizes(story)).toEqual([8, 5])
    story.until('the deadline has passed', () => condition(story, 'Progressing') === 'False ProgressDeadlineExceeded')
    expect(sizes(story)).toEqual([8, 5])
  })

  it('back to the first template takes the first ReplicaSet again, at the next revision', () => {
    const story = opened(2)
    const first = sets(story)[0]!.metadata.name
    setImage(story, 'nginx:1.28')
    story.until('the second template is rolled out', () => sizes(story)[1] === 2 && sizes(story)[0] === 0 && isRolledOut(story)())
    setImage(story, 'nginx:1.27')
    story.until('the first template is rolled out', () => sizes(story)[0] === 2 && sizes(story)[1] === 0)
    const again = sets(story).find(({ metadata }) => metadata.name === first)
    expect(again?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' })
  })

  it('that is paused goes on where it stood when it is resumed', () => {
    const story = opened(2)
    story.call('PATCH', `${path}/web`, { spec: { paused: true } })
    setImage(story, 'nginx:1.28')
    story.run(5)
    expect([sizes(story), condition(story, 'Progressing')]).toEqual([[2], 'Unknown DeploymentPaused'])
    story.call('PATCH', `${path}/web`, { spec: { paused: null } })
    story.until('the update is rolled out', () => sizes(story)[1] === 2 && sizes(story)[0] === 0)
  })
})

it('Recreate makes no new pod until the last old one has ended', () => {
  const story = opened(3, { strategy: { type: 'Recreate' } })
  const old = new Set(story.pods().map(({ metadata }) => metadata.name))
  setImage(story, 'nginx:1.28')
  story.until('there is a new pod', () => {
    const running = story.pods().filter(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded')
    const names = running.map(({ metadata }) => metadata.name)
    const fresh = names.filter((name) => !old.has(name))
    expect(fresh.length === 0 || names.length === fresh.length).toBe(true)
    return fresh.length === 3
  })
})

describe('a ReplicaSet', () => {
  it('replaces a pod that is deleted', () => {
    const story = opened(2)
    const gone = story.pods()[0]!.metadata.name
    story.call('DELETE', `/api/v1/namespaces/default/pods/${gone}`)
    story.until('there are two others', () => story.pods().length === 2 && story.pod(gone) === undefined)
    expect(sizes(story)).toEqual([2])
  })

  it('lets go of a pod that loses its label, and makes another', () => {
    const story = opened(2)
    const stray = story.pods()[0]!.metadata.name
    story.call('PATCH', `/api/v1/namespaces/default/pods/${stray}`, { metadata: { labels: { app: 'other' } } })
    story.until('there are three pods', () => story.pods().length === 3)
    expect(story.pod(stray)?.metadata.ownerReferences).toBeUndefined()
  })
})

it('a ReplicaSet that may not make pods says so, stops at the first, and makes them all once it may', () => {
  const story = openStory(1)
  story.create(deploymentOf(6, 'nginx:1.27', { template: { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'robot', containers: [{ name: 'web', image: 'nginx:1.27' }] } } }))
  story.run(0.5)
  const { name, namespace } = sets(story)[0]!.metadata
  const refusal = `pods "${name}-" is forbidden: error looking up service account ${namespace}/robot: serviceaccount "robot" not found`
  // The first batch is one pod: of six, one was tried in each of the first syncs.
  expect(story.events(name).map((text) => text.replace(/ \(x\d+\)$/, ''))).toEqual([`FailedCreate: Error creating: ${refusal}`])
  expect(sets(story)[0]?.status?.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: refusal }])
  expect(condition(story, 'ReplicaFailure')).toBe('True FailedCreate')
  story.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } })
  story.until('all pods are there', () => story.pods().length === 6, 120)
  story.run(1)
  expect(condition(story, 'ReplicaFailure')).toBeUndefined()
})

describe('deleting a Deployment', () => {
  it('takes its ReplicaSet and its pods with it', () => {
    const story = opened(2)
    story.call('DELETE', `${path}/web`)
    story.until('everything is gone', () => sets(story).length === 0 && story.pods().length === 0)
  })

  it('in the foreground, it goes last', () => {
    const story = opened(2)
    story.call('DELETE', `${path}/web`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground' })
    story.until('everything is gone', () => {
      const left = story.pods().length + sets(story).length
      expect(left === 0 || deployment(story) !== undefined || sets(story).length === 0).toBe(true)
      return left === 0 && deployment(story) === undefined
    })
  })

  it('orphaning, its ReplicaSet and pods live on without an owner', () => {
    const story = opened(2)
    story.call('DELETE', `${path}/web`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Orphan' })
    story.until('the Deployment is gone', () => deployment(story) === undefined)
    story.run(3)
    expect(sets(story).map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined])
    expect(story.pods()).toHaveLength(2)
  })
})

describe('endpoints', () => {
  it('follow the readiness of pods, and go with their Service', () => {
    const story = openStory(1)
    story.create(podOf('web', { image: 'nginx:1.27' }), serviceOf('web', 80, 80))
    const slices = () => story.list('endpointslices' as 'endpointslices.discovery.k8s.io', 'default/web')
    const ready = () => slices().flatMap(({ endpoints }) => (endpoints ?? []).map(({ conditions }) => conditions?.ready))
    story.until('the pod is an endpoint that is ready', () => ready().includes(true))
    expect(slices()).toHaveLength(1)
    story.call('DELETE', '/api/v1/namespaces/default/services/web')
    story.run(5)
    expect([slices().length, story.list('endpoints', 'default/web').length]).toEqual([0, 0])
  })
})

describe('a namespace that is deleted', () => {
  it('is emptied, pods first, and then goes', () => {
    const story = openStory(1)
    story.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
    story.run(1)
    expect(story.list('serviceaccounts', 'shop/').map(({ metadata }) => metadata.name)).toEqual(['default'])
    story.create({ ...podOf('web', { image: 'nginx:1.27' }, { terminationGracePeriodSeconds: 1 }), metadata: { name: 'web', namespace: 'shop' } })
    story.run(10)
    story.call('DELETE', '/api/v1/namespaces/shop')
    story.run(1)
    expect(story.list('namespaces', 'shop')[0]?.status?.phase).toBe('Terminating')
    story.until('it is gone', () => story.list('namespaces', 'shop').length === 0)
    expect(story.list('configmaps', 'shop/')).toEqual([])
  })
})

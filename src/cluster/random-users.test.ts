/**
 * Somebody who does not know what she does: sixty random changes to Deployments, Pods, ReplicaSets, Services and Nodes,
 * and processes and machines stopped and started, at random moments. Whatever she did, once she has healed everything
 * the cluster is what its objects say.
 */
import { describe, expect, it } from 'vitest'
import type { Deployment, EndpointSlice, Pod, ReplicaSet } from '../api/generated/types.ts'
import { hashName, randomUint32 } from '../sim/random.ts'
import { plus, seconds } from '../sim/time.ts'
import { openStory, type Story } from './testing/story.ts'

const apps = '/apis/apps/v1/namespaces/default'
const core = '/api/v1/namespaces/default'
const names = ['a', 'b', 'c']
const missingImage = 'nginx:no-such-tag'
const images = ['nginx:1.27', 'nginx:1.28', 'redis:7', missingImage]

interface Dice {
  below(end: number): number
  pick<T>(from: readonly T[]): T
}

function diceOf(seed: number): Dice {
  let drawn = 0
  const below = (end: number) => randomUint32(seed, hashName('random user'), drawn++) % end
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] }
}

const deploymentOf = (name: string, { below, pick }: Dice): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: below(6),
    selector: { matchLabels: { app: name } },
    strategy: pick([{ type: 'Recreate' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: pick([0, 1, '50%']), maxUnavailable: pick([1, 2, '25%']) } }]),
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: pick(images), resources: { requests: { cpu: pick(['100m', '500m']) } } }] } },
  },
})

const replicaSets = (story: Story): ReplicaSet[] => story.list('replicasets' as 'replicasets.apps', 'default/')
const deployments = (story: Story): Deployment[] => story.list('deployments' as 'deployments.apps', 'default/')
const slices = (story: Story): EndpointSlice[] => story.list('endpointslices' as 'endpointslices.discovery.k8s.io', 'default/')

const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', ...['node-1', 'node-2'].flatMap((node) => [`kubelet/${node}`, `kube-proxy/${node}`, `node/${node}`])]

type Act = (story: Story, dice: Dice, name: string) => void

const onDeployment = (bodyOf: (dice: Dice) => object): Act => (story, dice, name) => void story.call('PATCH', `${apps}/deployments/${name}`, bodyOf(dice))
const onPod = (act: (story: Story, dice: Dice, path: string) => void): Act => (story, dice) => {
  if (story.pods().length > 0) act(story, dice, `${core}/pods/${dice.pick(story.pods()).metadata.name}`)
}
const onNode = (specOf: (dice: Dice) => object): Act => (story, dice) => void story.call('PATCH', `/api/v1/nodes/${dice.pick(['node-1', 'node-2'])}`, { spec: specOf(dice) })

const acts: readonly Act[] = [
  (story, dice, name) => void story.call('POST', `${apps}/deployments`, deploymentOf(name, dice)),
  (story, dice, name) => void story.call('POST', `${apps}/deployments`, deploymentOf(name, dice)),
  onDeployment(({ below }) => ({ spec: { replicas: below(8) } })),
  onDeployment(({ pick }) => ({ spec: { template: { spec: { containers: [{ name: 'c', image: pick(images) }] } } } })),
  onDeployment(({ below }) => ({ spec: { paused: below(3) === 0 } })),
  (story, { pick }, name) => void story.call('DELETE', `${apps}/deployments/${name}`, { propagationPolicy: pick(['Background', 'Foreground', 'Orphan']) }),
  onPod((story, { pick }, path) => void story.call('DELETE', path, { gracePeriodSeconds: pick([0, 1, 30]) })),
  onPod((story, { pick }, path) => void story.call('PATCH', path, { metadata: { labels: { app: pick(['a', 'x', null]) } } })),
  (story, { pick }) => {
    if (replicaSets(story).length > 0) story.call('DELETE', `${apps}/replicasets/${pick(replicaSets(story)).metadata.name}`)
  },
  (story, _, name) => void story.call('POST', `${core}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }] } }),
  (story, _, name) => void story.call('DELETE', `${core}/services/${name}`),
  ({ cluster }, { pick }) => void cluster.stop(pick(parts)),
  ({ cluster }, { pick }) => void cluster.start(pick(parts)),
  ({ cluster }, { pick }) => void cluster.start(pick(parts)),
  onNode(({ below }) => ({ unschedulable: below(3) === 0 })),
  onNode(({ below, pick }) => ({ taints: below(3) === 0 ? [{ key: 'k', effect: pick(['NoSchedule', 'NoExecute']) }] : [] })),
]

function meddle(story: Story, seed: number): void {
  const dice = diceOf(seed)
  for (let count = 0; count < 60; count++) {
    dice.pick(acts)(story, dice, dice.pick(names))
    story.run(dice.pick([0, 0.01, 0.3, 2, 10, 40]))
  }
}

/** Everything runs, the nodes take pods again, nothing is paused, and there is time. */
function calmDown(story: Story): void {
  for (const part of parts) story.cluster.start(part)
  story.run(60)
  for (const node of ['node-1', 'node-2']) story.call('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable: null, taints: [] } })
  for (const { metadata } of deployments(story)) story.call('PATCH', `${apps}/deployments/${metadata.name}`, { spec: { paused: false } })
  story.run(1_200)
}

const ownedBy = <T extends Pod | ReplicaSet>(owner: { metadata: { uid?: string } }, objects: readonly T[]): T[] =>
  objects.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))

const isReady = ({ status }: Pod): boolean => status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false

/** Sentences about what is not as it should be. */
function complaints(story: Story): string[] {
  const [pods, sets] = [story.pods(), replicaSets(story)]
  const owners = new Set([...sets, ...deployments(story)].map(({ metadata }) => metadata.uid))
  const lost = [...pods, ...sets].filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => !owners.has(uid))).map(({ metadata }) => `${metadata.name} outlived its owner`)
  const leaving = [...pods, ...sets, ...deployments(story)].filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map(({ metadata }) => `${metadata.name} does not go`)
  const short = sets.filter((set) => ownedBy(set, pods).length !== set.spec.replicas).map(({ metadata }) => `${metadata.name} has not its number of pods`)
  const stuck = deployments(story).filter((deployment) => !isAsAsked(deployment, ownedBy(deployment, sets))).map(({ metadata }) => `${metadata.name} is not as asked`)
  const stale = story.list('services', 'specs/default/').filter(({ metadata, spec }) => spec?.selector && !isServed(metadata.name, story)).map(({ metadata }) => `${metadata.name} has other endpoints than ready pods`)
  return [...lost, ...leaving, ...short, ...stuck, ...stale]
}

function isAsAsked({ metadata, spec, status }: Deployment, sets: readonly ReplicaSet[]): boolean {
  if (status?.observedGeneration !== metadata.generation) return false
  if (spec.template.spec?.containers[0]?.image === missingImage) return true
  return status?.readyReplicas === (spec.replicas || undefined) && sets.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0) === spec.replicas
}

function isServed(app: string, story: Story): boolean {
  const ready = story.pods().filter((pod) => pod.metadata.labels?.['app'] === app && isReady(pod)).map(({ status }) => status?.podIP)
  const served = slices(story).filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === app).flatMap(({ endpoints }) => endpoints ?? [])
  return JSON.stringify(ready.sort()) === JSON.stringify(served.filter(({ conditions }) => conditions?.ready).map(({ addresses }) => addresses[0]).sort())
}

describe('after sixty random changes', () => {
  for (const seed of [1, 2, 5, 14, 24, 33]) {
    it(`the cluster is what its objects say (seed ${seed})`, () => {
      const story = openStory(seed)
      meddle(story, seed)
      calmDown(story)
      expect(complaints(story)).toEqual([])
    })
  }

  for (const seed of [4, 9, 39]) {
    it(`a copy that was saved goes on the same (seed ${seed})`, () => {
      const story = openStory(seed)
      meddle(story, seed)
      const { kernel } = story.cluster
      const copy = openStory(seed).cluster.kernel
      copy.load(kernel.save())
      const end = plus(kernel.world.now, seconds(100))
      kernel.run(end)
      copy.run(end)
      expect(copy.hash()).toBe(kernel.hash())
    })
  }
})

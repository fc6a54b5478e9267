import { describe, expect, it } from 'vitest'
import type { Pod, ReplicaSet } from '../api/generated/types.ts'
import { isStream } from '../api/meta/http.ts'
import { kubectl, splitWords } from '../kubectl/kubectl.ts'
import { assert } from '../sim/assert.ts'
import { plus, seconds } from '../sim/time.ts'
import { createCluster, type Cluster } from './cluster.ts'

const born = '2026-01-01T00:00:00Z'

interface Strategy {
  readonly maxSurge?: number | string
  readonly maxUnavailable?: number | string
}

/** A Deployment whose pods become available when the test says so, all at once: its node plays no pods. */
interface Rollout {
  readonly cluster: Cluster
  /** Sizes of the new and the old sets after each step, `|` where all new pods became available. */
  steps(): string
  kubectl(words: string): string
  becomeAvailable(): void
  run(duration: number): void
}

function opened(replicas: number, strategy: Strategy = {}): Rollout {
  const cluster = createCluster({ seed: 1, born, nodes: ['node-1'], hollow: true })
  const run = (duration: number) => cluster.kernel.run(plus(cluster.kernel.world.now, seconds(duration)))
  run(5)
  cluster.stop('kubelet/node-1')
  const ask = (method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) => {
    const answer = cluster.handle({ method, path, query: {}, headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }, body: JSON.stringify(body) })
    assert(answer.code < 400 && !isStream(answer), `${method} ${path}: ${answer.code}`)
  }
  const list = <T>(prefix: string): T[] => [...cluster.store().entries.values()].filter(({ key }) => key.startsWith(`/registry/${prefix}`)).map(({ value }) => value as T)
  const becomeAvailable = () => {
    for (const pod of list<Pod>('pods/default/').filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status?.phase === 'Pending')) {
      const status = { ...pod.status, phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: born }] }
      ask('PUT', `/api/v1/namespaces/default/pods/${pod.metadata.name}/status`, { ...pod, status })
    }
  }
  const sets = () => list<ReplicaSet>('replicasets/default/').sort((a, b) => Number(a.metadata.annotations?.['deployment.kubernetes.io/revision']) - Number(b.metadata.annotations?.['deployment.kubernetes.io/revision']))
  const words: string[] = []
  let revision = 0
  let lastShrank = false
  const note = () => {
    const store = cluster.store()
    const sizes = new Map<string, number>()
    const newest = sets().at(-1)?.metadata.name ?? ''
    for (let at = 1; at <= store.revision; at++) {
      const record = store.log.get(at)
      const set = record?.current?.value as ReplicaSet | undefined
      if (set?.kind !== 'ReplicaSet') continue
      const before = sizes.get(set.metadata.name)
      sizes.set(set.metadata.name, set.spec.replicas ?? 0)
      if (at <= revision || (before ?? 0) === set.spec.replicas) continue
      const step = `${sizes.get(newest) ?? 0}/${[...sizes].filter(([name]) => name !== newest).reduce((sum, [, size]) => sum + size, 0)}`
      // Pods that become available at once are heard of one after the other: what shrinks twice in a row shrank once.
      const isOld = set.metadata.name !== newest
      if (isOld && lastShrank) words.pop()
      lastShrank = isOld
      words.push(step)
    }
    revision = store.revision
  }
  const selector = { app: 'web' }
  const template = { metadata: { labels: selector }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } }
  ask('POST', '/apis/apps/v1/namespaces/default/deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas, selector: { matchLabels: selector }, template, strategy: { type: 'RollingUpdate', rollingUpdate: strategy } } })
  run(3)
  becomeAvailable()
  run(3)
  revision = cluster.store().revision
  return {
    cluster,
    run,
    kubectl: (line) => {
      const handle = (request: Parameters<Cluster['handle']>[0]) => {
        const answer = cluster.handle(request)
        assert(!isStream(answer), 'no stream was asked for')
        return answer
      }
      const said = kubectl(splitWords(line), { handle, stdin: '', readFile: () => undefined, now: born }).output.slice(1).map(({ text }) => text).join('\n')
      run(3)
      note()
      return said
    },
    becomeAvailable: () => {
      words.push('|')
      lastShrank = false
      becomeAvailable()
      run(3)
      note()
    },
    steps: () => words.join(' '),
  }
}

describe('a rolling update takes these steps, new pods over old ones', () => {
  it.each([
    { name: 'three replicas by default', replicas: 3, strategy: {}, steps: '1/3 | 1/2 2/2 | 2/1 3/1 | 3/0' },
    { name: 'four replicas by default', replicas: 4, strategy: {}, steps: '1/4 1/3 2/3 | 2/1 4/1 | 4/0' },
    { name: 'ten replicas by default', replicas: 10, strategy: {}, steps: '3/10 3/8 5/8 | 5/3 10/3 | 10/0' },
    { name: 'five, one more and none less', replicas: 5, strategy: { maxSurge: 1, maxUnavailable: 0 }, steps: '1/5 | 1/4 2/4 | 2/3 3/3 | 3/2 4/2 | 4/1 5/1 | 5/0' },
    { name: 'three, none more and one less', replicas: 3, strategy: { maxSurge: 0, maxUnavailable: 1 }, steps: '0/2 1/2 | 1/1 2/1 | 2/0 3/0' },
    { name: 'ten, doubled for a while', replicas: 10, strategy: { maxSurge: '100%', maxUnavailable: 0 }, steps: '10/10 | 10/0' },
    { name: 'one by default', replicas: 1, strategy: {}, steps: '1/1 | 1/0' },
    { name: 'two, where both limits round to nothing', replicas: 2, strategy: { maxSurge: 0, maxUnavailable: '25%' }, steps: '0/1 1/1 | 1/0 2/0' },
  ])('$name: $steps', ({ replicas, strategy, steps }) => {
    const rollout = opened(replicas, strategy)
    rollout.kubectl('set image deployment/web web=nginx:2')
    for (let waits = 0; waits < steps.split('|').length - 1; waits++) rollout.becomeAvailable()
    expect(rollout.steps()).toBe(steps)
  })
})

it('an update that is overtaken by another shrinks at once, and there are never more pods than the surge allows', () => {
  const rollout = opened(10)
  rollout.kubectl('set image deployment/web web=nginx:2')
  rollout.kubectl('set image deployment/web web=nginx:3')
  const [, , beyond] = rollout.steps().split(' ').slice(-3).map((sizes) => sizes.split('/').map(Number).reduce((sum, size) => sum + size, 0))
  expect(rollout.steps().split(' ').map((sizes) => sizes.split('/').map(Number).reduce((sum, size) => sum + size, 0)).every((sum) => sum <= 13)).toBe(true)
  expect(beyond).toBe(13)
  const sets = [...rollout.cluster.store().entries.values()].filter(({ value }) => value.kind === 'ReplicaSet').map(({ value }) => (value as ReplicaSet).spec.replicas)
  // Of the overtaken set nothing was ready, so it went first.
  expect(sets.sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([0, 5, 8])
})

describe('kubectl rollout', () => {
  it('undo takes the template of the revision before, whose ReplicaSet gets the next revision', () => {
    const rollout = opened(1)
    expect(rollout.kubectl('rollout undo deployment/web')).toBe('error: no rollout history found for deployment "web"')
    rollout.kubectl('set image deployment/web web=nginx:2')
    rollout.becomeAvailable()
    expect(rollout.kubectl('rollout history deployment/web')).toBe('deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n')
    expect(rollout.kubectl('rollout undo deployment/web')).toBe('deployment.apps/web rolled back')
    rollout.becomeAvailable()
    expect(rollout.kubectl('rollout history deployment/web')).toBe('deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>\n')
    expect(rollout.kubectl('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}')).toBe('nginx:1')
    expect(rollout.kubectl('rollout undo deployment/web --to-revision=7')).toBe('error: unable to find specified revision 7 in history')
  })

  it('pause holds changes back until resume, and neither is done twice', () => {
    const rollout = opened(1)
    expect(rollout.kubectl('rollout pause deployment/web')).toBe('deployment.apps/web paused')
    expect(rollout.kubectl('rollout pause deployment/web')).toBe('error: deployments.apps "web" is already paused')
    rollout.kubectl('set image deployment/web web=nginx:2')
    expect(rollout.kubectl('rollout restart deployment/web')).toBe(`error: deployments.apps "web" can't restart paused deployment (run rollout resume first)`)
    expect(rollout.steps()).toBe('')
    expect(rollout.kubectl('rollout resume deployment/web')).toBe('deployment.apps/web resumed')
    expect(rollout.steps()).toBe('1/1')
  })

  it('restart makes every pod anew', () => {
    const rollout = opened(1)
    expect(rollout.kubectl('rollout restart deployment/web')).toBe('deployment.apps/web restarted')
    rollout.becomeAvailable()
    expect(rollout.steps()).toBe('1/1 | 1/0')
  })
})

import { describe, expect, it } from 'vitest'
import type { Fact, FactLevel } from '../worker/protocol.ts'
import { storyOf, type StoryHop } from './story.ts'

const deployment = 'deployments.apps/my-test-space/servera'
const pods = ['pods/my-test-space/servera-5894957bbb-hzkrt', 'pods/my-test-space/servera-5894957bbb-kp7jv'] as const

let id = 0
function fact(milliseconds: number, code: string, given: { object?: string; params?: Fact['params']; level?: FactLevel; revision?: number; cause?: number } = {}): Fact {
  const { object = deployment, params = {}, level = 'event', revision = 0, cause = 0 } = given
  return { id: ++id, at: 13_000_000 + milliseconds * 1_000, code, level, actor: '', object, cause, revision, params }
}

const request = (method: string, path: string) => fact(0, 'kubectl.request', { level: 'input', params: { method, path, kind: 'Deployment', name: 'servera' } })
const create = request('POST', '/apis/apps/v1/namespaces/my-test-space/deployments')
const scale = request('PATCH', '/apis/apps/v1/namespaces/my-test-space/deployments/servera/scale')
const accepted = fact(2, 'apiserver.accepted', { params: { method: 'POST', path: '', code: 201, kind: 'Deployment', name: 'servera' } })
const stored = fact(2, 'etcd.stored', { revision: 43, params: { verb: 'create', kind: 'Deployment', name: 'servera', by: 'kubectl' } })
const replicaSet = fact(8, 'deployment.created-replicaset', { cause: 43, revision: 44, params: { deployment: 'servera', replicaset: 'servera-5894957bbb', replicas: 2 } })
const created = fact(13, 'replicaset.created-pods', { cause: 44, object: 'replicasets.apps/my-test-space/servera-5894957bbb', params: { replicaset: 'servera-5894957bbb', replicas: 2, existing: 0, created: 2 } })
const bound = pods.map((object, i) => fact(20 + i, 'scheduler.bound', { object, params: { pod: object.slice(19), node: `node-${i + 1}`, feasible: 2, nodes: 2, score: 668, tie: '' } }))
const admitted = pods.map((object, i) => fact(24 + i, 'kubelet.admitted', { object, params: { pod: object.slice(19), node: `node-${i + 1}` } }))
const ready = pods.map((object, i) => fact(2_100 + i, 'kubelet.ready', { object, params: { pod: object.slice(19), node: `node-${i + 1}` } }))

const states = (hops: readonly StoryHop[]) => hops.map(({ name, state }) => `${name} ${state}`)

describe('the story of a change', () => {
  it('shows what has happened and what has to come', () => {
    expect(states(storyOf(deployment, [create, accepted, stored, replicaSet]))).toEqual([
      'kubectl done',
      'kube-apiserver done',
      'etcd done',
      'deployment now',
      'replicaset next',
      'scheduler next',
      'kubelet next',
    ])
  })

  it('is over when every pod is ready', () => {
    const running = [create, accepted, stored, replicaSet, created, ...bound, ...admitted]
    expect(states(storyOf(deployment, running)).at(-1)).toBe('kubelet now')
    const [first, second] = ready
    if (!first || !second) throw new Error('two pods')
    expect(states(storyOf(deployment, [...running, first])).at(-1)).toBe('kubelet now')
    expect(states(storyOf(deployment, [...running, first, second])).every((hop) => hop.endsWith('done'))).toBe(true)
  })

  it('ends at the API server when that refuses', () => {
    const refused = fact(2, 'apiserver.refused', { level: 'error', params: { method: 'POST', path: '', code: 404, reason: 'NotFound', message: 'namespaces "x" not found', kind: 'Deployment', name: 'servera' } })
    expect(states(storyOf(deployment, [create, refused]))).toEqual(['kubectl done', 'kube-apiserver refused'])
  })

  it('of a scale down expects no scheduler', () => {
    const scaled = fact(8, 'deployment.scaled-replicaset', { params: { deployment: 'servera', replicaset: 'servera-5894957bbb', from: 4, to: 1 } })
    expect(states(storyOf(deployment, [scale, accepted, stored, scaled]))).toEqual([
      'kubectl done',
      'kube-apiserver done',
      'etcd done',
      'deployment now',
      'replicaset next',
      'kubelet next',
    ])
  })

  it('tells when each hop began, in micros after the first', () => {
    expect(storyOf(deployment, [create, accepted, stored, replicaSet]).map(({ after }) => after)).toEqual([0, 2_000, 2_000, 8_000, -1, -1, -1])
  })

  it('of a pod that nobody asked for by name is what was told about it', () => {
    expect(states(storyOf(pods[0], [...bound, ...admitted, ...ready].filter(({ object }) => object === pods[0])))).toEqual(['scheduler done', 'kubelet done'])
  })

  it('of nothing is empty', () => {
    expect(storyOf(deployment, [])).toEqual([])
  })
})

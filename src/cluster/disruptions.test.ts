import { describe, expect, it } from 'vitest'
import type { Pod } from '../api/generated/types.ts'
import { isStream } from '../api/meta/http.ts'
import { kubectl, resume, splitWords } from '../kubectl/kubectl.ts'
import type { Outcome } from '../kubectl/verb.ts'
import { assert } from '../sim/assert.ts'
import { plus, seconds } from '../sim/time.ts'
import { openStory, podOf, type Story } from './testing/story.ts'

const sleeper = { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 3600'] }
const gone = { terminationGracePeriodSeconds: 1 }

const isReady = (pod: Pod | undefined): boolean => pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
const conditionOf = (pod: Pod | undefined, wanted: string) => pod?.status?.conditions?.find(({ type }) => type === wanted)

const around = (story: Story) => ({
  handle: (request: Parameters<Story['cluster']['handle']>[0]) => {
    const answer = story.cluster.handle(request)
    assert(!isStream(answer), 'no stream was asked for')
    return answer
  },
  stdin: '',
  readFile: () => undefined,
  now: '2026-01-01T00:00:00Z',
})

/** The lines of a command, which is waited for. */
function run(story: Story, line: string): string[] {
  let outcome: Outcome = kubectl(splitWords(line), around(story))
  const lines = outcome.output.slice(1).map(({ text }) => text)
  while (outcome.waiting) {
    story.cluster.kernel.run(plus(story.cluster.kernel.world.now, seconds(outcome.waiting.seconds)))
    outcome = resume(outcome.waiting, around(story))
    lines.push(...outcome.output.map(({ text }) => text))
  }
  return lines
}

const taint = (story: Story, node: string, taints: readonly object[]) => story.call('PATCH', `/api/v1/nodes/${node}`, { spec: { taints: taints.length === 0 ? null : taints } })
const tolerating = (seconds: number) => ({ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds })

describe('a NoExecute taint', () => {
  it('evicts at once who does not tolerate it, and the others when the shortest toleration is over', () => {
    const story = openStory(1)
    story.create(
      podOf('now', sleeper, { ...gone, nodeName: 'node-1' }),
      podOf('soon', sleeper, { ...gone, nodeName: 'node-1', tolerations: [tolerating(20), tolerating(10)] }),
      podOf('never', sleeper, { ...gone, nodeName: 'node-1', tolerations: [{ operator: 'Exists' }] }),
    )
    story.until('all run', () => story.pods().length === 3 && story.pods().every(isReady))
    taint(story, 'node-1', [{ key: 'maintenance', value: 'now', effect: 'NoExecute' }])
    story.run(1)
    expect(story.events('now')).toContain('TaintManagerEviction: Marking for deletion Pod default/now')
    story.run(7)
    expect(story.pods().map(({ metadata }) => metadata.name).sort()).toEqual(['never', 'soon'])
    story.until('the shorter toleration is over', () => story.pod('soon')?.metadata.deletionTimestamp !== undefined, 4)
    expect(conditionOf(story.pod('soon'), 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' })
    story.run(30)
    expect(story.pods().map(({ metadata }) => metadata.name)).toEqual(['never'])
  })

  it('that is lifted in time evicts nobody', () => {
    const story = openStory(1)
    story.create(podOf('soon', sleeper, { nodeName: 'node-1', tolerations: [tolerating(10)] }))
    story.until('it runs', () => isReady(story.pod('soon')))
    taint(story, 'node-1', [{ key: 'maintenance', value: 'now', effect: 'NoExecute' }])
    story.run(3)
    taint(story, 'node-1', [])
    story.run(20)
    expect(isReady(story.pod('soon'))).toBe(true)
    expect(story.events('soon')).toContain('TaintManagerEviction: Cancelling deletion of Pod default/soon')
  })
})

it('the pods of a Node that was deleted are collected after a quarantine of 40 s', () => {
  const story = openStory(1)
  story.create(podOf('lost', sleeper, { nodeName: 'node-2' }))
  story.until('it runs', () => isReady(story.pod('lost')))
  story.cluster.stop('node/node-2')
  story.call('DELETE', '/api/v1/nodes/node-2')
  story.run(39)
  expect(story.pod('lost')?.metadata.deletionTimestamp).toBeUndefined()
  const seen: Pod[] = []
  story.until('it is gone', () => {
    const pod = story.pod('lost')
    if (pod) seen.push(pod)
    return pod === undefined
  }, 30)
  const told = [...story.cluster.store().log.values()].flatMap(({ current }) => (current?.value.kind === 'Pod' ? [current.value as Pod] : [])).filter(({ metadata }) => metadata.name === 'lost')
  expect(told.at(-1)?.status?.phase).toBe('Failed')
  expect(conditionOf(told.at(-1), 'DisruptionTarget')).toMatchObject({ reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' })
})

const budget = (name: string, minAvailable: number, more: object = {}): object => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { minAvailable, selector: { matchLabels: { guard: 'on' } }, ...more } })
const guarded = (name: string, spec: object = {}): object => ({ ...podOf(name, sleeper, { ...gone, ...spec }), metadata: { name, labels: { guard: 'on' } } })

function evict(story: Story, name: string): { readonly code: number; readonly message: string; readonly cause: string } {
  const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } })
  const answer = around(story).handle({ method: 'POST', path: `/api/v1/namespaces/default/pods/${name}/eviction`, query: {}, headers: { 'content-type': 'application/json' }, body })
  const { message = '', details } = JSON.parse(answer.body) as { message?: string; details?: { causes?: { message: string }[] } }
  return { code: answer.code, message, cause: details?.causes?.[0]?.message ?? '' }
}

describe('an eviction', () => {
  it('waits while it would violate the budget', () => {
    const story = openStory(1)
    story.create(budget('pdb', 2), guarded('a'), guarded('b'))
    story.until('both run', () => isReady(story.pod('a')) && isReady(story.pod('b')))
    story.run(1)
    expect(evict(story, 'a')).toEqual({ code: 429, message: "Cannot evict pod as it would violate the pod's disruption budget.", cause: 'The disruption budget pdb needs 2 healthy pods and has 2 currently' })
    story.create(guarded('c'))
    story.until('a third runs', () => isReady(story.pod('c')))
    story.run(1)
    expect(evict(story, 'a').code).toBe(201)
    // The budget is counted down with the eviction, before anybody has seen the pod go.
    expect(evict(story, 'b').code).toBe(429)
    expect(conditionOf(story.pod('a'), 'DisruptionTarget')).toMatchObject({ reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' })
    story.until('it is gone', () => story.pod('a') === undefined)
  })

  it('of a pod that is pending or not ready does not ask a budget that has enough', () => {
    const story = openStory(1)
    story.create(budget('pdb', 1), guarded('fine'), guarded('waiting', { nodeSelector: { disk: 'none' } }), guarded('sick', { containers: [{ name: 'c', ...sleeper, readinessProbe: { exec: { command: ['cat', '/nothing'] } } }] }))
    story.until('two run', () => isReady(story.pod('fine')) && story.pod('sick')?.status?.phase === 'Running')
    story.run(1)
    expect([evict(story, 'waiting').code, evict(story, 'sick').code, evict(story, 'fine').code]).toEqual([201, 201, 429])
  })

  it('of a pod with two budgets is an error', () => {
    const story = openStory(1)
    story.create(budget('one', 1), budget('two', 1), guarded('a'))
    story.until('it runs', () => isReady(story.pod('a')))
    expect(evict(story, 'a')).toMatchObject({ code: 500, message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' })
  })
})

describe('kubectl drain', () => {
  it('cordons the node, says which pods keep it from going on, and touches none of them', () => {
    const story = openStory(1)
    story.create(podOf('bare', sleeper, { nodeName: 'node-1' }))
    story.until('it runs', () => isReady(story.pod('bare')))
    expect(run(story, 'drain node-1').join('\n').split('\n')).toEqual([
      'node/node-1 cordoned',
      'error: unable to drain node "node-1" due to error: cannot delete Pods that declare no controller (use --force to override): default/bare, continuing command...',
      'There are pending nodes to be drained:',
      ' node-1',
      'cannot delete Pods that declare no controller (use --force to override): default/bare',
    ])
    expect(isReady(story.pod('bare'))).toBe(true)
  })

  it('comes back when the pods have gone, and tries again every five seconds what a budget holds back', () => {
    const story = openStory(1)
    story.create(budget('pdb', 1), guarded('a', { nodeName: 'node-1' }))
    story.until('it runs', () => isReady(story.pod('a')))
    story.run(1)
    const began = story.now()
    const first = kubectl(splitWords('drain node-1 --force'), around(story))
    expect(first.output.slice(1).map(({ text }) => text)).toEqual([
      'node/node-1 cordoned',
      'Warning: deleting Pods that declare no controller: default/a',
      'evicting pod default/a',
      `error when evicting pods/"a" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`,
    ])
    expect(first.waiting?.seconds).toBe(5)
    story.call('DELETE', '/apis/policy/v1/namespaces/default/poddisruptionbudgets/pdb')
    let outcome: Outcome = first
    const lines: string[] = []
    while (outcome.waiting) {
      story.run(outcome.waiting.seconds)
      outcome = resume(outcome.waiting, around(story))
      lines.push(...outcome.output.map(({ text }) => text))
    }
    expect(lines).toEqual(['evicting pod default/a', 'pod/a evicted', 'node/node-1 drained'])
    expect(story.now() - began).toBeGreaterThan(5)
    expect(story.pods()).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { openStory, podOf, type Story } from './testing/story.ts'

const levels = [
  { name: 'low', value: 100 },
  { name: 'middle', value: 500 },
  { name: 'high', value: 1_000 },
  { name: 'patient', value: 1_000, preemptionPolicy: 'Never' },
]
interface PodFacts {
  readonly cpu: string
  readonly node?: string
  /** Seconds it takes to go: it does not listen to TERM. */
  readonly goesIn?: number
}

const stubborn = { image: 'busybox:1.36', command: ['sh', '-c', 'trap "" TERM; while true; do sleep 1; done'] }

/** A pod of a level, on a node if one is named, that asks for so many of the node's four cpus. */
const pod = (name: string, level: string, { cpu, node, goesIn }: PodFacts) =>
  podOf(name, { ...(goesIn === undefined ? { image: 'nginx:1.27' } : stubborn), resources: { requests: { cpu } } }, { priorityClassName: level, ...(node && { nodeName: node }), ...(goesIn && { terminationGracePeriodSeconds: goesIn }) })

function cluster(...pods: readonly object[]): Story {
  const story = openStory(1)
  story.create(...levels.map(({ name, ...rest }) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, ...rest })))
  story.create(...pods)
  story.run(10)
  return story
}

const nodeOf = (story: Story, name: string) => story.pod(name)?.spec.nodeName ?? ''
const names = (story: Story) => story.pods().map(({ metadata }) => metadata.name).toSorted()
const conditionOf = (story: Story, name: string, type: string) => story.pod(name)?.status?.conditions?.find((condition) => condition.type === type)
describe('a pod that fits nowhere and is more important than others', () => {
  it('takes the place of one of them, which goes in its own time and says why', () => {
    const story = cluster(pod('victim', 'low', { cpu: '3', node: 'node-1', goesIn: 20 }), pod('other', 'high', { cpu: '3', node: 'node-2' }))
    story.create(pod('urgent', 'high', { cpu: '2' }))
    story.run(5)
    expect(story.events('urgent')).toEqual(['FailedScheduling: 0/2 nodes are available: 2 Insufficient cpu.'])
    expect(story.pod('urgent')?.status?.nominatedNodeName).toBe('node-1')
    expect(story.events('victim').at(-1)).toBe('Killing: Stopping container c')
    expect(story.events('victim')).toContain(`Preempted: Preempted by pod ${story.pod('urgent')?.metadata.uid} on node node-1`)
    expect(story.list('events', 'default/victim').find(({ reason }) => reason === 'Preempted')).toMatchObject({ action: 'Preempting', related: { kind: 'Pod', name: 'urgent' } })
    expect(conditionOf(story, 'victim', 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'PreemptionByScheduler', message: 'default-scheduler: preempting to accommodate a higher priority pod' })
    expect(nodeOf(story, 'urgent')).toBe('')
    story.until('the victim has gone and the other has its place', () => nodeOf(story, 'urgent') === 'node-1', 30)
    expect(story.pod('urgent')?.status?.nominatedNodeName).toBeUndefined()
    story.run(2)
    expect(names(story)).toEqual(['other', 'urgent'])
  })

  it('spares who need not go', () => {
    const story = cluster(pod('small-1', 'low', { cpu: '500m', node: 'node-1' }), pod('small-2', 'low', { cpu: '500m', node: 'node-1' }), pod('large', 'low', { cpu: '3', node: 'node-1' }), pod('full', 'high', { cpu: '4', node: 'node-2' }))
    story.create(pod('urgent', 'high', { cpu: '3' }))
    story.until('it has a place', () => nodeOf(story, 'urgent') === 'node-1')
    story.run(2)
    expect(names(story)).toEqual(['full', 'small-1', 'small-2', 'urgent'])
  })

  it.each([
    { lost: 'the less important one', left: pod('left', 'middle', { cpu: '4', node: 'node-1' }), right: pod('right', 'low', { cpu: '4', node: 'node-2' }), gone: 'right' },
    { lost: 'one rather than two', left: [pod('left-1', 'low', { cpu: '2', node: 'node-1' }), pod('left-2', 'low', { cpu: '2', node: 'node-1' })], right: pod('right', 'low', { cpu: '4', node: 'node-2' }), gone: 'right' },
  ])('makes go what is least: $lost', ({ left, right, gone }) => {
    const story = cluster(...[left].flat(), right)
    story.create(pod('urgent', 'high', { cpu: '4' }))
    story.until('it has a place', () => nodeOf(story, 'urgent') !== '')
    story.run(2)
    expect(names(story)).not.toContain(gone)
  })

  it('rather makes a more important one go than one that a budget protects', () => {
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'guard', namespace: 'default' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } } }
    const story = cluster(budget, pod('guarded', 'low', { cpu: '4', node: 'node-1'}), pod('plain', 'middle', { cpu: '4', node: 'node-2' }))
    story.create(pod('urgent', 'high', { cpu: '2' }))
    story.until('it has a place', () => nodeOf(story, 'urgent') === 'node-2')
    story.run(2)
    expect(names(story)).toEqual(['guarded', 'urgent'])
  })

  it('waits if its class says so, and if nobody is less important', () => {
    const story = cluster(pod('left', 'low', { cpu: '4', node: 'node-1' }), pod('right', 'low', { cpu: '4', node: 'node-2' }))
    story.create(pod('patient', 'patient', { cpu: '1' }), pod('equal', 'low', { cpu: '1' }))
    story.run(5)
    const full = 'FailedScheduling: 0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption:'
    expect(story.events('patient')).toEqual([`${full} not eligible due to preemptionPolicy=Never.`])
    expect(story.events('equal')).toEqual([`${full} 0/2 nodes are available: 2 No preemption victims found for incoming pod.`])
    expect(names(story)).toEqual(['equal', 'left', 'patient', 'right'])
  })

  it('asks once: it waits for those that are going already, and nobody less important takes their place', () => {
    const story = cluster(pod('other', 'high', { cpu: '4', node: 'node-2' }), pod('one', 'low', { cpu: '2', node: 'node-1', goesIn: 5 }), pod('two', 'low', { cpu: '2', node: 'node-1', goesIn: 20 }))
    story.create(pod('urgent', 'high', { cpu: '4' }))
    story.run(2)
    story.create(pod('late', 'low', { cpu: '1' }))
    story.run(10)
    expect(names(story)).toEqual(['late', 'other', 'two', 'urgent'])
    expect(conditionOf(story, 'urgent', 'PodScheduled')?.message).toBe('0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.')
    expect(nodeOf(story, 'late')).toBe('')
    story.until('it has the place of both', () => nodeOf(story, 'urgent') === 'node-1', 30)
    expect(nodeOf(story, 'late')).toBe('')
  })
})

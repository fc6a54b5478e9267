import { describe, expect, it } from 'vitest'
import { openStory, podOf, type Story } from './testing/story.ts'

const asking = (cpu: string) => ({ image: 'nginx:1.27', resources: { requests: { cpu } } })
const nodeOf = (story: Story, name: string) => story.pod(name)?.spec.nodeName ?? ''
const scheduled = (story: Story, name: string) => story.pod(name)?.status?.conditions?.find(({ type }) => type === 'PodScheduled')
const noRoom =
  '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.'

describe('a pod that fits', () => {
  it('is bound, and its Event says where', () => {
    const story = openStory(1)
    story.create(podOf('web', asking('100m')))
    story.until('it has a node', () => nodeOf(story, 'web') !== '')
    expect(story.events('web')[0]).toBe(`Scheduled: Successfully assigned default/web to ${nodeOf(story, 'web')}`)
    const event = story.list('events', 'default/web')[0]
    expect(event).toMatchObject({ reportingComponent: 'default-scheduler', action: 'Binding', type: 'Normal' })
  })

  it('shares the nodes with others evenly', () => {
    const story = openStory(1)
    for (const name of ['a', 'b', 'c', 'd']) story.create(podOf(name, asking('500m')))
    story.run(1)
    const nodes = story.pods().map(({ spec }) => spec.nodeName)
    expect(nodes.filter((node) => node === 'node-1')).toHaveLength(2)
  })
})

describe('a pod that fits nowhere', () => {
  const stuck = (): Story => {
    const story = openStory(1)
    for (const name of ['a', 'b']) story.create(podOf(name, asking('3')))
    story.run(1)
    story.create(podOf('late', asking('2')))
    story.run(1)
    return story
  }

  it('stays Pending and says why, node by node', () => {
    const story = stuck()
    expect(nodeOf(story, 'late')).toBe('')
    expect(story.events('late')).toEqual([`FailedScheduling: ${noRoom}`])
    expect(scheduled(story, 'late')).toMatchObject({ status: 'False', reason: 'Unschedulable', message: noRoom })
  })

  it('is not tried again and again while nothing changes', () => {
    const story = stuck()
    const before = story.facts.filter(({ code }) => code === 'scheduler.unschedulable').length
    story.run(200)
    expect(story.facts.filter(({ code }) => code === 'scheduler.unschedulable')).toHaveLength(before)
  })

  it('waits for a claim that is not there', () => {
    const story = openStory(1)
    story.create(podOf('stored', { image: 'nginx:1.27' }, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }))
    story.run(2)
    expect(story.events('stored')).toEqual(['FailedScheduling: 0/2 nodes are available: persistentvolumeclaim "data" not found. not found'])
  })

  it('is scheduled when a pod goes and makes room', () => {
    const story = stuck()
    story.call('DELETE', '/api/v1/namespaces/default/pods/a', { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 1 })
    story.until('it has a node', () => nodeOf(story, 'late') !== '')
  })

  it('is scheduled when a node gets the label it asks for', () => {
    const story = openStory(1)
    story.create(podOf('web', { image: 'nginx:1.27' }, { nodeSelector: { disk: 'ssd' } }))
    story.run(1)
    expect(scheduled(story, 'web')?.message).toContain("2 node(s) didn't match Pod's node affinity/selector")
    story.call('PATCH', '/api/v1/nodes/node-2', { metadata: { labels: { disk: 'ssd' } } })
    story.until('it has a node', () => nodeOf(story, 'web') === 'node-2')
  })
})

it('cordoned nodes get no pods until they are uncordoned', () => {
  const story = openStory(1)
  for (const name of ['node-1', 'node-2']) story.call('PATCH', `/api/v1/nodes/${name}`, { spec: { unschedulable: true } })
  story.run(1)
  story.create(podOf('web', { image: 'nginx:1.27' }))
  story.run(1)
  expect(scheduled(story, 'web')?.message).toContain('2 node(s) were unschedulable')
  story.call('PATCH', '/api/v1/nodes/node-1', { spec: { unschedulable: null } })
  story.until('it has a node', () => nodeOf(story, 'web') === 'node-1')
})

it('a scheduling gate holds a pod until it is taken off', () => {
  const story = openStory(1)
  story.create(podOf('web', { image: 'nginx:1.27' }, { schedulingGates: [{ name: 'example.com/ready' }] }))
  story.run(2)
  expect([nodeOf(story, 'web'), story.events('web')]).toEqual(['', []])
  story.call('PATCH', '/api/v1/namespaces/default/pods/web', { spec: { schedulingGates: null } })
  story.until('it has a node', () => nodeOf(story, 'web') !== '')
})

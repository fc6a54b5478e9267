import { describe, expect, it } from 'vitest'
import type { Node } from '../api/generated/types.ts'
import { openFoundingDemo } from './founding-demo.ts'
import { openStory, podOf, type Story } from './testing/story.ts'

const nodeNamed = (story: Story, name: string): Node | undefined => story.list('minions' as 'nodes', name)[0]
const readiness = (story: Story, name: string): string | undefined => nodeNamed(story, name)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status

describe('a machine that is plugged in', () => {
  it('joins as the next node when it has booted, with an address and a range of its own, and takes pods', () => {
    const story = openStory(1)
    expect(story.cluster.addNode()).toEqual({ ok: true, name: 'node-3' })
    story.run(4)
    expect(nodeNamed(story, 'node-3')).toBeUndefined()
    story.until('it is ready', () => readiness(story, 'node-3') === 'True')
    expect(nodeNamed(story, 'node-3')?.status?.addresses?.[0]).toEqual({ type: 'InternalIP', address: '10.0.0.13' })
    const ranges = ['node-1', 'node-2', 'node-3'].map((name) => nodeNamed(story, name)?.spec.podCIDR)
    expect(new Set(ranges).size).toBe(3)

    for (const name of ['node-1', 'node-2']) story.call('PATCH', `/api/v1/nodes/${name}`, { spec: { unschedulable: true } })
    story.run(1)
    story.create(podOf('web', { image: 'nginx:1.27' }))
    story.until('it runs there', () => story.pod('web')?.status?.phase === 'Running')
    expect(story.pod('web')?.spec.nodeName).toBe('node-3')
    expect(story.request({ from: 'node/node-1', url: `http://${story.pod('web')?.status?.podIP ?? ''}/` }).status).toBe(200)
  })

  it('takes the name it is given; names that are taken, or are none, are refused', () => {
    const story = openStory(2)
    expect(story.cluster.addNode('big-one')).toEqual({ ok: true, name: 'big-one' })
    expect(story.cluster.addNode('big-one').ok).toBe(false)
    expect(story.cluster.addNode('Big One').ok).toBe(false)
    expect(story.cluster.addNode()).toEqual({ ok: true, name: 'node-3' })
    story.until('both are ready', () => readiness(story, 'big-one') === 'True' && readiness(story, 'node-3') === 'True')
  })

  it('does not join if it is switched off before it has booted', () => {
    const story = openStory(5)
    story.cluster.addNode()
    story.cluster.stop('node/node-3')
    story.run(60)
    expect(nodeNamed(story, 'node-3')).toBeUndefined()
    story.cluster.start('node/node-3')
    story.until('it is ready', () => readiness(story, 'node-3') === 'True')
  })

  it('is an input like any other: a replay has it too', () => {
    const story = openStory(3)
    story.cluster.addNode()
    story.run(30)
    story.cluster.addNode('node-9')
    const again = openFoundingDemo({ seed: 3 })
    again.replay(story.cluster.inputs.slice(again.inputs.length))
    expect(again.kernel.hash()).toBe(story.cluster.kernel.hash())
  })
})

it('a Node that is only an object is never Ready: nobody reports for it', () => {
  const story = openStory(4)
  story.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'paper' } })
  story.run(120)
  expect(readiness(story, 'paper')).toBe('Unknown')
  story.call('DELETE', '/api/v1/nodes/paper')
  expect(nodeNamed(story, 'paper')).toBeUndefined()
})

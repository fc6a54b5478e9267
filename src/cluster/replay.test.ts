import { describe, expect, it } from 'vitest'
import { plus, seconds } from '../sim/time.ts'
import { everything, namespace } from './testing/seed.ts'
import { openStory, podOf, type Story } from './testing/story.ts'

/** The founding demo under traffic, with a pod that crashes and one that cannot be pulled. */
function busy(seed: number): Story {
  const story = openStory(seed)
  const [first, ...others] = everything
  if (first) story.create(first)
  story.run(1)
  story.create(...others, podOf('crash', { image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1; exit 1'] }), podOf('missing', { image: 'nginx:does-not-exist' }))
  story.cluster.startTraffic({ from: 'internet', url: 'http://demo/myservers', method: 'GET' }, 20)
  return story
}

describe('a cluster that is saved', () => {
  for (const [seed, cut] of [[1, 0.31], [2, 2.123], [3, 7.007], [4, 13.5]] as const) {
    it(`goes on as if nothing had happened (seed ${seed}, after ${cut} s)`, () => {
      const story = busy(seed)
      story.run(cut)
      const { kernel } = story.cluster
      const copy = openStory(seed).cluster.kernel
      copy.load(kernel.save())
      expect(copy.hash()).toBe(kernel.hash())
      const end = plus(kernel.world.now, seconds(9))
      kernel.run(end)
      copy.run(end)
      expect(copy.hash()).toBe(kernel.hash())
    })
  }

  it('is the same after a replay of its inputs', () => {
    const story = busy(5)
    story.run(6)
    story.request({ from: 'node/node-1', url: `http://${story.pods(namespace)[0]?.status?.podIP ?? ''}:9502/` })
    const again = openStory(5).cluster
    again.replay(story.cluster.inputs.slice(again.inputs.length))
    again.kernel.run(story.cluster.kernel.world.now)
    expect(again.kernel.hash()).toBe(story.cluster.kernel.hash())
  })

  it('is the same after a replay of its troubles', () => {
    const story = busy(6)
    const { cluster } = story
    story.run(4)
    cluster.fault({ type: 'crash', part: 'kube-controller-manager', write: 2, when: 'after' })
    cluster.fault({ type: 'watch', part: 'kube-scheduler', mode: 'reorder' })
    cluster.fault({ type: 'loss', a: 'node-1', percent: 20 })
    cluster.fault({ type: 'kill-container', pod: `${namespace}/${story.pods(namespace)[0]?.metadata.name ?? ''}` })
    cluster.fault({ type: 'fire' } as never)
    cluster.stop('kube-apiserver')
    story.run(2)
    cluster.start('kube-apiserver')
    cluster.stop('node/node-2')
    story.run(3)
    cluster.start('node/node-2')
    cluster.heal(3)
    story.run(20)
    const again = openStory(6).cluster
    again.replay(cluster.inputs.slice(again.inputs.length))
    again.kernel.run(cluster.kernel.world.now)
    expect(again.kernel.hash()).toBe(cluster.kernel.hash())
    expect(again.faults()).toEqual(cluster.faults())
    const loaded = openStory(6).cluster
    loaded.kernel.load(cluster.kernel.save())
    expect([loaded.kernel.hash(), loaded.faults(), loaded.stopped()]).toEqual([cluster.kernel.hash(), cluster.faults(), cluster.stopped()])
  })
})

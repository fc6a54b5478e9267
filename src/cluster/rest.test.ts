import { describe, expect, it } from 'vitest'
import { sameJson } from '../api/meta/json.ts'
import type { ApiObject } from '../api/meta/object.ts'
import { plus, seconds } from '../sim/time.ts'
import { since, type LogRecord } from './etcd/store.ts'
import { everything, namespace } from './testing/seed.ts'
import { openStory } from './testing/story.ts'

/** A lease that is renewed, a node status with nothing new but its dates; an Event whose hour is over, which nobody writes. */
function isHeartbeat({ current, previous }: LogRecord<ApiObject>): boolean {
  if (!current) return previous?.value.kind === 'Event'
  if (!previous) return false
  if (current.value.kind === 'Lease') return true
  return current.value.kind === 'Node' && sameJson(withoutDates(current.value), withoutDates(previous.value))
}

const withoutDates = ({ metadata, ...node }: ApiObject): unknown =>
  JSON.parse(JSON.stringify({ ...node, metadata: { ...metadata, resourceVersion: '' } }, (name, value: unknown) => (name === 'lastHeartbeatTime' ? '' : value)))

describe('a cluster at rest', () => {
  it('writes nothing but heartbeats for a day', () => {
    const story = openStory(1)
    const [space, ...others] = everything
    if (space) story.create(space)
    story.run(1)
    story.create(...others)
    story.cluster.stop('kube-controller-manager')
    story.run(5)
    story.cluster.start('kube-controller-manager')
    story.run(120)
    const { kernel, store } = story.cluster
    const news: string[] = []
    for (let hour = 1; hour <= 24; hour++) {
      const { revision } = store()
      kernel.run(plus(kernel.world.now, seconds(3_600)))
      for (const record of since(store(), revision)) if (!isHeartbeat(record)) news.push(`hour ${hour}: ${record.key}`)
    }
    expect(news).toEqual([])
    expect(story.pods(namespace).filter(({ status }) => status?.phase === 'Running')).toHaveLength(4)
  })
})

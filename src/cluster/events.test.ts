import { expect, it } from 'vitest'
import { openStory, podOf } from './testing/story.ts'

it('an Event is gone an hour after it was last written, and after that nothing is left to expire', () => {
  const story = openStory(1)
  story.create(podOf('web', { image: 'nginx:1.27' }))
  story.run(60)
  expect(story.events('web')).not.toEqual([])
  story.run(3_500)
  expect(story.events('web')).not.toEqual([])
  story.run(200)
  expect(story.events('web')).toEqual([])
  story.run(7_200)
  const { revision } = story.cluster.store()
  story.run(7_200)
  const written = [...story.cluster.store().log.since(revision + 1)].map(({ key }) => key).filter((key) => !/^\/registry\/(?:leases|minions)\//.test(key))
  expect(written).toEqual([])
})

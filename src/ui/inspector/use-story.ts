/** The hops of the last change to an object, live. */
import { useMemo } from 'react'
import { factsAbout, storyOf, withAnswer, type StoryHop } from '../../view/story.ts'
import type { Fact, ObjectKey } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'
import { useAsked } from './use-asked.ts'

const noFacts: readonly Fact[] = []

export interface Story {
  readonly hops: readonly StoryHop[]
  /** Id of the fact it begins with; another change is another story. */
  readonly first: number
  readonly isRead: boolean
}

export function useStory(object: ObjectKey): Story {
  const latest = useCluster(({ world }) => world.facts.at(-1)?.id ?? 0)
  const epoch = useCluster((state) => state.epoch)
  const chain = useAsked(`${epoch} ${object}`, latest, async (door) => (object === '' ? noFacts : door.trace(object)))
  return useMemo(() => {
    const { facts: recent } = useCluster.getState().world
    const facts = chain?.length === 0 ? factsAbout(object, recent) : withAnswer(chain ?? noFacts, recent)
    return { hops: storyOf(object, facts), first: facts[0]?.id ?? 0, isRead: chain !== undefined }
  }, [chain, object])
}

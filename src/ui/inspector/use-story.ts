/** The hops of the last change to an object, live. */
import { useMemo } from 'react'
import { storyOf, type StoryHop } from '../../view/story.ts'
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
  return useMemo(() => ({ hops: storyOf(object, chain ?? noFacts), first: chain?.[0]?.id ?? 0, isRead: chain !== undefined }), [chain, object])
}

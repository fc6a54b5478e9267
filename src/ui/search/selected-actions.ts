/** What can be done with the object or request that is open: the same as its inspector's buttons for time, and "Why?". */
import { CircleHelp, CornerLeftUp, CornerRightDown, Eye, SkipBack, SkipForward } from 'lucide-react'
import { askWhy, useCluster, useView } from '../store.ts'
import { partsOfKey } from '../../view/world.ts'
import { follow, stopFollowing } from '../timeline/follow.ts'
import { goToCause, goToEffect, stepToChange } from '../timeline/time-actions.ts'
import type { Action } from './actions.ts'

export function selectedActions(): readonly Action[] {
  const { selection, followed } = useView.getState()
  const { boot, crash } = useCluster.getState()
  if (selection === null || !boot || crash) return []
  const isObject = typeof selection === 'string'
  const of = isObject ? selection : `requests/${selection.request}`
  const hint = isObject ? partsOfKey(of).name : `#${selection.request}`
  const isFollowed = followed === of
  const steps: readonly Action[] = [
    { id: 'next', Icon: SkipForward, text: (t) => t(isObject ? 'time:change.next' : 'time:change.nextHop'), hint, act: () => stepToChange(of, 'next') },
    { id: 'previous', Icon: SkipBack, text: (t) => t(isObject ? 'time:change.previous' : 'time:change.previousHop'), hint, act: () => stepToChange(of, 'previous') },
    { id: 'follow', Icon: Eye, text: (t) => t(isFollowed ? 'search:unfollow' : 'time:change.follow'), hint, act: isFollowed ? stopFollowing : () => follow(of) },
  ]
  if (!isObject) return steps
  return [
    { id: 'why', Icon: CircleHelp, text: (t) => t('search:why'), hint, act: () => askWhy(of) },
    ...steps,
    { id: 'cause', Icon: CornerLeftUp, text: (t) => t('time:change.cause'), hint, act: () => goToCause(of) },
    { id: 'effect', Icon: CornerRightDown, text: (t) => t('time:change.effect'), hint, act: () => goToEffect(of) },
  ]
}

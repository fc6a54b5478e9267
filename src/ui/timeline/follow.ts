/** Following slows time to the pace of one thing: a request until it is answered, or an object. */
import { useView } from '../store.ts'
import { goAlongWith, pause } from './time-actions.ts'

/** The number in `requests/7`, 0 for what is no request. */
export const requestOf = (ref: string): number => Number(/^requests\/(\d+)$/.exec(ref)?.[1] ?? 0)

/** Until it is asked to stop, time is let run or stopped by hand, or nothing more happens. */
export async function follow(ref: string): Promise<void> {
  useView.setState({ followed: ref })
  await goAlongWith(ref)
  if (useView.getState().followed === ref) useView.setState({ followed: '' })
}

export const stopFollowing = (): void => void pause()

/** Following an object slows time to its pace: from one change of it to the next, with a while to look at each. */
import { useCluster, useView } from '../store.ts'
import { stepToChange } from './time-actions.ts'

/** Milliseconds for which a change can be looked at. */
const look = 900

/** Until it is asked to stop, time is let run or stopped by hand, or nothing more happens. */
export async function follow(object: string): Promise<void> {
  useView.setState({ followed: object })
  while (useView.getState().followed === object) {
    const found = await stepToChange(object, 'next')
    if (found === null || found === undefined) break
    await new Promise((resolve) => setTimeout(resolve, look))
    if (useCluster.getState().playing) break
  }
  if (useView.getState().followed === object) stopFollowing()
}

export const stopFollowing = (): void => useView.setState({ followed: '' })

/**
 * Following slows time to the pace of one thing: an object from change to change, with a while to look at each, a request
 * from hop to hop until it is answered.
 */
import { useCluster, useView } from '../store.ts'
import { followRequest, pause, stepToChange } from './time-actions.ts'

/** Milliseconds for which a change can be looked at. */
const look = 900

export const requestOf = (ref: string): number => Number(/^requests\/(\d+)$/.exec(ref)?.[1] ?? 0)

/** Until it is asked to stop, time is let run or stopped by hand, or nothing more happens. */
export async function follow(ref: string): Promise<void> {
  useView.setState({ followed: ref })
  const request = requestOf(ref)
  if (request > 0) await followRequest(request)
  else await followChanges(ref)
  if (useView.getState().followed === ref) useView.setState({ followed: '' })
}

async function followChanges(object: string): Promise<void> {
  while (useView.getState().followed === object) {
    const found = await stepToChange(object, 'next')
    if (found === null || found === undefined) return
    await new Promise((resolve) => setTimeout(resolve, look))
    if (useCluster.getState().playing) return
  }
}

export function stopFollowing(): void {
  if (requestOf(useView.getState().followed) > 0) void pause()
  useView.setState({ followed: '' })
}

/** The branch's timeline as the worker tells it, asked anew a few times a second while something changes. */
import { useEffect, useState } from 'react'
import type { TimelineRange, TimelineView } from '../../worker/protocol.ts'
import { useCluster } from '../store.ts'

/** Milliseconds between two questions. */
const interval = 250

const nothing: TimelineView = { marks: [], worded: [], lanes: [], moreLanes: 0 }

/** `range` is called when it is asked, so that it may follow the clock; a new one asks anew. */
export function useTimelineView(range: () => TimelineRange): TimelineView {
  const [view, setView] = useState(nothing)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const ask = () => {
      timer = undefined
      const { door, crash } = useCluster.getState()
      if (door && !crash) door.timeline(range()).then((answer) => isGone || setView(answer), () => undefined)
    }
    ask()
    const stop = useCluster.subscribe(({ now, epoch, branches, door }, before) => {
      if (door !== before.door || epoch !== before.epoch || branches !== before.branches) {
        clearTimeout(timer)
        ask()
      } else if (now !== before.now) timer ??= setTimeout(ask, interval)
    })
    return () => {
      isGone = true
      clearTimeout(timer)
      stop()
    }
  }, [range])
  return view
}

/** While something is followed, the camera goes along with it: no further than it must, and back when that is over. */
import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useView } from '../store.ts'
import { requestOf } from '../timeline/follow.ts'
import { boxOf, freeBox, wayInto } from './camera.ts'
import { dots } from './probe.ts'

/** Pixels that are free around what is followed after the camera has moved; at the very edge it need not move yet. */
const margin = 48
/** Milliseconds in which the camera goes most of its way. */
const haste = 80

/** `rest` brings the camera back to where it rests. */
export function useKeepInView(rest: () => void): void {
  const latestRest = useRef(rest)
  useEffect(() => {
    latestRest.current = rest
  }, [rest])
  const followed = useView((state) => state.followed)
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    if (followed === '') return
    let asked = 0
    let [last, isMoving, hasMoved] = [performance.now(), false, false]
    const goAlong = (share: number) => {
      const [box, place] = [freeBox(), placeOf(followed)]
      const [dx, dy] = wayInto(box, place, margin)
      isMoving = Math.hypot(dx, dy) >= 1 && (isMoving || Math.hypot(...wayInto(box, place, 0)) >= 1)
      if (!isMoving) return
      const { x, y, zoom } = getViewport()
      hasMoved = true
      void setViewport({ x: x + dx * share, y: y + dy * share, zoom })
    }
    const look = (at: number) => {
      asked = requestAnimationFrame(look)
      goAlong(matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : 1 - Math.exp(Math.min(0, last - at) / haste))
      last = at
    }
    asked = requestAnimationFrame(look)
    return () => {
      cancelAnimationFrame(asked)
      goAlong(1)
      if (hasMoved) latestRest.current()
    }
  }, [followed, getViewport, setViewport])
}

/** In pixels of the page; null for what is not drawn. */
function placeOf(followed: string): DOMRect | null {
  const request = requestOf(followed)
  if (request === 0) return boxOf(followed)
  const dot = dots().findLast((each) => each.request === request)
  return dot ? new DOMRect(dot.x, dot.y) : null
}

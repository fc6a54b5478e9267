/** While something is followed, the camera goes along with it: no further than it must, and back when that is over. */
import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useView } from '../store.ts'
import { requestOf } from '../timeline/follow.ts'
import { dots, locate } from './probe.ts'

/** Pixels that stay free around what is followed. */
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
    let [last, hasMoved] = [performance.now(), false]
    const goAlong = (share: number) => {
      const [dx, dy] = wayInto(freeBox(), spotOf(followed))
      if (Math.hypot(dx, dy) < 1) return
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

interface Spot {
  readonly x: number
  readonly y: number
}

/** In pixels of the page; null for what is not drawn. */
function spotOf(followed: string): Spot | null {
  const request = requestOf(followed)
  if (request > 0) return dots().findLast((dot) => dot.request === request) ?? null
  const box = locate(followed)
  return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 }
}

/** Of the scene, what no panel lies on. */
function freeBox(): DOMRect | null {
  const scene = document.querySelector('.scene')?.getBoundingClientRect()
  const side = document.querySelector('.stage > .side')?.getBoundingClientRect()
  return scene ? new DOMRect(scene.x, scene.y, (side ? side.left : scene.right) - scene.x, scene.height) : null
}

function wayInto(box: DOMRect | null, spot: Spot | null): readonly [number, number] {
  if (!box || !spot) return [0, 0]
  const into = (at: number, from: number, to: number) => Math.min(Math.max(at, from + margin), Math.max(from + margin, to - margin)) - at
  return [into(spot.x, box.left, box.right), into(spot.y, box.top, box.bottom)]
}

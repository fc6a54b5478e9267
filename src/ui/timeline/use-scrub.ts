/** Dragging along a line is going through time; a press that does not move is a click at its place. */
import { useRef, type PointerEvent } from 'react'
import { atOf, type TimeScale } from '../../view/timeline.ts'
import { seekTo } from './time-actions.ts'

/** Pixels that a hand may shake. */
const shake = 4

interface Scrub {
  /** The scale of this moment. */
  readonly scale: () => TimeScale
  readonly onClick: (x: number) => void
}

export function useScrub({ scale, onClick }: Scrub) {
  const press = useRef<{ readonly x: number; isDrag: boolean; readonly scale: TimeScale } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      press.current = { x: event.nativeEvent.offsetX, isDrag: false, scale: scale() }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = press.current
      if (!held) return
      const x = event.nativeEvent.offsetX
      held.isDrag ||= Math.abs(x - held.x) > shake
      if (held.isDrag) void seekTo(atOf(held.scale, x))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const held = press.current
      press.current = null
      if (held && !held.isDrag) onClick(event.nativeEvent.offsetX)
    },
    onPointerCancel: () => {
      press.current = null
    },
  }
}

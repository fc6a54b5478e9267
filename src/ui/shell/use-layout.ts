/** Which of the three layouts fits the window. */
import { useSyncExternalStore } from 'react'

export type Layout = 'wide' | 'column' | 'phone'

/** The traffic, the nodes and a side panel that hides none of them. */
const stageWidth = 960
const smallestEditor = 320
const wide = matchMedia(`(min-width: ${smallestEditor + stageWidth}px)`)
const phone = matchMedia('(max-width: 639px)')

function subscribe(onChange: () => void): () => void {
  wide.addEventListener('change', onChange)
  phone.addEventListener('change', onChange)
  return () => {
    wide.removeEventListener('change', onChange)
    phone.removeEventListener('change', onChange)
  }
}

export const useLayout = (): Layout => useSyncExternalStore(subscribe, () => (wide.matches ? 'wide' : phone.matches ? 'phone' : 'column'))

/** How wide the left column is at first: as in the mock where there is room, else what the stage leaves. */
export const leftWidth = (): number => Math.min(480, Math.max(smallestEditor, window.innerWidth - stageWidth))

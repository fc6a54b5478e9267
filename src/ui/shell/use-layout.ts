/** Which of the three layouts fits the window. */
import { useSyncExternalStore } from 'react'

export type Layout = 'wide' | 'column' | 'phone'

/** The editor, the scene's traffic and nodes, and a side panel that hides none of them. */
const wide = matchMedia('(min-width: 1440px)')
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

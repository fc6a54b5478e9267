/** Which of the three layouts fits the window. */
import { useSyncExternalStore } from 'react'

export type Layout = 'wide' | 'column' | 'phone'

const wide = matchMedia('(min-width: 1200px)')
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

/** Whether the search is open, and what had the focus before; the search itself is loaded after the first picture. */
import { create } from 'zustand'

interface SearchState {
  readonly open: boolean
  /** Gets the focus back. */
  readonly opener: HTMLElement | null
  /** Entries that were chosen, the last first. */
  readonly recent: readonly string[]
  /** It was chosen to begin anew, and is asked whether that is really wanted. */
  readonly asksReset: boolean
}

export const useSearch = create<SearchState>(() => ({ open: false, opener: null, recent: [], asksReset: false }))

export function openSearch(opener: Element | null = document.activeElement): void {
  useSearch.setState({ open: true, opener: opener instanceof HTMLElement ? opener : null })
}

export const askReset = (asksReset: boolean): void => useSearch.setState({ asksReset })

export const remember = (id: string): void => useSearch.setState(({ recent }) => ({ recent: [id, ...recent.filter((other) => other !== id)].slice(0, recentLimit) }))
const recentLimit = 8

export const closeSearch = (): void => useSearch.setState({ open: false })

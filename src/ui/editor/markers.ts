/** How many problems the schema sees in each file; told by Monaco, read by the apply bar. */
import { create } from 'zustand'

export const useMarkers = create<{ readonly counts: { readonly [file: string]: number } }>(() => ({ counts: {} }))

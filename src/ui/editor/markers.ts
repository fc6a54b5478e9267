/** How many problems the schema sees in each file; told by Monaco, read by the apply bar. */
import { create } from 'zustand'
import type { monaco } from './monaco.ts'

export const useMarkers = create<{ readonly counts: { readonly [file: string]: number } }>(() => ({ counts: {} }))

export function listenToMarkers(editor: typeof monaco.editor): monaco.IDisposable {
  return editor.onDidChangeMarkers((resources) => {
    const counts = Object.fromEntries(
      resources.map((uri) => [uri.path.replace(/^\//, ''), editor.getModelMarkers({ resource: uri }).filter(({ owner }) => owner !== 'cluster').length]),
    )
    useMarkers.setState((state) => ({ counts: { ...state.counts, ...counts } }))
  })
}

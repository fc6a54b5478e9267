/**
 * What applying the open file would change, while a person looks at it. It ends with the text that it was asked for: when
 * that is edited or applied, or another file is opened.
 */
import { create } from 'zustand'
import type { CompareResult } from '../../worker/protocol.ts'
import { compareText } from '../store.ts'
import { fileNamed, takeProblems, useFiles, type FileState } from './files.ts'

export interface Comparison {
  readonly file: FileState
  readonly result: CompareResult
}

export const useComparison = create<{ readonly shown: Comparison | null; readonly asking: boolean }>(() => ({ shown: null, asking: false }))

export const closeComparison = (): void => useComparison.setState({ shown: null })

useFiles.subscribe(({ files, open }) => {
  const { shown } = useComparison.getState()
  if (shown && (shown.file.name !== open || !files.includes(shown.file))) closeComparison()
})

/** What an apply would be refused for is told as the apply would tell it, and nothing is compared. */
export async function compareFile(name: string): Promise<void> {
  const file = fileNamed(name)
  if (!file || useComparison.getState().asking) return
  useComparison.setState({ asking: true })
  try {
    show(file, await compareText(file.text, name))
  } finally {
    useComparison.setState({ asking: false })
  }
}

/** The cluster has changed since, or time has. */
export async function compareAgain(file: FileState): Promise<void> {
  const result = await compareText(file.text, file.name, 'quietly')
  if (useComparison.getState().shown?.file === file) show(file, result)
}

function show(file: FileState, result: CompareResult): void {
  if (fileNamed(file.name) !== file) return
  const isRefused = result.documents.some(({ verb }) => verb === 'refused')
  useComparison.setState({ shown: isRefused ? null : { file, result } })
  if (isRefused) takeProblems(file.name, result.problems)
}

/** One line of room above each document of the text, into which is drawn how its object stands to the cluster. */
import { useEffect, useMemo, useState, type RefObject } from 'react'
import { documentsOf, type TextDocument } from './documents.ts'
import type { FileState } from './files.ts'
import type { monaco } from './monaco.ts'

export interface Hint {
  readonly element: HTMLElement
  readonly document: TextDocument
}

/** More documents than this get no hints: they would be read by nobody. */
const hintLimit = 50
const heightInPx = 20

export function useHints(editor: RefObject<monaco.editor.IStandaloneCodeEditor | null>, file: FileState | undefined): readonly Hint[] {
  const text = file?.text ?? ''
  const documents = useMemo(() => documentsOf(text).slice(0, hintLimit), [text])
  // The gaps move with the text by themselves: they are made anew only when other documents stand there.
  const lines = `${file?.name ?? ''} ${documents.map(({ line }) => line).join()}`
  const [elements, setElements] = useState<readonly HTMLElement[]>([])
  useEffect(() => {
    const current = editor.current
    if (!current) return undefined
    const made = documents.map(() => window.document.createElement('div'))
    const ids: string[] = []
    current.changeViewZones((accessor) => {
      made.forEach((domNode, index) => ids.push(accessor.addZone({ afterLineNumber: (documents[index]?.line ?? 1) - 1, heightInPx, domNode })))
    })
    setElements(made)
    return () => current.changeViewZones((accessor) => ids.forEach((id) => accessor.removeZone(id)))
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, lines])
  return documents.flatMap((document, index) => {
    const element = elements[index]
    return element ? [{ element, document }] : []
  })
}

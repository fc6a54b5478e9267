/**
 * The selected object's line in the open file: marked softly and brought into view, without taking the focus; only a
 * place that was asked for takes that too.
 */
import { useEffect, type RefObject } from 'react'
import { useView } from '../store.ts'
import { useAskedPlace, useManifest } from './manifests.ts'
import { monaco } from './monaco.ts'

export function useManifestMark(editor: RefObject<monaco.editor.IStandaloneCodeEditor | null>, file: string): void {
  const selection = useView((state) => (typeof state.selection === 'string' ? state.selection : ''))
  const place = useManifest(selection)
  const line = place?.file === file ? place.line : 0
  useEffect(() => {
    if (line === 0) return undefined
    const marks = editor.current?.createDecorationsCollection([{ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'manifest-line' } }])
    return () => marks?.clear()
  }, [editor, file, line])
  useEffect(() => {
    if (line > 0) editor.current?.revealLineInCenterIfOutsideViewport(line)
    // Not when the text is edited, or another file is opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, selection])

  const asked = useAskedPlace((state) => state.place)
  useEffect(() => {
    if (!asked || asked.file !== file) return
    useAskedPlace.setState({ place: null })
    editor.current?.setPosition({ lineNumber: asked.line, column: 1 })
    editor.current?.revealLineInCenter(asked.line)
    editor.current?.focus()
  }, [editor, asked, file])
}

/** Which object the cursor speaks of while the editor has the focus; the scene outlines it. */
import { create } from 'zustand'
import { documentAt, documentsOf } from './documents.ts'
import type { monaco } from './monaco.ts'
import { keyOf } from './standing.ts'
import { useCluster } from '../store.ts'
import type { ObjectKey } from '../../worker/protocol.ts'

export const usePointed = create<{ /** '' for none. */ readonly object: ObjectKey }>(() => ({ object: '' }))

/** Until it is disposed of. */
export function followCursor(editor: monaco.editor.IStandaloneCodeEditor): () => void {
  const point = () => usePointed.setState({ object: editor.hasTextFocus() ? objectUnder(editor) : '' })
  const heard = [editor.onDidChangeCursorPosition(point), editor.onDidFocusEditorText(point), editor.onDidBlurEditorText(point), editor.onDidChangeModel(point), editor.onDidChangeModelContent(point)]
  return () => {
    for (const each of heard) each.dispose()
    usePointed.setState({ object: '' })
  }
}

function objectUnder(editor: monaco.editor.IStandaloneCodeEditor): ObjectKey {
  const line = editor.getPosition()?.lineNumber ?? 0
  const document = documentAt(documentsOf(editor.getModel()?.getValue() ?? ''), line)
  const { boot } = useCluster.getState()
  return (document && boot && keyOf(document, boot.kinds)) ?? ''
}

/** Which object the cursor speaks of while the editor has the focus; the scene outlines it. */
import { create } from 'zustand'
import { documentAt, documentsOf, type TextDocument } from './documents.ts'
import type { monaco } from './monaco.ts'
import { keyOf } from './standing.ts'
import { useCluster } from '../store.ts'
import type { ObjectKey } from '../../worker/protocol.ts'

export const usePointed = create<{ /** '' for none. */ readonly object: ObjectKey }>(() => ({ object: '' }))

/** Until it is disposed of. */
export function followCursor(editor: monaco.editor.IStandaloneCodeEditor): () => void {
  let read: Read | null = null
  const point = () => {
    if (editor.hasTextFocus()) read = readAnew(editor.getModel(), read)
    usePointed.setState({ object: editor.hasTextFocus() ? objectAt(read?.documents ?? [], editor.getPosition()?.lineNumber ?? 0) : '' })
  }
  const heard = [editor.onDidChangeCursorPosition(point), editor.onDidFocusEditorText(point), editor.onDidBlurEditorText(point), editor.onDidChangeModel(point), editor.onDidChangeModelContent(point)]
  return () => {
    for (const each of heard) each.dispose()
    usePointed.setState({ object: '' })
  }
}

/** What a text speaks of, as long as it is that text. */
interface Read {
  readonly model: monaco.editor.ITextModel
  readonly version: number
  readonly documents: readonly TextDocument[]
}

function readAnew(model: monaco.editor.ITextModel | null, last: Read | null): Read | null {
  if (!model || (last?.model === model && last.version === model.getVersionId())) return model && last
  return { model, version: model.getVersionId(), documents: documentsOf(model.getValue()) }
}

function objectAt(documents: readonly TextDocument[], line: number): ObjectKey {
  const document = documentAt(documents, line)
  const { boot } = useCluster.getState()
  return (document && boot && keyOf(document, boot.kinds)) ?? ''
}

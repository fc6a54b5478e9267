/** Monaco on the open file: one model per file, the cluster's refusals as markers and as a notice under the line. */
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useShownTheme } from '../preferences.ts'
import { useCluster } from '../store.ts'
import { applyFile, edit, useFiles, type FileState } from './files.ts'
import { HintLine } from './hint-line.tsx'
import { useHints } from './hints.ts'
import { languageOf } from './language.ts'
import { useManifestMark } from './manifest-mark.ts'
import { listenToMarkers } from './markers.ts'
import { monaco, startMonaco, themeName } from './monaco.ts'
import { editorOptions } from './monaco-options.ts'
import { followCursor } from './pointed.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { useProblemZone } from './problem-zone.ts'

export type CodeEditorComponent = typeof CodeEditor
type Editor = monaco.editor.IStandaloneCodeEditor

export function CodeEditor() {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const theme = useShownTheme()

  useEffect(() => {
    if (!box.current) return undefined
    const made = open(box.current)
    editor.current = made
    const heard = listenToMarkers(monaco.editor)
    const letGo = followCursor(made)
    return () => {
      heard.dispose()
      letGo()
      rememberPlace(made)
      made.dispose()
      editor.current = null
    }
  }, [])

  const label = t('editor.label')
  useEffect(() => editor.current?.updateOptions({ ariaLabel: label }), [label])
  useEffect(() => monaco.editor.setTheme(themeName(theme)), [theme])
  useEffect(() => {
    if (file && editor.current) show(editor.current, file)
  }, [file])

  // After the effect above: Monaco drops what stands between the lines when it gets another text.
  const hints = useHints(editor, file)
  const zone = useProblemZone(editor, file)
  useManifestMark(editor, file?.name ?? '')
  const looks = useFiles((state) => state.looks)
  useEffect(() => {
    if (looks > 0 && zone) reveal(editor.current, zone.problem.line)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [looks])

  return (
    <>
      <div className="editor-monaco" ref={box} />
      {hints.map(({ element, document }) => createPortal(<HintLine document={document} />, element))}
      {zone && file && createPortal(<ProblemNotice file={file} problem={zone.problem} onHeight={zone.onHeight} onShow={(line) => reveal(editor.current, line)} />, zone.element)}
    </>
  )
}

function open(box: HTMLElement): Editor {
  startMonaco()
  const editor = monaco.editor.create(box, editorOptions())
  editor.onDidChangeModelContent(() => {
    const model = editor.getModel()
    if (!model) return
    const text = model.getValue()
    monaco.editor.setModelLanguage(model, languageOf(text))
    edit(nameOf(model), text)
  })
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => {
    if (useCluster.getState().boot) void applyFile(useFiles.getState().open)
  })
  return editor
}

const nameOf = (model: monaco.editor.ITextModel | null): string => model?.uri.path.replace(/^\//, '') ?? ''

/** Cursor and scroll place of each file, while the page lives. */
const places = new Map<string, monaco.editor.ICodeEditorViewState | null>()

function rememberPlace(editor: Editor): void {
  const name = nameOf(editor.getModel())
  if (name) places.set(name, editor.saveViewState())
}

function show(editor: Editor, file: FileState): void {
  const uri = monaco.Uri.parse(`file:///${encodeURIComponent(file.name)}`)
  const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(file.text, languageOf(file.text), uri)
  // As an edit, so that it can be taken back.
  if (model.getValue() !== file.text) model.pushEditOperations([], [{ range: model.getFullModelRange(), text: file.text }], () => null)
  if (editor.getModel() !== model) {
    rememberPlace(editor)
    editor.setModel(model)
    editor.restoreViewState(places.get(file.name) ?? null)
  }
  monaco.editor.setModelMarkers(model, 'cluster', file.problems.map(markerOf))
}

const markerOf = ({ message, line, column, endLine, endColumn }: FileState['problems'][number]): monaco.editor.IMarkerData => ({
  severity: monaco.MarkerSeverity.Error,
  message,
  startLineNumber: line,
  startColumn: column,
  endLineNumber: endLine,
  endColumn,
})

function reveal(editor: Editor | null, line: number): void {
  editor?.revealLineInCenter(line)
  editor?.setPosition({ lineNumber: line, column: 1 })
  editor?.focus()
}

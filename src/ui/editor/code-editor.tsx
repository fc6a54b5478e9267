/** Monaco on the open file: one model per file, the cluster's refusals as markers and as a notice under the line. */
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { shownTheme } from '../preferences.ts'
import { useCluster, useView } from '../store.ts'
import { applyFile, edit, useFiles, type FileState } from './files.ts'
import { useMarkers } from './markers.ts'
import { monaco, startMonaco, themeName } from './monaco.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { useProblemZone } from './problem-zone.ts'

export type CodeEditorComponent = typeof CodeEditor
type Editor = monaco.editor.IStandaloneCodeEditor

const modelOf = (file: FileState): monaco.editor.ITextModel => {
  const uri = monaco.Uri.parse(`file:///${file.name}`)
  return monaco.editor.getModel(uri) ?? monaco.editor.createModel(file.text, 'yaml', uri)
}

export function CodeEditor() {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const theme = shownTheme(useView((state) => state.theme))

  useEffect(() => {
    if (!box.current) return undefined
    editor.current = open(box.current, t('editor.label'))
    const heard = listenToMarkers()
    return () => {
      heard.dispose()
      editor.current?.dispose()
      editor.current = null
    }
    // Once per life of the panel; language and theme follow below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    monaco.editor.setTheme(themeName(theme))
  }, [theme])

  useEffect(() => {
    if (!file || !editor.current) return
    const model = modelOf(file)
    if (model.getValue() !== file.text) model.setValue(file.text)
    if (editor.current.getModel() !== model) editor.current.setModel(model)
    monaco.editor.setModelMarkers(model, 'cluster', file.problems.map(markerOf))
  }, [file])

  const zone = useProblemZone(editor, file)
  return (
    <>
      <div className="editor-monaco" ref={box} />
      {zone && file && createPortal(<ProblemNotice file={file} problem={zone.problem} onHeight={zone.onHeight} onShow={() => reveal(editor.current, zone.problem.line)} />, zone.element)}
    </>
  )
}

function open(box: HTMLElement, label: string): Editor {
  startMonaco()
  const editor = monaco.editor.create(box, {
    model: null,
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
    fontSize: 12,
    lineHeight: 18,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    folding: false,
    guides: { indentation: false },
    glyphMargin: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    padding: { top: 6, bottom: 6 },
    renderFinalNewline: 'off',
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
    tabSize: 2,
    wordWrap: 'on',
    wrappingIndent: 'indent',
    ariaLabel: label,
    fixedOverflowWidgets: true,
  })
  editor.onDidChangeModelContent(() => {
    const name = nameOf(editor.getModel())
    if (name) edit(name, editor.getValue())
  })
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => {
    if (useCluster.getState().boot) void applyFile(useFiles.getState().open)
  })
  return editor
}

const nameOf = (model: monaco.editor.ITextModel | null): string => model?.uri.path.replace(/^\//, '') ?? ''

const markerOf = ({ message, line, column, endLine, endColumn }: FileState['problems'][number]): monaco.editor.IMarkerData => ({
  severity: monaco.MarkerSeverity.Error,
  message,
  startLineNumber: line,
  startColumn: column,
  endLineNumber: endLine,
  endColumn,
})

/** The schema's warnings, counted per file. */
function listenToMarkers(): monaco.IDisposable {
  return monaco.editor.onDidChangeMarkers((resources) => {
    const counts = Object.fromEntries(
      resources.map((uri) => [uri.path.replace(/^\//, ''), monaco.editor.getModelMarkers({ resource: uri }).filter(({ owner }) => owner !== 'cluster').length]),
    )
    useMarkers.setState((state) => ({ counts: { ...state.counts, ...counts } }))
  })
}

function reveal(editor: Editor | null, line: number): void {
  editor?.revealLineInCenter(line)
  editor?.setPosition({ lineNumber: line, column: 1 })
  editor?.focus()
}

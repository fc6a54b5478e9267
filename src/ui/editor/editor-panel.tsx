/** The editor: tabs, text, apply bar. Until Monaco has loaded the text stands there to be read and applied. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFiles } from './files.ts'
import { ApplyBar } from './apply-bar.tsx'
import { FileTabs } from './file-tabs.tsx'
import type { CodeEditorComponent } from './code-editor.tsx'
import './editor.css'

export function EditorPanel() {
  const { t } = useTranslation()
  const [CodeEditor, setCodeEditor] = useState<CodeEditorComponent | null>(null)
  const kept = useFiles((state) => state.kept)
  useEffect(() => {
    // Loading Monaco costs long tasks: wait until the scene has been painted and the browser is idle.
    const load = () => void import('./code-editor.tsx').then((module) => setCodeEditor(() => module.CodeEditor))
    const idle = 'requestIdleCallback' in window ? requestIdleCallback(load, { timeout: 3_000 }) : setTimeout(load, 1_000)
    return () => ('cancelIdleCallback' in window ? cancelIdleCallback(idle as number) : clearTimeout(idle))
  }, [])
  return (
    <section className="editor-panel" aria-label={t('editor.label')}>
      <FileTabs />
      {!kept && (
        <p className="editor-note" role="status">
          {t('files.notKept')}
        </p>
      )}
      {/* React Flow takes no keys from what is marked so; Monaco's input is no field it would know. */}
      <div className="editor-body nokey">{CodeEditor ? <CodeEditor /> : <PlainText />}</div>
      <ApplyBar />
    </section>
  )
}

function PlainText() {
  const { t } = useTranslation()
  const text = useFiles((state) => state.files.find((file) => file.name === state.open)?.text ?? '')
  return (
    <pre className="editor-plain" aria-label={t('editor.loading')} tabIndex={0}>
      {text}
    </pre>
  )
}

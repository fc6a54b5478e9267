/** The editor: tabs, text, apply bar. Until Monaco has loaded the text stands there to be read and applied. */
import { lazy, Suspense, useEffect, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { applyFile, useFiles } from './files.ts'
import { ApplyBar } from './apply-bar.tsx'
import { closeComparison, useComparison } from './comparison.ts'
import { FileTabs } from './file-tabs.tsx'
import type { CodeEditorComponent } from './code-editor.tsx'
import './editor.css'

/** It brings Monaco with it. */
const ComparisonView = lazy(() => import('./comparison-view.tsx').then(({ ComparisonView: View }) => ({ default: View })))

export function EditorPanel() {
  const { t } = useTranslation()
  const [CodeEditor, setCodeEditor] = useState<CodeEditorComponent | null>(null)
  const kept = useFiles((state) => state.kept)
  const compared = useComparison((state) => state.shown)
  useEffect(() => {
    // Loading Monaco costs long tasks: wait until the scene has been painted and the browser is idle.
    const load = () => void import('./code-editor.tsx').then((module) => setCodeEditor(() => module.CodeEditor))
    const idle = 'requestIdleCallback' in window ? requestIdleCallback(load, { timeout: 3_000 }) : setTimeout(load, 1_000)
    return () => ('cancelIdleCallback' in window ? cancelIdleCallback(idle as number) : clearTimeout(idle))
  }, [])
  return (
    // A key that nothing inside has a use for.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className="editor-panel" aria-label={t('editor.label')} onKeyDown={compared ? onComparisonKey : undefined}>
      <FileTabs />
      {!kept && (
        <p className="editor-note" role="status">
          {t('files.notKept')}
        </p>
      )}
      {/* React Flow takes no keys from what is marked so; Monaco's input is no field it would know. */}
      <div className="editor-body nokey">
        <div className="editor-sheet" inert={compared !== null}>
          {CodeEditor ? <CodeEditor /> : <PlainText />}
        </div>
        {compared && (
          <Suspense>
            <ComparisonView comparison={compared} />
          </Suspense>
        )}
      </div>
      <ApplyBar />
    </section>
  )
}

/** Both keys mean something to the page too. */
function onComparisonKey(event: KeyboardEvent): void {
  const applies = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (event.defaultPrevented || (event.key !== 'Escape' && !applies)) return
  event.preventDefault()
  if (applies) void applyFile(useFiles.getState().open)
  else closeComparison()
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

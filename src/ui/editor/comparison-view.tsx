/** The open file's objects as they are in the cluster against what they would be after an apply, over the editor. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsked } from '../inspector/use-asked.ts'
import { useShownTheme } from '../preferences.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { countsOf, textsOf } from './compared.ts'
import { compareAgain, type Comparison } from './comparison.ts'
import { languageOf } from './language.ts'
import { monaco, startMonaco, themeName } from './monaco.ts'
import { diffOptions } from './monaco-options.ts'

export function ComparisonView({ comparison: { file, result } }: { readonly comparison: Comparison }) {
  const { t } = useTranslation()
  const { fields, created } = countsOf(result)
  const version = useCluster(({ world, epoch }) => `${epoch} ${result.documents.map(({ object }) => world.byKey.get(object)?.revision ?? 0).join()}`)
  useAsked(`compare ${file.name} ${file.text}`, version, () => compareAgain(file))
  return (
    <section className="comparison" aria-label={t('compare.label')}>
      {fields + created === 0 ? (
        <p className="comparison-same">
          <Glyph state="ok" />
          {t('compare.same')}
        </p>
      ) : (
        <>
          <p className="comparison-legend">
            <span className="removed">{t('compare.before')}</span>
            <span className="added">{t('compare.after')}</span>
          </p>
          <Difference {...textsOf(result)} />
        </>
      )}
    </section>
  )
}

function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneDiffEditor | null>(null)
  const theme = useShownTheme()
  useEffect(() => {
    if (!box.current) return undefined
    startMonaco()
    const made = monaco.editor.createDiffEditor(box.current, diffOptions())
    editor.current = made
    return () => {
      const models = made.getModel()
      made.dispose()
      models?.original.dispose()
      models?.modified.dispose()
      editor.current = null
    }
  }, [])
  const labels = { before: t('compare.before'), after: t('compare.after') }
  useEffect(() => {
    editor.current?.getOriginalEditor().updateOptions({ ariaLabel: labels.before })
    editor.current?.getModifiedEditor().updateOptions({ ariaLabel: labels.after })
  }, [labels.before, labels.after])
  useEffect(() => monaco.editor.setTheme(themeName(theme)), [theme])
  useEffect(() => {
    const known = editor.current?.getModel()
    const model = (text: string) => monaco.editor.createModel(text, languageOf(text))
    const [original, modified] = [model(before), model(after)]
    // Lines that would go are drawn once, with the colours that are known by then: this makes them known.
    void monaco.editor.colorizeModelLine(original, original.getLineCount())
    editor.current?.setModel({ original, modified })
    known?.original.dispose()
    known?.modified.dispose()
  }, [before, after])
  return <div className="comparison-monaco" ref={box} />
}

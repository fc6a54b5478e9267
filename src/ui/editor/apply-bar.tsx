/** What can be said of the open file, the one button that matters, and beside it what that would change. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Progress } from '../../worker/protocol.ts'
import { clockText } from '../../view/format.ts'
import { useNextFile } from '../first-steps/use-steps.ts'
import { Glyph } from '../shell/glyph.tsx'
import { giveUp, shareOf, useCluster } from '../store.ts'
import { countsOf } from './compared.ts'
import { closeComparison, compareFile, useComparison } from './comparison.ts'
import { documentsOf } from './documents.ts'
import { applyFile, useFiles, type FileState } from './files.ts'
import { useMarkers } from './markers.ts'
import { keyOf, standingOf, type Standing } from './standing.ts'

export function ApplyBar() {
  const { t } = useTranslation()
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const applying = useFiles((state) => state.applying)
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  const standing = useCluster(({ world }) => file && standingOf(file, world))
  const isNext = useNextFile() === file?.name
  const progress = useCluster((state) => state.working.applying)
  if (!file || !standing) return null
  if (applying && progress) return <Applying progress={progress} />
  const look = standing === 'same' ? '' : isNext && standing !== 'refused' ? 'primary pulse' : 'primary'
  return (
    <div className="apply-bar">
      <State file={file} standing={standing} />
      <CompareButton file={file} ready={ready && !applying} />
      <button className={`button ${look}`} disabled={!ready || applying} onClick={() => void applyFile(file.name)}>
        {t(applying ? 'editor.applying' : 'editor.apply')} <kbd>Ctrl ↵</kbd>
      </button>
    </div>
  )
}

/** What takes long says how far it is, and can be given up: what was applied stays. */
function Applying({ progress }: { readonly progress: Progress }) {
  const { t, i18n } = useTranslation()
  const [done, total] = [progress.done, progress.total].map((count) => count.toLocaleString(i18n.language))
  const text = progress.done === 0 ? t('editor.reading') : t('editor.applied', { done, total })
  return (
    <div className="apply-bar">
      <span className="apply-state" role="status">
        {text}
      </span>
      <div className="progress grow" role="progressbar" aria-label={text} aria-valuenow={Math.floor(shareOf(progress) * 100)}>
        <span style={{ width: `${shareOf(progress) * 100}%` }} />
      </div>
      <button className="button" onClick={() => giveUp('applying')}>
        {t('editor.stop')}
      </button>
    </div>
  )
}

/** Only where there is something to compare with. */
function CompareButton({ file, ready }: { readonly file: FileState; readonly ready: boolean }) {
  const { t } = useTranslation()
  const compared = useComparison((state) => state.shown !== null)
  const documents = useMemo(() => documentsOf(file.text), [file.text])
  const isThere = useCluster(({ world, boot }) => documents.some((document) => boot !== null && world.byKey.has(keyOf(document, boot.kinds) ?? '')))
  if (!isThere && !compared) return null
  return (
    <button className="button line" disabled={!ready} onClick={() => (compared ? closeComparison() : void compareFile(file.name))}>
      {t(compared ? 'compare.close' : 'compare.open')}
    </button>
  )
}

function State({ file, standing }: { readonly file: FileState; readonly standing: Standing }) {
  const { t } = useTranslation()
  const rewoundTo = useCluster((state) => (state.rewound ? clockText(state.now) : ''))
  const marked = useMarkers((state) => state.counts[file.name] ?? 0)
  const warnings = file.text.trim() === '' ? 0 : marked
  const compared = useComparison((state) => state.shown?.result)
  return (
    <span className="apply-state grow" role="status">
      {standing === 'refused' && <Glyph state="error" />}
      {standing !== 'refused' && !compared && warnings > 0 && <Glyph state="warn" />}
      {words()}
    </span>
  )

  function words(): string {
    if (compared) {
      const { fields, created } = countsOf(compared)
      if (fields + created === 0) return t('compare.nothing')
      return [fields > 0 && t('compare.fields', { count: fields }), created > 0 && t('compare.created', { count: created })].filter(Boolean).join(t('compare.and'))
    }
    if (standing === 'refused') return t(file.partly ? 'editor.problemsPartly' : 'editor.problems', { count: Math.max(1, file.problems.length) })
    if (rewoundTo !== '' && standing !== 'same') return t('time:applyBranches', { at: rewoundTo })
    if (warnings > 0) return t('editor.warnings', { count: warnings })
    if (standing === 'same' || standing === 'changed' || standing === 'gone') return t(`editor.${standing}`)
    return t('editor.lines', { count: file.text.replace(/\n$/, '').split('\n').length })
  }
}

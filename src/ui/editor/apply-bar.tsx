/** What can be said of the open file, and the one button that matters. */
import { useTranslation } from 'react-i18next'
import { clockText } from '../../view/format.ts'
import { useNextFile } from '../first-steps/use-steps.ts'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { applyFile, useFiles, type FileState } from './files.ts'
import { useMarkers } from './markers.ts'
import { standingOf, type Standing } from './standing.ts'

export function ApplyBar() {
  const { t } = useTranslation()
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const applying = useFiles((state) => state.applying)
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  const standing = useCluster(({ world }) => file && standingOf(file, world))
  const isNext = useNextFile() === file?.name
  if (!file || !standing) return null
  const look = standing === 'same' ? '' : isNext && standing !== 'refused' ? 'primary pulse' : 'primary'
  return (
    <div className="apply-bar">
      <State file={file} standing={standing} />
      <button className={`button ${look}`} disabled={!ready || applying} onClick={() => void applyFile(file.name)}>
        {t(applying ? 'editor.applying' : 'editor.apply')} <kbd>Ctrl ↵</kbd>
      </button>
    </div>
  )
}

function State({ file, standing }: { readonly file: FileState; readonly standing: Standing }) {
  const { t } = useTranslation()
  const rewoundTo = useCluster((state) => (state.rewound ? clockText(state.now) : ''))
  const marked = useMarkers((state) => state.counts[file.name] ?? 0)
  const warnings = file.text.trim() === '' ? 0 : marked
  return (
    <span className="apply-state grow" role="status">
      {standing === 'refused' && <Glyph state="error" />}
      {standing !== 'refused' && warnings > 0 && <Glyph state="warn" />}
      {words()}
    </span>
  )

  function words(): string {
    if (standing === 'refused') return t(file.partly ? 'editor.problemsPartly' : 'editor.problems', { count: Math.max(1, file.problems.length) })
    if (rewoundTo !== '' && standing !== 'same') return t('time:applyBranches', { at: rewoundTo })
    if (warnings > 0) return t('editor.warnings', { count: warnings })
    if (standing === 'same' || standing === 'changed' || standing === 'gone') return t(`editor.${standing}`)
    return t('editor.lines', { count: file.text.replace(/\n$/, '').split('\n').length })
  }
}

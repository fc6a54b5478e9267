/** What can be said of the open file, and the one button that matters. */
import { useTranslation } from 'react-i18next'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import { applyFile, useFiles } from './files.ts'
import { useMarkers } from './markers.ts'

export function ApplyBar() {
  const { t } = useTranslation()
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const applying = useFiles((state) => state.applying)
  const ready = useCluster((state) => state.boot !== null && state.crash === null)
  const warnings = useMarkers((state) => state.counts[file?.name ?? ''] ?? 0)
  if (!file) return null
  const upToDate = file.applied !== '' && file.applied === file.text
  return (
    <div className="apply-bar">
      <span className="apply-state grow" role="status">
        {file.refused && <Glyph state="error" />}
        {stateText()}
      </span>
      <button className={`button ${upToDate ? '' : 'primary'}`} disabled={!ready || applying} onClick={() => void applyFile(file.name)}>
        {t(applying ? 'editor.applying' : 'editor.apply')} <kbd>Ctrl ↵</kbd>
      </button>
    </div>
  )

  function stateText(): string {
    if (file?.refused) return t('editor.problems', { count: Math.max(1, file.problems.length) })
    if (upToDate) return t('editor.applied')
    if (warnings > 0) return t('editor.warnings', { count: warnings })
    const lines = file?.text.replace(/\n$/, '').split('\n').length ?? 0
    return t('editor.lines', { count: lines })
  }
}

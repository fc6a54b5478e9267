/** How a file stands to the cluster, before its name. */
import { useTranslation } from 'react-i18next'
import { Glyph } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import type { FileState } from './files.ts'
import { standingOf } from './standing.ts'

export function FileMark({ file }: { readonly file: FileState }) {
  const { t } = useTranslation()
  const standing = useCluster(({ world }) => standingOf(file, world))
  if (standing === 'new') return null
  const state = standing === 'refused' ? 'error' : standing === 'same' ? 'ok' : 'none'
  return <Glyph state={state} label={t(`files.${standing}`)} />
}

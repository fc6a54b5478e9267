/** How a document's object stands to the cluster, in one line above it. */
import { CircleMinus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { useCluster } from '../store.ts'
import type { TextDocument } from './documents.ts'
import { useFiles } from './files.ts'
import { keyOf, standingOf, type Standing } from './standing.ts'

type Hinted = 'absent' | 'there' | Exclude<Standing, 'new' | 'refused'>

const glyphs: { readonly [hint in Hinted]: GlyphState } = { absent: 'none', gone: 'none', there: 'none', same: 'ok', edited: 'none', changed: 'warn' }

export function HintLine({ document }: { readonly document: TextDocument }) {
  const { t } = useTranslation()
  const file = useFiles((state) => state.files.find(({ name }) => name === state.open))
  const hint = useCluster(({ world, boot }): Hinted | undefined => {
    const key = boot && keyOf(document, boot.kinds)
    if (!key || !file) return undefined
    const row = world.byKey.get(key)
    const isOurs = file.objects.some((object) => object.key === key)
    const standing = isOurs ? standingOf(file, world) : 'new'
    if (!row || row.deleting) return standing === 'gone' ? 'gone' : 'absent'
    return standing === 'same' || standing === 'edited' || standing === 'changed' ? standing : 'there'
  })
  if (!hint) return null
  const words = t(`hint.${hint}`, { kind: document.kind, name: document.name })
  return (
    <div className="hint-line" title={words}>
      {hint === 'absent' || hint === 'gone' ? <CircleMinus size={12} aria-hidden /> : <Glyph state={glyphs[hint]} />}
      <span>{words}</span>
    </div>
  )
}

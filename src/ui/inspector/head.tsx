/** The inspector's head: state, name, what it is, a badge, and the way out. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { select } from '../store.ts'

/** The end of a name tells most; of one that is too long the middle is left out. */
const tail = 6

export interface HeadProps {
  readonly state: GlyphState
  readonly title: string
  /** Beside the name, and beside the line below it. */
  readonly menu?: ReactNode
  readonly badge?: ReactNode
  readonly sub: ReactNode
}

export function Head({ state, title, menu, badge, sub }: HeadProps) {
  const { t } = useTranslation('facts')
  return (
    <header className="inspector-head">
      <div>
        <Glyph state={state} />
        <h2 title={title}>
          <span>{title.slice(0, -tail)}</span>
          {title.slice(-tail)}
        </h2>
        {menu}
        <button className="button icon quiet" aria-label={t('inspector.close')} onClick={() => select(null)}>
          <X size={16} />
        </button>
      </div>
      <div>
        <p>{sub}</p>
        {badge}
      </div>
    </header>
  )
}

export function Section({ title, extra, children }: { readonly title?: string; readonly extra?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="inspector-section">
      {title !== undefined && (
        <h3>
          {title}
          {extra !== undefined && <span>{extra}</span>}
        </h3>
      )}
      {children}
    </section>
  )
}

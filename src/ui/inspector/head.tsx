/** The inspector's head: state, name, a badge, and the way out. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'
import { select } from '../store.ts'

export interface HeadProps {
  readonly state: GlyphState
  readonly title: string
  readonly badge?: ReactNode
  readonly sub: ReactNode
}

export function Head({ state, title, badge, sub }: HeadProps) {
  const { t } = useTranslation('facts')
  return (
    <header className="inspector-head">
      <div>
        <Glyph state={state} />
        <h2 title={title}>{title}</h2>
        {badge}
        <button className="button icon quiet" aria-label={t('inspector.close')} onClick={() => select(null)}>
          <X size={16} />
        </button>
      </div>
      <p>{sub}</p>
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

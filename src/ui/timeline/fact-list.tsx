/** On a phone, below the line: the last facts in words, the newest first. */
import { useTranslation } from 'react-i18next'
import { explain } from '../../view/explain.ts'
import { clockText } from '../../view/format.ts'
import { hopOf } from '../../view/story.ts'
import type { Tick, TickLevel } from '../../view/timeline.ts'
import { Glyph, type GlyphState } from '../shell/glyph.tsx'

/** Lines shown. */
const limit = 50

const glyphs: { readonly [level in TickLevel]: GlyphState } = { input: 'ok', event: 'none', warning: 'warn', error: 'error' }

export function FactList({ ticks, onOpen }: { readonly ticks: readonly Tick[]; readonly onOpen: (tick: Tick) => void }) {
  const { t } = useTranslation('facts')
  return (
    <ol className="fact-list" aria-label={t('timeline.events')}>
      {ticks
        .slice(-limit)
        .reverse()
        .flatMap((tick) => {
          const { fact } = tick
          if (!fact) return []
          const { key, params } = explain(fact)
          const hop = hopOf(fact)
          return (
            <li key={fact.id}>
              <button onClick={() => onOpen(tick)}>
                <Glyph state={glyphs[tick.level]} label={t(`timeline.level.${tick.level}`)} />
                <code>{clockText(fact.at)}</code>
                <span>
                  {hop && <b>{t('caption.says', { name: t(`hop.${hop}`) })} </b>}
                  {t(key, params)}
                </span>
              </button>
            </li>
          )
        })}
    </ol>
  )
}
